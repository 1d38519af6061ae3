"""Which cases a row of the routing table takes, exactly: a box with one side for each fact that rows test.

Values that no row tells apart are one case: of the names a, b and all others there are three, of the
numbers up to 1500 and from 3000 there are three ranges. So a side has few cases, and a set of them is a bit
mask. Grade and axes are one side together: the grade is the worst axis, so most pairs do not exist.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from station.domain.disposition import CHOICES, FACTS, UNKNOWABLE, Fact, FactKind, Row, Test
from station.domain.grading import Axis, Grade

# One case of some facts. None is what no row names: another name, or a number that is not known.
Case = Mapping[str, Fact | None]
Box = tuple[int, ...]

_AXES = tuple(axis.value for axis in Axis)
_GRADES = tuple(grade.value for grade in Grade)


@dataclass(frozen=True, slots=True)
class _Quick:
    """A test of very many values, asked of very many cases."""

    test: Test
    values: frozenset[Fact]

    @classmethod
    def of(cls, test: Test) -> "_Quick":
        return cls(test, frozenset(test.values))

    def passes(self, fact: Fact | None) -> bool:
        return fact in self.values if self.values else self.test.passes(fact)


@dataclass(frozen=True, slots=True)
class Side:
    """Facts that are looked at together, and every case of them that rows can tell apart."""

    cases: tuple[Case, ...]

    @property
    def full(self) -> int:
        return (1 << len(self.cases)) - 1

    def mask(self, when: Mapping[str, Test]) -> int:
        """Return the cases that pass every test on these facts, one bit each."""
        tests = [(name, _Quick.of(test)) for name, test in when.items() if name in self.cases[0]]
        hits = (all(test.passes(case[name]) for name, test in tests) for case in self.cases)
        return sum(1 << bit for bit, hit in enumerate(hits) if hit)


@dataclass(frozen=True, slots=True)
class Space:
    """All cases of all facts that the rows of a table test."""

    sides: tuple[Side, ...]

    @property
    def whole(self) -> Box:
        return tuple(side.full for side in self.sides)

    def box(self, row: Row) -> Box:
        """Return the cases that a row takes; a side of 0 means that there are none."""
        return tuple(side.mask(row.when) for side in self.sides)

    def example(self, box: Box) -> dict[str, Fact | None]:
        """Name one case of a box, by the facts that matter to its being in it."""
        found: dict[str, Fact | None] = {}
        for side, mask in zip(self.sides, box, strict=True):
            if mask != side.full or box == self.whole:
                found.update(side.cases[(mask & -mask).bit_length() - 1])
        return found


def space(rows: Iterable[Row]) -> Space:
    """Make the space of the facts that these rows test."""
    tests: dict[str, list[Test]] = {}
    for row in rows:
        for name, test in row.when.items():
            tests.setdefault(name, []).append(test)
    axes = [axis for axis in _AXES if axis in tests]
    linked = [Side(tuple(_conditions(axes, "grade" in tests)))] if axes or "grade" in tests else []
    alone = [name for name in FACTS if name in tests and FACTS[name] is not FactKind.GRADE]
    return Space((*linked, *(Side(_cases(name, tests[name])) for name in alone)))


def _conditions(axes: Sequence[str], graded: bool) -> Iterator[Case]:
    """List what can be of grade and axes together: the grade is the worst of all four axes."""
    for grades in product(_GRADES, repeat=len(axes)):
        worst = max(grades, default=Grade.A.value)
        others_free = len(axes) < len(_AXES)
        for grade in (g for g in _GRADES if g == worst or (others_free and g > worst)) if graded else ("",):
            yield {**({"grade": grade} if graded else {}), **dict(zip(axes, grades, strict=True))}


def _cases(name: str, tests: Sequence[Test]) -> tuple[Case, ...]:
    return tuple({name: value} for value in _VALUES[FACTS[name]](name, tests))


def _flags(_name: str, _tests: Sequence[Test]) -> Iterable[Fact | None]:
    return (True, False)


def _names(name: str, tests: Sequence[Test]) -> Iterable[Fact | None]:
    if name in CHOICES:
        return CHOICES[name]
    return (*dict.fromkeys(value for test in tests for value in test.values), None)


def _numbers(name: str, tests: Sequence[Test]) -> Iterable[Fact | None]:
    """List the first number of each range between the limits that rows name, and one below all of them."""
    starts = {start for test in tests for start in _starts(test)}
    if FACTS[name] is FactKind.MONEY:
        found = sorted(start for start in {0, *starts} if start >= 0)  # a value is never below zero
    else:
        found = sorted({min(starts) - 1, *starts})
    return (*found, *((None,) if name in UNKNOWABLE else ()))


def _starts(test: Test) -> Iterator[int]:
    for value in test.values:
        yield from (int(value), int(value) + 1)
    if test.least is not None:
        yield test.least
    if test.most is not None:
        yield test.most + 1


_VALUES: Mapping[FactKind, Callable[[str, Sequence[Test]], Iterable[Fact | None]]] = {
    FactKind.FLAG: _flags,
    FactKind.NAME: _names,
    FactKind.WHOLE: _numbers,
    FactKind.MONEY: _numbers,
}


# Between boxes ---------------------------------------------------------------------------------------


def common(one: Box, other: Box) -> Box | None:
    """Return what is in both boxes, None if nothing is."""
    return tuple(a & b for a, b in zip(one, other, strict=True)) if touch(one, other) else None


def touch(one: Box, other: Box) -> bool:
    """Tell whether anything is in both. A plain loop: this is where the time of a check goes."""
    for a, b in zip(one, other, strict=True):  # noqa: SIM110
        if not a & b:
            return False
    return True


def within(inner: Box, outer: Box) -> bool:
    return not any(a & ~b for a, b in zip(inner, outer, strict=True))


class TooMuch(Exception):
    """The question costs more than it may; nothing is known then."""


class Effort:
    """How many boxes may still be looked at. Whether boxes cover another is a hard question at its worst."""

    def __init__(self, looks: int) -> None:
        self._left = looks

    def spend(self, looks: int) -> None:
        """Raises TooMuch when it is used up."""
        self._left -= looks
        if self._left < 0:
            raise TooMuch


def left_over(box: Box, covers: Sequence[Box], effort: Effort) -> Box | None:
    """Return a part of a box that no cover touches, None where the covers take all of it.

    A cover is taken off side by side: what lies outside of it on one side is a smaller box, asked about
    by itself. The one that leaves fewest of those comes first. Raises TooMuch.
    """
    effort.spend(len(covers) + 1)
    touching = [(cover, _outside(box, cover)) for cover in covers if touch(box, cover)]
    if not touching:
        return box
    cover, outside = min(touching, key=lambda one: len(one[1]))
    others = [other for other, _ in touching if other is not cover]
    for index in outside:
        found = left_over(_with(box, index, box[index] & ~cover[index]), others, effort)
        if found:
            return found
        box = _with(box, index, box[index] & cover[index])
    return None


def _outside(box: Box, cover: Box) -> list[int]:
    return [index for index, (own, taken) in enumerate(zip(box, cover, strict=True)) if own & ~taken]


def _with(box: Box, index: int, mask: int) -> Box:
    return (*box[:index], mask, *box[index + 1 :])
