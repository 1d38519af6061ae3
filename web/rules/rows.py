"""Rows that read as sentences: each a line of chips, each chip with what changes it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from station.domain.disposition import CHOICES, FactKind
from station.domain.grading import Grade
from station.domain.policy import Verdict
from station.rule_ports import Plain
from web import words
from web.rules.boxes import Cell, Node, Text, cell, node
from web.rules.conditions import condition, label
from web.rules.fields import Each, Field, Option, Options, Part, Rows, Shape, Unit
from web.rules.paths import below, table, tables
from web.rules.sheets import NAME, known, members
from web.rules.spots import Known, Spot, called, written
from web.rules.values import shown
from web.words.lazy import _l

_LEAST, _MOST = _l("at least"), _l("at most")
_OPEN = "open"


@dataclass(frozen=True, slots=True)
class Chip:
    """One condition, or one thing that follows: what it says, and the cells that change it.

    ``value`` are the dispositions where it is they that follow.
    """

    path: str
    said: Markup
    label: str
    nodes: tuple[Node, ...]
    routes: tuple[str, ...] = ()
    removable: bool = True

    @property
    def bare(self) -> bool:
        """Tell whether what is wrong with it shows beside the chip, because no field has its address."""
        return all(each.path != self.path for each in self.nodes)


@dataclass(frozen=True, slots=True)
class Row:
    """One row, counted from the top. ``others`` are the facts that it does not ask for yet, ``more`` are
    the things that may follow and have not been said."""

    path: str
    number: int
    count: int
    name: str
    text: Text
    when: tuple[Chip, ...]
    then: tuple[Chip, ...]
    others: tuple[Option, ...]
    more: tuple[Node, ...]

    @property
    def chips(self) -> tuple[Chip, ...]:
        return (*self.when, *self.then)


def rows(part: Rows, plain: Plain, names: Known, currency: str) -> tuple[Row, ...]:
    """Make every row of a list that reads as sentences."""
    found = tables(plain.get(part.key))
    spots = [Spot(plain, names, below(part.key, n), each, {}, currency) for n, each in enumerate(found, 1)]
    return tuple(_row(part, spot, n, len(found)) for n, spot in enumerate(spots, 1))


def addresses(made: Sequence[Row]) -> Iterator[str]:
    """List every address of the rows."""
    for row in made:
        yield from (row.path, below(row.path, "when"))
        yield from (tongue.path for tongue in row.text.tongues)
        for chip in row.chips:
            yield chip.path
            yield from (each.path for each in chip.nodes)
        yield from (each.path for each in row.more)


def _row(part: Rows, spot: Spot, number: int, count: int) -> Row:
    when = table(spot.here.get("when"))
    text = node(NAME, spot)
    assert isinstance(text, Text)
    said = [each for each in part.parts if _says(each, spot.here)]
    return Row(
        path=spot.path,
        number=number,
        count=count,
        name=called(spot.here),
        text=text,
        when=tuple(_condition(part, spot, fact, test) for fact, test in when.items()),
        then=tuple(_consequence(each, spot) for each in said),
        others=tuple((fact, str(label(fact))) for fact in part.facts if fact not in when),
        more=tuple(node(each, spot) for each in part.parts if each not in said),
    )


def _says(part: Part, here: Mapping[str, Any]) -> bool:
    """Tell whether a row says something beside what is usual; what it has to say counts as said."""
    if not isinstance(part, Field | Each):
        return False
    if isinstance(part, Field) and part.usual is None:
        return True
    return part.key in here and written(here[part.key]) != (part.usual if isinstance(part, Field) else "")


def _consequence(part: Part, spot: Spot) -> Chip:
    assert isinstance(part, Field | Each)
    made, found = node(part, spot), spot.here.get(part.key)
    routes = made.chosen if isinstance(made, Cell) and part.key == _OPEN else ()
    removable = not (isinstance(part, Field) and part.usual is None)
    said = shown(part, found, spot)
    return Chip(made.path, said, str(part.label), (made,), routes, removable)


# Conditions ---------------------------------------------------------------------------------------


def _condition(part: Rows, spot: Spot, fact: str, test: object) -> Chip:
    path = below(spot.path, "when", fact)
    kind = part.facts.get(fact, FactKind.NAME)
    cells = tuple(_cells(spot, path, fact, kind, test))
    return Chip(path, condition(fact, test, spot.currency), str(label(fact)), cells)


def _cells(spot: Spot, path: str, fact: str, kind: FactKind, test: object) -> Iterator[Cell]:
    if kind in (FactKind.WHOLE, FactKind.MONEY) and isinstance(test, Mapping):
        yield from _limits(spot, path, kind, test)
    else:
        shape, free = _SHAPES.get(kind, Shape.CHOICES), kind is FactKind.NAME and fact not in CHOICES
        yield cell(Field(fact, label(fact), shape, options=_options(fact, kind), free=free), spot, path, test)


def _limits(spot: Spot, path: str, kind: FactKind, test: Mapping[str, Any]) -> Iterator[Cell]:
    money = kind is FactKind.MONEY
    shape, unit = (Shape.AMOUNT, Unit.MONEY) if money else (Shape.WHOLE, Unit.NONE)
    for key, words_ in (("at_least", _LEAST), ("at_most", _MOST)):
        field = Field(key, words_, shape, unit, usual="")
        yield cell(field, spot, below(path, key), test.get(key))


_SHAPES = {FactKind.FLAG: Shape.FLAG, FactKind.WHOLE: Shape.WHOLE, FactKind.MONEY: Shape.AMOUNT}


def _options(fact: str, kind: FactKind) -> Options | None:
    return {
        FactKind.GRADE: lambda _: [(each.value, f"{each.value} · {words.word(each)}") for each in Grade],
        FactKind.FLAG: lambda _: [
            (each, condition(fact, each == "yes", "").striptags()) for each in ("yes", "no")
        ],
        FactKind.NAME: members(Verdict) if fact in CHOICES else known(fact),
    }.get(kind)
