"""Calibration items: finished inspections whose answers are known, graded again to measure the grader."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from station.domain.checklist import Checklist, relevant_answers
from station.domain.errors import DomainError, Reason
from station.domain.identifiers import Lpn
from station.domain.inspection import Inspection, State


@dataclass(frozen=True, slots=True)
class Calibration:
    """A calibration item with its known answers, question id to choice id. A retired one is given to nobody.

    ``graders`` may not grade it: those whose work it is, and who said what is known.
    """

    inspection: str
    lpn: Lpn
    checklist: str
    version: int
    category: str
    answers: Mapping[str, str]
    graders: tuple[str, ...]
    by: str
    at: datetime
    retired_by: str = ""
    retired_at: datetime | None = None

    @property
    def live(self) -> bool:
        return self.retired_at is None


def may_calibrate(inspection: Inspection) -> None:
    """Let a finished inspection with good photos be a calibration item. Raises NOT_NOW, PHOTOS_WANTED."""
    if inspection.state is not State.BINNED:
        raise DomainError(Reason.NOT_NOW)
    photos = inspection.photos
    if not photos or any(photo.refused or photo.poor_because for photo in photos):
        raise DomainError(Reason.PHOTOS_WANTED)


def known_answers(checklist: Checklist, given: Mapping[str, str]) -> dict[str, str] | None:
    """Keep the answers that lead through the checklist; None where one is missing."""
    sound = {q.id: given[q.id] for q in checklist.questions if q.choice(given.get(q.id))}
    answers = relevant_answers(checklist, sound)
    return None if checklist.next_question(answers) else answers
