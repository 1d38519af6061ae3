"""Where an item goes: an ordered table, first hit wins; where a row leaves a choice, money decides."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from station.domain.errors import DomainError, Reason
from station.domain.texts import Texts


class Disposition(StrEnum):
    RESTOCK = "restock"
    REFURBISH = "refurbish"
    RESALE = "resale"
    DISPOSAL = "disposal"


# A fact that rows may name, and what it holds.
FACTS: Mapping[str, type] = {
    "grade": str,
    "cosmetic": str,
    "functional": str,
    "completeness": str,
    "packaging": str,
    "category": str,
    "value": int,
    "policy": str,
    "sealed": bool,
    "hygiene": bool,
    "announced": bool,
    "wrong_item": bool,
    "wrong_serial": bool,
    "reason": str,
    "channel": str,
    "country": str,
    "brand": str,
    "agreement": str,
    "stock": int,
    "season_days": int,
    "recall": bool,
    "refurbished": bool,
}
Fact = str | int | bool
Facts = Mapping[str, Fact]


@dataclass(frozen=True, slots=True)
class Test:
    """What one fact must be: one of ``values``, or a number from ``least`` to ``most``."""

    values: tuple[Fact, ...] = ()
    least: int | None = None
    most: int | None = None

    def passes(self, fact: Fact | None) -> bool:
        if self.values:
            return fact in self.values
        if not isinstance(fact, int):
            return False
        return (self.least is None or fact >= self.least) and (self.most is None or fact <= self.most)


@dataclass(frozen=True, slots=True)
class Row:
    """A rule: when every test passes, one of ``open`` it is."""

    id: str
    text: Texts
    open: tuple[Disposition, ...]
    when: Mapping[str, Test] = field(default_factory=dict)

    def hits(self, facts: Facts) -> bool:
        return all(test.passes(facts.get(name)) for name, test in self.when.items())


@dataclass(frozen=True, slots=True)
class Table:
    """The routing table of a site."""

    version: int
    rows: tuple[Row, ...]


class Part(StrEnum):
    """What net recovery is made of: the price, and everything that is taken off it."""

    PRICE = "price"
    DECAY = "decay"
    FEES = "fees"
    LABOUR = "labour"
    PARTS = "parts"
    FREIGHT = "freight"
    DISPOSAL = "disposal"


@dataclass(frozen=True, slots=True)
class Net:
    """Net recovery of one disposition by its best way out, in whole minor units of ``currency``.

    ``parts`` are what it is made of, in minor units, costs below zero.
    """

    disposition: Disposition
    amount: int
    currency: str = ""
    way: str = ""
    way_text: Texts | None = None
    parts: tuple[tuple[Part, int], ...] = ()


Nets = Mapping[Disposition, Net]


@dataclass(frozen=True, slots=True)
class Otherwise:
    """What would have come next: the next row that hits, and what it would have decided."""

    row_number: int
    row_text: Texts
    disposition: Disposition


@dataclass(frozen=True, slots=True)
class Decision:
    """The disposition, the row (number from 1, id, words) that fired, all nets, best first, and what
    would have come next without that row."""

    disposition: Disposition
    row_number: int
    row_id: str
    row_text: Texts
    ranking: tuple[Net, ...]
    otherwise: Otherwise | None = None

    @property
    def by_money(self) -> bool:
        """Whether the row left several dispositions open and net recovery chose."""
        return len(self.ranking) > 1


def decide(table: Table, facts: Facts, nets: Nets) -> Decision:
    """Take the first row that hits and the best net recovery among what it leaves open.

    Raises NOT_NOW if no row hits; published tables always end in a row without conditions.
    """
    hits = [(number, row) for number, row in enumerate(table.rows, start=1) if row.hits(facts)]
    if not hits:
        raise DomainError(Reason.NOT_NOW)
    (number, row), *later = hits
    ranking = _ranking(row.open, nets)
    otherwise = _otherwise(later[0], nets) if later else None
    return Decision(ranking[0].disposition, number, row.id, row.text, ranking, otherwise)


def _otherwise(hit: tuple[int, Row], nets: Nets) -> Otherwise:
    number, row = hit
    return Otherwise(number, row.text, _ranking(row.open, nets)[0].disposition)


def _ranking(open_: tuple[Disposition, ...], nets: Nets) -> tuple[Net, ...]:
    found = [nets.get(disposition, Net(disposition, 0)) for disposition in open_]
    return tuple(sorted(found, key=lambda net: -net.amount))
