"""Two gradings of one item side by side: what a second grader, or a known answer, says beside the first."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from station.domain.grading import Axis, Grade


class PairKind(StrEnum):
    """Where the other grading comes from: another person who saw nothing of the first, or a known answer."""

    SECOND = "second"
    CALIBRATION = "calibration"


@dataclass(frozen=True, slots=True)
class Rated:
    """One grading of an item: by whom, the grade, the worst grade per axis, the choice per question.

    ``grader`` is a person's id, empty for the known answer of a calibration item. ``grade`` is None where
    the grader could not tell; axes and questions that were not reached are left out.
    """

    grader: str
    grade: Grade | None
    axes: Mapping[Axis, Grade] = field(default_factory=dict)
    choices: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Pair:
    """An inspection graded twice; ``first`` is who graded it at the bench, or whom the item was mixed in for.

    ``at`` is when the second was given.
    """

    inspection: str
    kind: PairKind
    checklist: str
    category: str
    at: datetime
    first: Rated
    second: Rated
