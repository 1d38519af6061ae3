"""Until when an item may come back: as it was ruled, or as the terms in force say."""

from datetime import date, timedelta

from station.domain.calendar import Window
from station.domain.inspection import Inspection
from station.domain.policy import Ruling
from station.domain.ruling import case_of, window_of
from station.ports import UnitOfWork


def window_at(uow: UnitOfWork, inspection: Inspection) -> Window | None:
    """Return the return window of an item, None where it cannot be told."""
    if inspection.route:
        ruled = inspection.route.ruling
        return ruled.window if ruled.terms else _of_old(ruled, inspection.item.delivered)
    day = inspection.opened_at.date()
    return window_of(uow.rules.in_force().policy, case_of(inspection.item, day))


def _of_old(ruled: Ruling, delivered: date | None) -> Window | None:
    """Count as was done before terms were rows: from the delivery, and nothing lengthened it."""
    if delivered is None or ruled.day_of_window is None or ruled.day_of_window < 0:
        return None
    return Window(delivered, delivered + timedelta(days=ruled.window_days))
