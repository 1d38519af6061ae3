"""What marketplaces call our grades, for each category: data, translated at the edge."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from station.domain.grading import Grade


@dataclass(frozen=True, slots=True)
class Market:
    """One marketplace's condition codes. ``by`` is what is translated: "grade" or the name of an axis.

    ``codes`` are all that it knows, with its own words; ``categories`` take the place of ``default``.
    """

    id: str
    name: str
    by: str
    codes: Mapping[str, str]
    default: Mapping[Grade, str]
    categories: Mapping[str, Mapping[Grade, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Conditions:
    """The marketplaces of a site."""

    version: int
    markets: tuple[Market, ...] = ()
