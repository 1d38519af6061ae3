"""How far two graders agree: what is counted, and what can be said of it in numbers, or why it cannot."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from station.domain.checklist import Checklist
from station.domain.graders.pairs import Pair, Rated
from station.domain.grading import Axis, Grade

# From so many items on a number is told.
ENOUGH = 10


class Untold(StrEnum):
    """Why no number can be told: no items, too few of them, or all graded the same by both."""

    NONE = "none"
    TOO_FEW = "too_few"
    ALL_ALIKE = "all_alike"


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number with its 95 % interval: 1 is always the same, 0 no more than by chance."""

    value: float
    low: float
    high: float


Told = Estimate | Untold


@dataclass(frozen=True, slots=True)
class Kappas:
    """Cohen's kappa: plain, and weighted by how many steps apart, linearly and by the square."""

    plain: Told
    linear: Told
    quadratic: Told


@dataclass(frozen=True, slots=True)
class Subject:
    """One thing that both graders said. ``key`` is "grade", an axis, or "checklist/question"."""

    key: str
    checklist: str = ""
    question: str = ""

    @property
    def is_question(self) -> bool:
        return bool(self.question)


GRADE = Subject("grade")
AXES = tuple(Subject(axis.value) for axis in Axis)


@dataclass(frozen=True, slots=True)
class Confusion:
    """How often one said this and the other that: ``counts[row][column]``, rows are the one looked at."""

    subject: Subject
    labels: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]

    @property
    def pairs(self) -> int:
        return sum(map(sum, self.counts))

    @property
    def same(self) -> int:
        return sum(row[place] for place, row in enumerate(self.counts))


@dataclass(frozen=True, slots=True)
class Side:
    """One item as the grader looked at said it, and as the other did."""

    pair: Pair
    own: Rated
    other: Rated


def sides(pairs: Iterable[Pair], grader: str) -> tuple[Side, ...]:
    """Turn every pair of a grader so that this grader's own word comes first."""
    first = [Side(pair, pair.first, pair.second) for pair in pairs if pair.first.grader == grader]
    second = [Side(pair, pair.second, pair.first) for pair in pairs if pair.second.grader == grader]
    return (*first, *second)


def said(rated: Rated, subject: Subject) -> str | None:
    """Return what a grader said of a subject, None where nothing was said."""
    if subject.is_question:
        return rated.choices.get(subject.question)
    if subject == GRADE:
        return rated.grade
    return rated.axes.get(Axis(subject.key))


def both(side: Side, subject: Subject) -> tuple[str, str] | None:
    """Return what both said of a subject, None where one of them said nothing, or it is of another form."""
    if subject.is_question and side.pair.checklist != subject.checklist:
        return None
    own, other = said(side.own, subject), said(side.other, subject)
    return (own, other) if own is not None and other is not None else None


def confusion(found: Iterable[Side], subject: Subject, labels: Sequence[str]) -> Confusion:
    """Count what both said; a word that is not among the labels any more is added behind them."""
    words = [each for side in found if (each := both(side, subject))]
    others = dict.fromkeys(word for each in words for word in each if word not in labels)
    names = (*labels, *others)
    counts = [[0] * len(names) for _ in names]
    for own, other in words:
        counts[names.index(own)][names.index(other)] += 1
    return Confusion(subject, names, tuple(map(tuple, counts)))


GRADES = tuple(grade.value for grade in Grade)


def questions_of(checklist: Checklist) -> tuple[tuple[Subject, tuple[str, ...]], ...]:
    """List the questions of a checklist as subjects, each with its choices in their order."""
    return tuple(
        (Subject(f"{checklist.id}/{q.id}", checklist.id, q.id), tuple(choice.id for choice in q.choices))
        for q in checklist.questions
    )


# Everybody together ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Grading:
    """All grades that one item got, by grader; who could not tell is left out."""

    inspection: str
    by: Mapping[str, int] = field(default_factory=dict)


def gradings(pairs: Iterable[Pair]) -> tuple[Grading, ...]:
    """Gather the grades of each item as ranks, 0 for the best; some were graded more than twice."""
    rank: Callable[[Grade], int] = tuple(Grade).index
    found: dict[str, dict[str, int]] = {}
    for pair in pairs:
        for rated in (pair.first, pair.second):
            if rated.grade is not None:
                found.setdefault(pair.inspection, {})[rated.grader] = rank(rated.grade)
    return tuple(Grading(inspection, by) for inspection, by in found.items())
