"""The whole story of a licence plate: each time it was inspected, the work between, and where it is now."""

from dataclasses import dataclass

from station.domain.identifiers import Lpn
from station.domain.inspection import Inspection, State
from station.domain.refurbishing import Work
from station.domain.texts import Texts
from station.ports import UnitOfWork, World
from station.services.named import name_of
from station.services.refurbishing import work_on
from station.stock_ports import Whereabouts


@dataclass(frozen=True, slots=True)
class Visit:
    """One inspection of the plate, the work that it led to, and who did that."""

    number: int
    inspection: Inspection
    work: Work | None
    by: str


@dataclass(frozen=True, slots=True)
class Story:
    """All visits, the earliest first. ``moved_to`` names the work center that has the item now."""

    visits: tuple[Visit, ...]
    where: Whereabouts | None
    moved_to: Texts | None


def story(world: World, lpn: Lpn) -> Story:
    """Read all visits of a licence plate; none for one that is not known."""
    with world.read() as uow:
        known = uow.inspections.visits(lpn)
        visits = tuple(visit_of(uow, number, each) for number, each in enumerate(known, start=1))
        counts = [visit for visit in known if visit.state is not State.VOIDED]
        where = uow.contents.where(counts[-1].id) if counts else None
        return Story(visits, where, _center(uow, where))


def number_of(world: World, inspection: Inspection) -> int:
    """Count which inspection of its plate this is; one that was given up counts too."""
    with world.read() as uow:
        known = uow.inspections.visits(inspection.item.lpn)
    return 1 + [each.id for each in known].index(inspection.id)


def visit_of(uow: UnitOfWork, number: int, inspection: Inspection) -> Visit:
    """Read one visit with the work that it led to."""
    work = work_on(uow, inspection)
    by = name_of(uow, work.by) if work else ""
    return Visit(number, inspection, work, by)


def _center(uow: UnitOfWork, where: Whereabouts | None) -> Texts | None:
    if where is None or not where.moved_to:
        return None
    found = (center.name for center in uow.catalog.centers() if center.code == where.moved_to)
    return next(found, Texts(where.moved_to))
