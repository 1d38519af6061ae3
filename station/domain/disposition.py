"""Where an item goes: an ordered table, first hit wins; where a row leaves a choice, money decides."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from station.domain.errors import DomainError, Reason
from station.domain.policy import Verdict
from station.domain.texts import Texts


class Disposition(StrEnum):
    RESTOCK = "restock"
    REFURBISH = "refurbish"
    RESALE = "resale"
    DISPOSAL = "disposal"


class FactKind(StrEnum):
    """What a fact holds, and so how a row may test it: one of some, true or false, or from ... to ..."""

    GRADE = "grade"
    FLAG = "flag"
    NAME = "name"
    WHOLE = "whole"
    MONEY = "money"


# Every fact that rows may name. Money is in whole minor units of the station's currency.
FACTS: Mapping[str, FactKind] = {
    "grade": FactKind.GRADE,
    "cosmetic": FactKind.GRADE,
    "functional": FactKind.GRADE,
    "completeness": FactKind.GRADE,
    "packaging": FactKind.GRADE,
    "category": FactKind.NAME,
    "value": FactKind.MONEY,
    "policy": FactKind.NAME,
    "sealed": FactKind.FLAG,
    "hygiene": FactKind.FLAG,
    "announced": FactKind.FLAG,
    "wrong_item": FactKind.FLAG,
    "wrong_serial": FactKind.FLAG,
    "reason": FactKind.NAME,
    "channel": FactKind.NAME,
    "country": FactKind.NAME,
    "brand": FactKind.NAME,
    "agreement": FactKind.NAME,
    "stock": FactKind.WHOLE,
    "season_days": FactKind.WHOLE,
    "recall": FactKind.FLAG,
    "refurbished": FactKind.FLAG,
}
# Names that come from the program and not from the site: nothing else can ever stand there.
CHOICES: Mapping[str, tuple[str, ...]] = {"policy": tuple(verdict.value for verdict in Verdict)}
# What the catalogue may not know. An unknown fact passes no test, so a row that names it does not hit.
UNKNOWABLE = frozenset({"stock", "season_days"})

Fact = str | int | bool
Facts = Mapping[str, Fact]


@dataclass(frozen=True, slots=True)
class Test:
    """What one fact must be: one of ``values``, or a number from ``least`` to ``most``, both included.

    A fact that is not known (None) never passes.
    """

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
        # A plain loop takes half the time of all(...), and a replay asks this a million times.
        for name, test in self.when.items():  # noqa: SIM110
            if not test.passes(facts.get(name)):
                return False
        return True


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

    ``parts`` are what it is made of, in minor units, costs below zero; their sum is ``amount``.
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
    """The disposition, the row (number from 1, id, words, conditions) that fired, the nets of what it left
    open, best first, and what would have come next without that row.

    ``row_when`` is None in records that are older than the field.
    """

    disposition: Disposition
    row_number: int
    row_id: str
    row_text: Texts
    ranking: tuple[Net, ...]
    otherwise: Otherwise | None = None
    row_when: Mapping[str, Test] | None = None

    @property
    def by_money(self) -> bool:
        """Whether the row left several dispositions open and net recovery chose."""
        return len(self.ranking) > 1

    @property
    def row(self) -> Row | None:
        """Return the row that fired, what it left open best first; None where it was not kept."""
        if self.row_when is None:
            return None
        return Row(self.row_id, self.row_text, tuple(net.disposition for net in self.ranking), self.row_when)


def decide(table: Table, facts: Facts, nets: Nets) -> Decision:
    """Take the first row that hits and the best net recovery among what it leaves open.

    Where two bring the same, the one that the row names first. A disposition without a way out brings 0.
    Raises NOT_NOW if no row hits; published tables always end in a row without conditions.
    """
    hits = _hits(table, facts)
    number, row = next(hits, (0, None))
    if row is None:
        raise DomainError(Reason.NOT_NOW)
    ranking = _ranking(row.open, nets)
    otherwise = next((_otherwise(number, row, nets) for number, row in hits), None)
    return Decision(ranking[0].disposition, number, row.id, row.text, ranking, otherwise, row.when)


def _hits(table: Table, facts: Facts) -> Iterator[tuple[int, Row]]:
    for number, row in enumerate(table.rows, start=1):
        if row.hits(facts):
            yield number, row


def _otherwise(number: int, row: Row, nets: Nets) -> Otherwise:
    return Otherwise(number, row.text, _ranking(row.open, nets)[0].disposition)


def _ranking(open_: tuple[Disposition, ...], nets: Nets) -> tuple[Net, ...]:
    found = [nets.get(disposition) or Net(disposition, 0) for disposition in open_]
    return tuple(sorted(found, key=_worth))


def _worth(net: Net) -> int:
    return -net.amount
