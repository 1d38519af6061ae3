"""Which units a recall covers: by product, lot and range of serial numbers."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.domain.identifiers import Gtin, Serial
from station.domain.item import Item
from station.domain.recalls import Recall, covering, within, wrong_range
from station.domain.texts import Texts
from tests.support.made import ITEM, NOON

ALL = Recall("r", ITEM.gtin, Texts("Do not plug it in"), NOON, "noa")
LOTS = replace(ALL, lots=("A17", "B2"))
RANGE = replace(ALL, serial_from="KT100", serial_to="KT199")
BOTH = replace(RANGE, lots=("A17",))


def unit(serial: str = "", lot: str = "", expected: str = "") -> Item:
    return replace(
        ITEM,
        serial=Serial(serial) if serial else None,
        lot=lot,
        expected_serial=Serial(expected) if expected else None,
    )


@pytest.mark.parametrize(
    ("recall", "item", "covered"),
    [
        (ALL, unit(), True),
        (ALL, replace(unit(), gtin=Gtin("00000000000000")), False),
        (LOTS, unit(lot="A17"), True),
        (LOTS, unit(lot="a17"), True),
        (LOTS, unit(lot="A1"), False),
        (LOTS, unit(), False),
        (RANGE, unit("KT100"), True),
        (RANGE, unit("kt199"), True),
        (RANGE, unit("KT200"), False),
        (RANGE, unit("XX150"), False),
        (RANGE, unit(expected="KT150"), True),
        (RANGE, unit("KT300", expected="KT150"), False),
        (BOTH, unit("KT300", lot="A17"), True),
        (BOTH, unit("KT150", lot="Z"), True),
        (BOTH, unit("KT300", lot="Z"), False),
    ],
)
def test_a_recall_covers_these_units_and_no_others(recall: Recall, item: Item, covered: bool) -> None:
    assert recall.covers(item) is covered
    assert bool(covering((recall,), item)) is covered


@pytest.mark.parametrize(
    ("recall", "item", "asks"),
    [
        (ALL, unit(), False),
        (LOTS, unit("KT1"), True),
        (LOTS, unit(lot="Z"), False),
        (RANGE, unit(lot="Z"), True),
        (RANGE, unit(expected="KT150"), False),
        (BOTH, unit("KT300"), True),
        (BOTH, unit("KT300", lot="Z"), False),
    ],
)
def test_what_is_not_known_is_asked_for(recall: Recall, item: Item, asks: bool) -> None:
    assert recall.asks_for_more(item) is asks


@pytest.mark.parametrize(
    ("serial", "first", "last", "inside"),
    [
        ("SN9", "SN1", "SN10", True),  # by number, though it sorts behind as a text
        ("SN007", "SN1", "SN10", True),
        ("12345", "10000", "19999", True),
        ("AB3C", "AA0A", "AZ9Z", True),  # of one length, compared as texts
        ("AB34C", "AA0A", "AZ9Z", False),
        ("SN5", "", "", False),
        ("", "SN1", "SN9", False),
        ("SN5", "SN1", "TN9", True),  # of one length
        ("SN50", "SN1", "TN9", False),
    ],
)
def test_serial_numbers_are_compared_sensibly(serial: str, first: str, last: str, inside: bool) -> None:
    assert within(serial, first, last) is inside


@given(st.integers(0, 10**9), st.integers(0, 10**9), st.integers(0, 10**9), st.sampled_from(["", "SN", "a-"]))
def test_a_range_of_numbers_is_a_range_of_numbers(low: int, number: int, high: int, head: str) -> None:
    assert within(f"{head}{number}", f"{head}{low}", f"{head}{high}") is (low <= number <= high)


@pytest.mark.parametrize(
    ("first", "last", "wrong"),
    [
        ("", "", ""),
        ("SN1", "SN9", ""),
        ("SN1", "SN1", ""),
        ("SN1", "", "both ends"),
        ("", "SN1", "both ends"),
        ("SN9", "SN1", "the smaller number first"),
        ("SN1", "SERIAL-22", "digits at the end"),
    ],
)
def test_a_range_that_cannot_be_is_said_to_be_wrong(first: str, last: str, wrong: str) -> None:
    said = wrong_range(first, last)
    assert wrong in str(said) if wrong else said is None
