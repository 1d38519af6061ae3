"""Codes: how each is written, and which of them can be trusted by their check digit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.domain.errors import DomainError, Reason
from station.domain.identifiers import check_digit, make_lpn, parse_gtin, parse_lpn, plain_code

# GTINs as printed on real goods, in every length.
PRINTED = ["96385074", "036000291452", "4006381333931", "7290002780557", "10614141000415"]


@pytest.mark.parametrize("digits", PRINTED)
def test_printed_gtins_are_taken_in_every_length(digits: str) -> None:
    assert parse_gtin(digits) == digits.zfill(14)


@pytest.mark.parametrize("digits", PRINTED)
@pytest.mark.parametrize("place", range(8))
def test_one_digit_misread_is_always_noticed(digits: str, place: int) -> None:
    wrong = str((int(digits[place]) + 3) % 10)
    with pytest.raises(DomainError) as refused:
        parse_gtin(digits[:place] + wrong + digits[place + 1 :])
    assert refused.value.reason is Reason.WRONG_CHECK_DIGIT


@pytest.mark.parametrize(
    "text", ["", "123", "400638133393a", "٤٠٠٦٣٨١٣٣٣٩٣١", "4006381333931 ", "40063813339"]
)
def test_what_is_no_gtin_is_malformed(text: str) -> None:
    with pytest.raises(DomainError) as refused:
        parse_gtin(text)
    assert refused.value.reason is Reason.MALFORMED_CODE


@given(st.text("0123456789", min_size=1, max_size=17))
def test_a_check_digit_makes_the_weighted_sum_a_multiple_of_ten(digits: str) -> None:
    whole = digits + check_digit(digits)
    assert sum(int(d) * (1, 3)[i % 2] for i, d in enumerate(reversed(whole))) % 10 == 0


@given(st.integers(0, 99), st.integers(1, 9_999_999))
def test_a_licence_plate_is_read_back_as_it_was_made(station: int, number: int) -> None:
    lpn = make_lpn(f"{station:02d}", number)
    assert parse_lpn(lpn) == parse_lpn(lpn.lower()) == lpn


@given(st.integers(1, 9_999_999), st.sampled_from([1, 2, *range(4, 11)]), st.integers(1, 9))
def test_a_licence_plate_with_one_wrong_digit_is_refused(number: int, place: int, by: int) -> None:
    lpn = make_lpn("07", number)
    wrong = lpn[:place] + str((int(lpn[place]) + by) % 10) + lpn[place + 1 :]
    with pytest.raises(DomainError) as refused:
        parse_lpn(wrong)
    assert refused.value.reason is Reason.WRONG_CHECK_DIGIT


@pytest.mark.parametrize("text", ["", "L7-0000001-1", "L07-000001-1", "X07-0000001-1", "L07-0000001-1x"])
def test_what_is_no_licence_plate_is_malformed(text: str) -> None:
    with pytest.raises(DomainError) as refused:
        parse_lpn(text)
    assert refused.value.reason is Reason.MALFORMED_CODE


@pytest.mark.parametrize("text", ["$RS-1", "$ID-SECRET", "", "   ", "A\nB", "A\x1dB", "x" * 65])
def test_no_product_code_can_be_a_command_a_badge_or_noise(text: str) -> None:
    with pytest.raises(DomainError) as refused:
        plain_code(text)
    assert refused.value.reason is Reason.MALFORMED_CODE


def test_space_around_a_code_is_not_part_of_it() -> None:
    assert plain_code("  RMA 17 ") == "RMA 17"
