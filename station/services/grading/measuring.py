"""How far graders agree: everybody together, each of them, and the items behind each number."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from station.domain.checklist import Checklist
from station.domain.graders.agreement import (
    AXES,
    GRADE,
    GRADES,
    Confusion,
    Estimate,
    Kappas,
    Side,
    Subject,
    Told,
    both,
    confusion,
    gradings,
    questions_of,
    sides,
)
from station.domain.graders.pairs import Pair, PairKind
from station.domain.inspection import Inspection
from station.ports import UnitOfWork, World
from station.services.named import name_of


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is looked at: so many days back, a category or all, second grades or calibration items."""

    days: int
    category: str = ""
    kind: PairKind = PairKind.SECOND


@dataclass(frozen=True, slots=True)
class Line:
    """A grader: how the grades compare with those of others on the same items."""

    grader: str
    name: str
    grade: Confusion
    kappas: Kappas


@dataclass(frozen=True, slots=True)
class Everybody:
    """All graders, and all of them together; ``items`` is how many items were graded twice or more."""

    lines: tuple[Line, ...]
    alpha: Told
    items: int


@dataclass(frozen=True, slots=True)
class Compared:
    """One subject of one grader."""

    table: Confusion
    kappas: Kappas

    @property
    def told(self) -> bool:
        return isinstance(self.kappas.plain, Estimate)


@dataclass(frozen=True, slots=True)
class One:
    """A grader with every subject on which there is something to compare."""

    grader: str
    name: str
    grade: Compared
    axes: tuple[Compared, ...]
    questions: tuple[Compared, ...]
    checklists: Mapping[str, Checklist]


def everybody(world: World, chosen: Chosen) -> Everybody:
    """Measure all graders, those with the most items first."""
    with world.read() as uow:
        pairs = _pairs(world, uow, chosen)
        names = {grader: _name(uow, grader) for grader in _graders(pairs)}
    lines = [_line(world, pairs, grader, name) for grader, name in names.items()]
    lines.sort(key=lambda line: (-line.grade.pairs, line.name))
    items = gradings(pairs)
    return Everybody(tuple(lines), world.agreement.alpha(items, len(GRADES)), len(items))


def names(world: World, people: Iterable[str]) -> dict[str, str]:
    """Return people's names by id; somebody unknown is called by the id."""
    with world.read() as uow:
        return {person: _name(uow, person) for person in people}


def _line(world: World, pairs: Sequence[Pair], grader: str, name: str) -> Line:
    table = confusion(sides(pairs, grader), GRADE, GRADES)
    return Line(grader, name, table, world.agreement.kappas(table.counts))


def _pairs(world: World, uow: UnitOfWork, chosen: Chosen) -> tuple[Pair, ...]:
    since: datetime = world.clock.now() - timedelta(days=chosen.days)
    found = uow.pairs.between(since, chosen.category)
    return tuple(pair for pair in found if pair.kind is chosen.kind)


def _graders(pairs: Sequence[Pair]) -> list[str]:
    """List who graded; the known answer of a calibration item is nobody's."""
    found = dict.fromkeys(rated.grader for pair in pairs for rated in (pair.first, pair.second))
    return [grader for grader in found if grader]


def _name(uow: UnitOfWork, person: str) -> str:
    return name_of(uow, person)


def one(world: World, chosen: Chosen, grader: str) -> One:
    """Measure one grader on grade, axes and questions. Raises KeyError for somebody unknown."""
    with world.read() as uow:
        name = _name(uow, grader)
        found = sides(_pairs(world, uow, chosen), grader)
        if not found:
            uow.people.get(grader)
        checklists = uow.rules.in_force().checklists
    questions = [each for checklist in checklists.values() for each in questions_of(checklist)]
    axes = (_compared(world, found, axis, GRADES) for axis in AXES)
    asked = (_compared(world, found, subject, labels) for subject, labels in questions)
    return One(
        grader=grader,
        name=name,
        grade=_compared(world, found, GRADE, GRADES),
        axes=tuple(each for each in axes if each.table.pairs),
        questions=tuple(sorted((each for each in asked if each.table.pairs), key=_least_agreed)),
        checklists=checklists,
    )


def _least_agreed(compared: Compared) -> float:
    """Put first what graders agree on least, and last what cannot be told."""
    told = compared.kappas.plain
    return told.value if isinstance(told, Estimate) else 2.0


def _compared(world: World, found: Sequence[Side], subject: Subject, labels: Sequence[str]) -> Compared:
    table = confusion(found, subject, labels)
    return Compared(table, world.agreement.kappas(table.counts))


@dataclass(frozen=True, slots=True)
class Behind:
    """An item behind a number, and what both said of it; ``other`` is empty for a known answer."""

    inspection: Inspection
    pair: Pair
    own: str
    said: str
    other: str


def behind(
    world: World,
    chosen: Chosen,
    grader: str,
    subject: Subject,
    own: str = "",
    other: str = "",
    most: int = 200,
) -> tuple[Behind, ...]:
    """List the items of one cell of a table, the latest first; an empty word is any."""
    with world.read() as uow:
        found = sorted(sides(_pairs(world, uow, chosen), grader), key=lambda side: side.pair.at, reverse=True)
        told = [(side, words) for side in found if (words := both(side, subject))]
        fitting = [each for each in told if own in ("", each[1][0]) and other in ("", each[1][1])]
        return tuple(_behind(uow, side, words) for side, words in fitting[:most])


def _behind(uow: UnitOfWork, side: Side, words: tuple[str, str]) -> Behind:
    other = _name(uow, side.other.grader) if side.other.grader else ""
    return Behind(uow.inspections.get(side.pair.inspection), side.pair, words[0], words[1], other)
