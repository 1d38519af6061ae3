"""What marketplaces call our grades, for each category: data, translated at the edge."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from station.domain.disposition import Disposition
from station.domain.grading import Axis, Grade, Graded

# Only what is sold again is listed on a marketplace.
SELLABLE = frozenset({Disposition.RESTOCK, Disposition.RESALE})


_GRADE = "grade"


@dataclass(frozen=True, slots=True)
class Market:
    """One marketplace's condition codes. ``by`` is what is translated: "grade" or the name of an axis.

    ``codes`` are all that it knows, with its own words; ``categories`` take the place of ``default``.
    ``refurbished`` takes the place of both, grade by grade, for items that are marked so: most markets
    forbid to list them as used or new.
    """

    id: str
    name: str
    by: str
    codes: Mapping[str, str]
    default: Mapping[Grade, str]
    categories: Mapping[str, Mapping[Grade, str]] = field(default_factory=dict)
    refurbished: Mapping[Grade, str] = field(default_factory=dict)

    def code(self, category: str, graded: Graded, refurbished: bool) -> str | None:
        """Return the code of an item, None where the market takes no such item."""
        grade = graded.grade if self.by == _GRADE else _on_axis(graded, Axis(self.by))
        usual = self.categories.get(category, self.default).get(grade)
        return self.refurbished.get(grade, usual) if refurbished else usual


@dataclass(frozen=True, slots=True)
class Conditions:
    """The marketplaces of a site."""

    version: int
    markets: tuple[Market, ...] = ()


@dataclass(frozen=True, slots=True)
class Listed:
    """What a marketplace calls an item: its name, its code, and its own words for it."""

    market: str
    code: str
    words: str


def translate(
    conditions: Conditions, category: str, graded: Graded, refurbished: bool = False
) -> tuple[Listed, ...]:
    """Say what each marketplace calls an item; one that has no code for it is left out."""
    coded = ((market, market.code(category, graded, refurbished)) for market in conditions.markets)
    return tuple(Listed(market.name, code, market.codes[code]) for market, code in coded if code)


def _on_axis(graded: Graded, axis: Axis) -> Grade:
    """Return the grade on an axis; one that no answer caps is A."""
    return next((cap.grade for cap in graded.axes if cap.axis is axis), Grade.A)
