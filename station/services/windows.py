"""Until when an item may come back: as it was ruled, or as the terms in force say."""

from station.domain.calendar import Window
from station.domain.inspection import Inspection
from station.domain.ruling import case_of, window_of
from station.ports import UnitOfWork


def window_at(uow: UnitOfWork, inspection: Inspection) -> Window | None:
    """Return the return window of an item, None where it cannot be told."""
    ruled = inspection.route.ruling if inspection.route else None
    if ruled and ruled.terms:
        return ruled.window
    day = inspection.opened_at.date()
    return window_of(uow.rules.in_force().policy, case_of(inspection.item, day))
