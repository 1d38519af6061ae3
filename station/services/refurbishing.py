"""The refurbisher's queue: what waits at a work center, what is done about it, and what it cost."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from station.domain import refurbishing
from station.domain.catalog import BinUse, WorkCenter
from station.domain.checklist import Checklist
from station.domain.entries import Entries
from station.domain.errors import DomainError, Reason
from station.domain.events import WorkDone
from station.domain.identifiers import Lpn
from station.domain.inspection import Inspection
from station.domain.money import Money, digits
from station.domain.people import Person
from station.domain.problems import Problem
from station.domain.refurbishing import GaveUp, PartUsed, Work
from station.ports import UnitOfWork, World
from station.services.named import name_of
from station.services.turn import checklist_of
from station.services.vaulted import photo_if_there

LONGEST_NAME = 80
LONGEST_NOTE = 500
REASONS = tuple(why for why in GaveUp if why not in refurbishing.NOT_CHOSEN)
Problems = tuple[Problem, ...]


# Into the queue ----------------------------------------------------------------------------------


def enqueue(world: World, uow: UnitOfWork, inspection: Inspection, center: str) -> None:
    """Let an item wait at a work center, unless it was there for this inspection already and not fetched."""
    known = work_on(uow, inspection)
    if known is not None and known.why is not GaveUp.SENT_ELSEWHERE:
        return
    item, checklist = inspection.item, checklist_of(uow, inspection)
    components = uow.catalog.product(item.sku).components
    uow.works.add(
        Work(
            id=world.ids.new(),
            inspection=inspection.id,
            lpn=item.lpn,
            center=center,
            name=item.name,
            todo=refurbishing.todo(checklist, inspection.chosen),
            missing=refurbishing.missing(checklist, inspection.chosen, inspection.parts, components),
            since=world.clock.now(),
        )
    )


def work_on(uow: UnitOfWork, inspection: Inspection) -> Work | None:
    """Return the last work that an inspection led to, None if it led to none."""
    works = reversed(uow.works.of(inspection.item.lpn))
    found = (work for work in works if work.inspection == inspection.id)
    return next(found, None)


# What people do ----------------------------------------------------------------------------------


def start(world: World, person: Person, work: str, revision: int) -> None:
    """Take up work, or take it over. Raises WORK_OVER, CHANGED_MEANWHILE, KeyError."""
    with world.begin() as uow:
        known = _fresh(uow, work, revision)
        uow.works.save(refurbishing.started(_next(known), person.id, world.clock.now()))


def note(world: World, person: Person, work: str, revision: int, given: Mapping[str, str]) -> Problems:
    """Keep what was typed so far; nothing of it where something is wrong. Raises as ``change``."""
    return _change(world, person, work, revision, given, lambda _, known: known)


def add_part(world: World, person: Person, work: str, revision: int, given: Mapping[str, str]) -> Problems:
    """Add a part that went in: ``part``, ``quantity`` and ``cost`` of all of it together."""
    entries = Entries(given)
    places = digits(world.house.currency)
    name = entries.text("part", LONGEST_NAME, needed=True)
    quantity = entries.whole("quantity", 1, refurbishing.MOST_QUANTITY)
    cost = Money(entries.amount("cost", places), world.house.currency).minor
    if entries.problems:
        return tuple(entries.problems)
    part = PartUsed(name, quantity or 1, cost)

    def added(_: UnitOfWork, known: Work) -> Work:
        return refurbishing.with_part(known, part)

    return _change(world, person, work, revision, given, added)


def drop_part(
    world: World, person: Person, work: str, revision: int, given: Mapping[str, str], number: int
) -> Problems:
    """Take a part off the list, by its place from 0."""

    def dropped(_: UnitOfWork, known: Work) -> Work:
        return refurbishing.without_part(known, number)

    return _change(world, person, work, revision, given, dropped)


def finish(world: World, person: Person, work: str, revision: int, given: Mapping[str, str]) -> Problems:
    """End work that succeeded."""

    def finished(uow: UnitOfWork, known: Work) -> Work:
        over = refurbishing.done(known, world.clock.now(), _per_hour(uow))
        return _recorded(uow, over, person.id)

    return _change(world, person, work, revision, given, finished)


def give_up(world: World, person: Person, work: str, revision: int, given: Mapping[str, str]) -> Problems:
    """End work without success, with ``why``."""
    entries = Entries(given)
    why = entries.member("why", GaveUp, REASONS)
    if entries.problems or why is None:
        return tuple(entries.problems)

    def ended(uow: UnitOfWork, known: Work) -> Work:
        over = refurbishing.given_up(known, why, world.clock.now(), _per_hour(uow))
        return _recorded(uow, over, person.id)

    return _change(world, person, work, revision, given, ended)


def look_again(
    world: World, uow: UnitOfWork, inspection: Inspection, by: str, why: GaveUp = GaveUp.LOOKED_AT_AGAIN
) -> None:
    """End the work on an item before it was done: it is inspected again, or was sent elsewhere."""
    known = work_on(uow, inspection)
    if known is not None and not known.state.over:
        now = world.clock.now()
        over = refurbishing.given_up(_next(known), why, now, _per_hour(uow))
        uow.works.save(_recorded(uow, over, by))


def _recorded(uow: UnitOfWork, over: Work, by: str) -> Work:
    uow.journal.append(WorkDone(over), by)
    return over


def _next(known: Work) -> Work:
    return replace(known, revision=known.revision + 1)


def _change(
    world: World,
    person: Person,
    work: str,
    revision: int,
    given: Mapping[str, str],
    change: Callable[[UnitOfWork, Work], Work],
) -> Problems:
    """Take over what stands in the form, then change the work.

    Raises KeyError, WORK_OVER, CHANGED_MEANWHILE, and WORK_TAKEN where somebody else has it.
    """
    entries = Entries(given)
    minutes = entries.whole("minutes", 0, refurbishing.MOST_MINUTES)
    warranty = entries.whole("warranty", 0, refurbishing.MOST_WARRANTY) or 0
    said = entries.text("note", LONGEST_NOTE)
    if entries.problems:
        return tuple(entries.problems)
    with world.begin() as uow:
        known = _mine(uow, _fresh(uow, work, revision), person)
        marked = entries["refurbished"] == "yes"
        typed = refurbishing.noted(_next(known), minutes, warranty, marked, said)
        uow.works.save(change(uow, typed))
    return ()


def _fresh(uow: UnitOfWork, work: str, revision: int) -> Work:
    known = uow.works.get(work)
    if known.state.over:
        raise DomainError(Reason.WORK_OVER, lpn=known.lpn)
    if known.revision != revision:
        raise DomainError(Reason.CHANGED_MEANWHILE)
    return known


def _mine(uow: UnitOfWork, known: Work, person: Person) -> Work:
    if known.by and known.by != person.id:
        raise DomainError(Reason.WORK_TAKEN, name=name_of(uow, known.by))
    return known


def _per_hour(uow: UnitOfWork) -> Money:
    prices = uow.rules.in_force().prices
    return Money(prices.labour_per_hour, prices.currency)


# What the pages show -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AtCenter:
    """How many items wait at a work center; an empty code stands for bins of no work center."""

    code: str
    center: WorkCenter | None
    waiting: int


@dataclass(frozen=True, slots=True)
class Job:
    """Work with the inspection that led to it, its checklist, and who has it."""

    work: Work
    inspection: Inspection
    checklist: Checklist
    by: str


@dataclass(frozen=True, slots=True)
class Queue:
    """The work at one center, the longest waiting first, and the key that the next page starts after."""

    jobs: tuple[Job, ...]
    next: str | None


def at_centers(world: World) -> tuple[AtCenter, ...]:
    """List the work centers that refurbish, and every other place where something waits."""
    with world.read() as uow:
        counts = uow.works.counts()
        known = {c.code: c for c in uow.catalog.centers()}
    own = {code for code, center in known.items() if center.kind is BinUse.REFURBISH}
    codes = sorted(own | set(counts)) or [""]
    return tuple(AtCenter(code, known.get(code), counts.get(code, 0)) for code in codes)


def queue(world: World, center: str, after: str = "", size: int = 25) -> Queue:
    """Page through the work at a center."""
    with world.read() as uow:
        found = uow.works.unfinished(center, size + 1, after)
        jobs = tuple(_job(uow, work) for work in found[:size])
    return Queue(jobs, found[size - 1].id if len(found) > size else None)


def job(world: World, work: str) -> Job | None:
    """Read one piece of work, None for one that is not known."""
    with world.read() as uow:
        try:
            return _job(uow, uow.works.get(work))
        except KeyError:
            return None


def _job(uow: UnitOfWork, work: Work) -> Job:
    inspection = uow.inspections.get(work.inspection)
    by = name_of(uow, work.by)
    return Job(work, inspection, checklist_of(uow, inspection), by)


def latest_on(world: World, lpn: Lpn) -> Work | None:
    """Return the last work on a licence plate, None without any."""
    with world.read() as uow:
        return next(reversed(uow.works.of(lpn)), None)


def photo(world: World, work: str, sha256: str) -> bytes | None:
    """Read a photo of the inspection that led to a piece of work, no other."""
    known = job(world, work)
    named = known is not None and any(photo.sha256 == sha256 for photo in known.inspection.photos)
    return photo_if_there(world, sha256) if named else None
