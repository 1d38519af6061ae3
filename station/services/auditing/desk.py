"""What the pages of the supervisor's desk show: the queue, and one item of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from station.domain.auditing.decisions import decisions
from station.domain.auditing.queue import Queued, Why
from station.domain.disposition import Disposition
from station.domain.grading import Grade
from station.domain.inspection import Inspection, State
from station.domain.people import Person, Role
from station.domain.policy import Remedy
from station.domain.scanning import Names
from station.domain.texts import Texts
from station.ports import UnitOfWork, World
from station.services.auditing.case import barred, is_latest
from station.services.auditing.opening import Opened, Step, opened, reference
from station.services.named import names_of
from station.trust_ports import Filter

__all__ = [
    "Counts", "Opened", "Page", "Row", "Step",
    "counts", "following", "opened", "page", "reference", "scanned",
]  # fmt: skip

SIZE = 50
# So many of the queue are looked at in one go for the next that a person may decide on.
_STRIDE = 10


@dataclass(frozen=True, slots=True)
class Row:
    """One item of the queue: why it waits and since when stand in ``queued``, with the facts (``told``).

    ``grader`` is the name of who closed it, ``photo`` the SHA-256 of its first photo, empty without one;
    ``station`` is where it was inspected; ``own`` says that the person who looks may not audit it.
    """

    queued: Queued
    name: Texts
    grader: str
    state: State
    grade: Grade | None
    remedy: Remedy | None
    disposition: Disposition | None
    photo: str
    own: bool
    station: str


@dataclass(frozen=True, slots=True)
class Page:
    """Part of the queue, the longest waiting first, and the key that the next page starts after."""

    rows: tuple[Row, ...]
    next: str | None


def page(world: World, person: Person, chosen: Filter, after: str = "", size: int = SIZE) -> Page:
    """Page through what waits, by key; ``after`` is an inspection."""
    with world.read() as uow:
        found = uow.queue.page(chosen, size + 1, after)
        names = names_of(uow, (queued.grader for queued in found))
        rows = tuple(_row(uow, person, queued, names) for queued in found[:size])
    return Page(rows, found[size - 1].inspection if len(found) > size else None)


def _row(uow: UnitOfWork, person: Person, queued: Queued, names: Mapping[str, str]) -> Row:
    known = uow.inspections.get(queued.inspection)
    route = known.route
    return Row(
        queued=queued,
        name=known.item.name,
        grader=names.get(queued.grader, ""),
        state=known.state,
        grade=route.graded.grade if route else None,
        remedy=route.ruling.remedy if route else None,
        disposition=route.disposition if route else None,
        photo=known.photos[0].sha256 if known.photos else "",
        own=_is_own(person, known, queued),
        station=known.station,
    )


def _is_own(person: Person, known: Inspection, queued: Queued) -> bool:
    return not person.role.at_least(Role.SUPERVISOR) or person.id in barred(known, queued)


@dataclass(frozen=True, slots=True)
class Counts:
    """How much waits: in all, by reason, by grader (id, name, count), by category and by station."""

    waiting: int
    whys: Mapping[Why, int]
    graders: tuple[tuple[str, str, int], ...]
    categories: tuple[tuple[str, int], ...]
    stations: tuple[tuple[str, int], ...] = ()


def counts(world: World) -> Counts:
    """Count what waits, for the filters."""
    with world.read() as uow:
        graders = uow.queue.graders()
        names = names_of(uow, graders)
        by_grader = sorted((names.get(id_, ""), id_, count) for id_, count in graders.items())
        return Counts(
            waiting=uow.queue.waiting(),
            whys=uow.queue.counts(),
            graders=tuple((id_, name, count) for name, id_, count in by_grader),
            categories=tuple(sorted(uow.queue.categories().items())),
            stations=tuple(sorted(uow.queue.stations().items())),
        )


def following(world: World, person: Person, chosen: Filter, after: str = "") -> str | None:
    """Return the next inspection that the person may decide on, behind one in the queue; None at its end.

    One that was decided meanwhile keeps its place in the order.
    """
    with world.read() as uow:
        waits = _behind(uow, chosen, after)
        return next((queued.inspection for queued in waits if _may_decide(uow, person, queued)), None)


def _behind(uow: UnitOfWork, chosen: Filter, after: str) -> Iterator[Queued]:
    while found := uow.queue.page(chosen, _STRIDE, after):
        yield from found
        after = found[-1].inspection


def _may_decide(uow: UnitOfWork, person: Person, queued: Queued) -> bool:
    known = uow.inspections.get(queued.inspection)
    return not _is_own(person, known, queued) and bool(decisions(known, queued, is_latest(uow, known)))


def scanned(world: World, code: str) -> str | None:
    """Return the inspection that a licence plate names: the one that waits, else the latest."""
    text = code.strip()
    with world.read() as uow:
        hits = uow.catalog.find((text, text.upper()))
        plate = next((hit for hit in hits if hit.names is Names.LPN), None)
        if plate is None:
            return None
        visits = uow.inspections.visits(uow.inspections.get(plate.key).item.lpn)
        waits = (visit.id for visit in visits if _waits(uow, visit.id))
        return next(waits, plate.key)


def _waits(uow: UnitOfWork, inspection: str) -> bool:
    queued = uow.queue.of(inspection)
    return queued is not None and not queued.standing.over
