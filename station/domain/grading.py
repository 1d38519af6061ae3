"""Answers to a grade: the worst cap wins, and the answer that set it is named."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
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
    worst = max(found, key=lambda cap: cap.grade, default=None)
    if worst is None or worst.grade is Grade.A:
        return Graded(Grade.A, None, _by_axis(found))
    return Graded(worst.grade, worst, _by_axis(found))


def _by_axis(found: tuple[Cap, ...]) -> tuple[Cap, ...]:
    per_axis = ((cap for cap in found if cap.axis is axis) for axis in Axis)
    worst = (max(group, key=lambda cap: cap.grade, default=None) for group in per_axis)
    return tuple(cap for cap in worst if cap)
