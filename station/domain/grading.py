"""Answers to a grade: the worst cap wins, and the answer that set it is named."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from operator import attrgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from station.domain.checklist import Checklist


class Grade(StrEnum):
    """Resulting condition, best first: as new, light use, worn, defective, unusable."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"


class Axis(StrEnum):
    """What a cap speaks of."""

    COSMETIC = "cosmetic"
    FUNCTIONAL = "functional"
    COMPLETENESS = "completeness"
    PACKAGING = "packaging"


@dataclass(frozen=True, slots=True)
class Cap:
    """The best grade that an answer leaves possible on one axis, and which answer says so."""

    axis: Axis
    grade: Grade
    question: str
    choice: str


@dataclass(frozen=True, slots=True)
class Graded:
    """The grade, the cap that set it (None where nothing capped), and the worst cap per axis."""

    grade: Grade
    set_by: Cap | None
    axes: tuple[Cap, ...]


def caps(checklist: "Checklist", answers: Mapping[str, str]) -> tuple[Cap, ...]:
    """List the caps of the given answers (question id -> choice id) in the checklist's order."""
    return tuple(
        Cap(axis, grade, question.id, choice.id)
        for question in checklist.asked(answers)
        if (choice := question.choice(answers.get(question.id)))
        for axis, grade in choice.caps.items()
    )


def grade(checklist: "Checklist", answers: Mapping[str, str]) -> Graded:
    """Grade by the worst cap; between equal caps the earlier answer is named."""
    found = caps(checklist, answers)
    worst = _worst(found)
    if worst is None or worst.grade is Grade.A:
        return Graded(Grade.A, None, _by_axis(found))
    return Graded(worst.grade, worst, _by_axis(found))


def _worst(found: Iterable[Cap]) -> Cap | None:
    return max(found, key=_grade_of, default=None)


def _by_axis(found: tuple[Cap, ...]) -> tuple[Cap, ...]:
    per_axis: dict[Axis, list[Cap]] = {}
    for cap in found:
        per_axis.setdefault(cap.axis, []).append(cap)
    return tuple(max(per_axis[axis], key=_grade_of) for axis in _AXES if axis in per_axis)


_AXES = tuple(Axis)
_grade_of = attrgetter("grade")
