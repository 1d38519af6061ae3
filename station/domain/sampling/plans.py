"""Sampling plans by attributes in the form of ISO 2859-1 and MIL-STD-105E: tables, and how they are read."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How hard a stream is looked at. Discontinued: every item, until a supervisor lets it go on."""

    NORMAL = "normal"
    TIGHTENED = "tightened"
    REDUCED = "reduced"
    DISCONTINUED = "discontinued"


class Arrow(StrEnum):
    """Use the first plan below, or above, instead: its sample size as well as its numbers."""

    DOWN = "v"
    UP = "^"


@dataclass(frozen=True, slots=True)
class Numbers:
    """With so many nonconforming items, or fewer, a lot is accepted; with so many, or more, rejected.

    In reduced inspection there may be numbers in between.
    """

    accept: int
    reject: int


Cell = Numbers | Arrow


@dataclass(frozen=True, slots=True)
class Table:
    """One master table: sample sizes by code letter, the smallest first, and a row of cells for each letter.

    A row has one cell for each AQL of the tables.
    """

    sizes: Mapping[str, int]
    rows: Mapping[str, tuple[Cell, ...]]


@dataclass(frozen=True, slots=True)
class LotSizes:
    """Lots of at least so many items, and their code letter by inspection level."""

    least: int
    letters: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Tables:
    """Everything that a plan is looked up in. ``aqls`` are percent nonconforming, rising; so are ``lots``."""

    name: str
    aqls: tuple[float, ...]
    lots: tuple[LotSizes, ...]
    normal: Table
    tightened: Table
    reduced: Table

    @property
    def levels(self) -> tuple[str, ...]:
        return tuple(self.lots[0].letters)

    def of(self, severity: Severity) -> Table:
        return {Severity.TIGHTENED: self.tightened, Severity.REDUCED: self.reduced}.get(severity, self.normal)


@dataclass(frozen=True, slots=True)
class Plan:
    """How many items are drawn of a lot, and what decides on it.

    ``tighter`` is the acceptance number one AQL tighter, None where the switching score does not ask for it.
    """

    tables: str
    level: str
    aql: float
    severity: Severity
    letter: str
    size: int
    accept: int
    reject: int
    tighter: int | None = None


def letter_of(tables: Tables, lot_size: int, level: str) -> str:
    """Return the code letter; a lot smaller than any in the tables counts as the smallest."""
    fitting = [lots for lots in tables.lots if lots.least <= lot_size]
    return (fitting or tables.lots[:1])[-1].letters[level]


def plan(tables: Tables, lot_size: int, level: str, aql: float, severity: Severity) -> Plan:
    """Look up a plan. A sample is never larger than the lot, which then is looked at whole.

    In a discontinued stream every item is looked at, and the numbers are those of tightened inspection.
    Raises ValueError for an AQL that the tables do not have, or an arrow that leads out of them.
    """
    table = tables.of(Severity.TIGHTENED if severity is Severity.DISCONTINUED else severity)
    column = tables.aqls.index(aql)
    letter, numbers = follow(table, letter_of(tables, lot_size, level), column)
    whole = severity is Severity.DISCONTINUED
    return Plan(
        tables=tables.name,
        level=level,
        aql=aql,
        severity=severity,
        letter=letter,
        size=lot_size if whole else min(table.sizes[letter], lot_size),
        accept=numbers.accept,
        reject=numbers.reject,
        tighter=_tighter(table, letter, column, numbers.accept) if severity is Severity.NORMAL else None,
    )


def follow(table: Table, letter: str, column: int) -> tuple[str, Numbers]:
    """Go where the arrows of a column lead. Raises ValueError where that is nowhere."""
    letters, at = list(table.rows), list(table.rows).index(letter)
    step = 0
    while isinstance(cell := table.rows[letters[at]][column], Arrow):
        turn = 1 if cell is Arrow.DOWN else -1
        step = step or turn
        at += turn
        if turn != step or not 0 <= at < len(letters):
            raise ValueError(f"the arrow at {letter} leads nowhere")
    return letters[at], cell


def _tighter(table: Table, letter: str, column: int, accept: int) -> int | None:
    """Return what the switching score asks of plans that accept two or more (ISO 2859-1, 9.3.3.2).

    Where the tables end, or have an arrow, one nonconforming item fewer stands in for it.
    """
    if accept < 2:
        return None
    cell = table.rows[letter][column - 1] if column else Arrow.DOWN
    return cell.accept if isinstance(cell, Numbers) else accept - 1
