"""When a code in a photo is one of the item's own."""

import pytest

from station.adapters.bridge.eyes import matches

EAN = "9501101530003"


@pytest.mark.parametrize(
    ("text", "expected", "own"),
    [
        (EAN, {EAN}, True),
        (EAN, {f"0{EAN}"}, True),
        (f"010{EAN}21S1", {EAN}, True),
        (EAN, {"LPN-1"}, False),
        (EAN, set(), False),
    ],
)
def test_a_code_matches_by_its_item_number(text: str, expected: set[str], own: bool) -> None:
    assert matches(text, frozenset(expected)) is own
