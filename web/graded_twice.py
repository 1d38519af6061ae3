"""Second grades and drift for the pages of the desk, wherever they are included."""

from dataclasses import dataclass

from station.domain.graders.drift import Drift
from station.domain.inspection import Inspection
from station.services.grading import calibrating
from station.services.grading.beside import Beside, second_of
from station.services.named import name_of
from web.context import world


def second_grade(inspection: Inspection) -> Beside | None:
    """Return the second grade beside the first, None where none was given."""
    with world().read() as uow:
        return second_of(uow, inspection.id)


@dataclass(frozen=True, slots=True)
class Drifter:
    """A grader by name, and how they do."""

    name: str
    drift: Drift


def drifters() -> list[Drifter]:
    """List every grader who was measured, those that drift first."""
    found = calibrating.drift(world())
    with world().read() as uow:
        return [Drifter(name_of(uow, each.grader), each) for each in found]
