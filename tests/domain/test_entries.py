"""What is typed becomes a value within its bounds or a problem of its field, never an error."""

from decimal import Decimal
from enum import StrEnum

from hypothesis import given
from hypothesis import strategies as st

from station.domain.entries import Entries


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


@given(st.text(max_size=30))
def test_a_number_is_within_its_bounds_or_wrong_or_left_out(text: str) -> None:
    entries = Entries({"n": text})
    value = entries.whole("n", 1, 99)
    assert (value is None) or 1 <= value <= 99
    assert bool(entries.problems) == (value is None and bool(text.strip()))


@given(st.text(max_size=30))
def test_an_amount_is_never_negative_and_has_no_more_places_than_the_currency(text: str) -> None:
    value = Entries({"n": text}).amount("n", 2)
    assert value.is_finite()
    assert value >= 0
    assert value == value.quantize(Decimal("0.01"))


@given(st.text(max_size=30))
def test_a_line_of_text_has_no_character_that_does_not_show(text: str) -> None:
    assert Entries({"n": text}).text("n", 20).isprintable()


@given(st.text(max_size=30), st.text(max_size=30))
def test_names_are_known_or_wrong(one: str, several: str) -> None:
    entries = Entries({"one": one, "several": several, "which": one})
    assert entries.one_of("one", ["a", "b"]) in ("", "a", "b")
    assert entries.member("which", Colour) in (None, *Colour)
    unknown = [word for word in entries.words("several", ["a", "b"]) if word not in ("a", "b")]
    assert len([p for p in entries.problems if p.key == "several"]) == len(unknown)


def test_an_amount_is_written_with_a_point_or_a_comma() -> None:
    for text, value in (("12.50", "12.5"), ("12,5", "12.5"), ("7", "7"), (".5", "0.5"), ("", "0")):
        entries = Entries({"n": text})
        assert (entries.amount("n", 2), entries.problems) == (Decimal(value), [])
