"""What happened to second grades and calibration items. People and items by their ids, never by name."""

from dataclasses import dataclass

from station.domain.graders.blind import Sight, Told
from station.domain.graders.calibration import Calibration
from station.domain.graders.pairs import Rated


@dataclass(frozen=True, slots=True)
class SecondGradeDrawn:
    """A finished inspection was drawn to be graded again by somebody else."""

    inspection: str
    second: str


@dataclass(frozen=True, slots=True)
class SecondGradeGiven:
    """Somebody graded an item again without seeing the first grade: by what, and each answer."""

    inspection: str
    second: str
    sight: Sight
    answers: tuple[Told, ...]
    rated: Rated


@dataclass(frozen=True, slots=True)
class CalibrationMarked:
    """A supervisor said that the answers of a finished inspection are known, or corrected them; whole."""

    calibration: Calibration


@dataclass(frozen=True, slots=True)
class CalibrationRetired:
    """A calibration item is given to nobody any more."""

    inspection: str


@dataclass(frozen=True, slots=True)
class CalibrationGraded:
    """Somebody graded a calibration item, not knowing that it was one."""

    inspection: str
    second: str
    sight: Sight
    answers: tuple[Told, ...]
    rated: Rated
    distance: int | None


BlindEvent = SecondGradeDrawn | SecondGradeGiven | CalibrationMarked | CalibrationRetired | CalibrationGraded
