"""What marketplaces call our grades: a translation at the edge, from data."""

from pathlib import Path

import pytest

from station.adapters.config import load_station
from station.domain.conditions import Conditions, Market, translate
from station.domain.grading import Axis, Cap, Grade, Graded

CODES = {"1": "Like new", "2": "Good", "3": "Parts", "9": "Refurbished"}
SHOP = Market(
    "shop",
    "Shop",
    "grade",
    CODES,
    {Grade.A: "1", Grade.B: "2", Grade.D: "3"},
    {"apparel": {Grade.A: "1"}},
    {Grade.B: "9"},
)
LOOKS = Market("looks", "Looks", "cosmetic", CODES, {Grade.A: "1", Grade.C: "2"})


def graded(grade: str, **axes: str) -> Graded:
    caps = tuple(Cap(Axis(axis), Grade(worst), "q", "c") for axis, worst in axes.items())
    return Graded(Grade(grade), None, caps)


CASES = [
    ("kitchen", graded("B", packaging="B"), False, ["2", "1"]),
    ("kitchen", graded("D", functional="D", cosmetic="C"), False, ["3", "2"]),
    # No code for the grade: not listed there. A category takes the place of the usual, whole.
    ("kitchen", graded("C", cosmetic="C"), False, ["2"]),
    ("apparel", graded("B", cosmetic="B"), False, []),
    # Marked as refurbished; a grade that is not named there is as usual.
    ("kitchen", graded("B", packaging="B"), True, ["9", "1"]),
    ("apparel", graded("B", packaging="B"), True, ["9", "1"]),
    ("kitchen", graded("D", functional="D"), True, ["3", "1"]),
]


@pytest.mark.parametrize(("category", "of", "refurbished", "codes"), CASES)
def test_each_market_by_what_it_speaks_of(
    category: str, of: Graded, refurbished: bool, codes: list[str]
) -> None:
    listed = translate(Conditions(1, (SHOP, LOOKS)), category, of, refurbished)
    assert [each.code for each in listed] == codes
    assert all(each.words == CODES[each.code] for each in listed)


def test_the_shipped_codes_never_call_a_worse_grade_better() -> None:
    """By what eBay publishes, a lower id is a better condition; Amazon and SERI are listed worst last."""
    _, rules = load_station(Path(__file__).parents[2] / "config/station.toml")
    for market in rules.conditions.markets:
        best_first = list(market.codes) if market.id in ("ebay", "amazon") else list(market.codes)[::-1]
        for by_grade in (market.default, *market.categories.values()):
            ranks = [best_first.index(by_grade[grade]) for grade in sorted(by_grade)]
            assert ranks == sorted(ranks), market.id
