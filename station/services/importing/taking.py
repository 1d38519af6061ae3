"""Take a file over: all of it or nothing, in one transaction; the same content again changes nothing."""

from dataclasses import dataclass

from station.domain.allowed import need
from station.domain.events import BinSet, WorkCenterSet
from station.domain.importing.events import ImportTaken
from station.domain.importing.kinds import Encoding, Import, ImportKind, Way
from station.domain.people import Person, Role
from station.domain.people_events import PowerfulAct
from station.domain.sync.events import Listed
from station.ports import UnitOfWork, World
from station.services import documents
from station.services import recalls as recalling
from station.services.importing.examining import Examined, contents, told
from station.services.importing.planning import Plan, planned
from station.services.loading import note_senders
from station.services.people import from_file
from station.services.people.stepping_up import record_step_up, step_up

MAY_IMPORT = Role.MANAGER
LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a file. ``taken`` is None where nothing was changed: it was wrong, or all was known."""

    examined: Examined
    taken: Import | None = None


@dataclass(frozen=True, slots=True)
class Arrival:
    """How a file came: by which way, under which name, by whom; None is the station itself.

    ``mark`` tells this arrival from any other: the same mark is taken once.
    """

    way: Way
    by: Person | None = None
    name: str = ""
    mark: str = ""


def take_over(
    world: World,
    kind: ImportKind,
    data: bytes,
    arrival: Arrival,
    encoding: Encoding | None = None,
    pin: str | None = None,
) -> Taken:
    """Take over a file in which nothing is wrong, with one entry that says so.

    People come with access, so whoever brings them on screen proves it with ``pin``. Raises MANAGER_NEEDED,
    WRONG_PIN, LOCKED_OUT and what the store raises; then nothing is changed.
    """
    if arrival.by:
        need(arrival.by, MAY_IMPORT)
    said = contents(world, kind, data, encoding)
    with world.read() as uow:
        before = planned(world, uow, kind, said)
        looked = told(kind, data, said, before)
        done = uow.imports.with_mark(arrival.mark) if arrival.mark else None
    if done or not looked.right or not looked.counts.changes:
        return Taken(looked, done)
    if kind is ImportKind.PEOPLE and arrival.by and arrival.way is Way.PAGE:
        step_up(world, arrival.by, pin or "")
    hashed = from_file.hashed(world, before.people)
    with world.begin() as uow:
        if arrival.mark and (done := uow.imports.with_mark(arrival.mark)):
            return Taken(looked, done)
        plan = before if kind is ImportKind.PEOPLE else planned(world, uow, kind, said)
        looked = told(kind, data, said, plan)
        if not looked.right or not looked.counts.changes:
            return Taken(looked)
        from_file.take_over(world, uow, hashed)
        _take(world, uow, plan, _actor(world, arrival))
        return Taken(looked, _note(world, uow, looked, arrival))


def _actor(world: World, arrival: Arrival) -> str:
    return arrival.by.id if arrival.by else world.house.station


def _take(world: World, uow: UnitOfWork, plan: Plan, actor: str) -> None:
    """Keep what is new and different, with the entries by which stations learn of it."""
    uow.catalog.load(plan.products, plan.returns, (), ())
    for expected in plan.returns:
        note_senders(uow, expected, expected.posted or world.today)
    for center in plan.centers:
        uow.catalog.save_center(center)
        uow.journal.append(WorkCenterSet(center), actor)
    for bin_ in plan.bins:
        uow.catalog.save_bin(bin_)
        uow.journal.append(BinSet(bin_), actor)
    recalling.load(world, uow, plan.recalls)
    if world.house.is_central:
        documents.publish(uow, documents.store(world, Listed.PRODUCTS, plan.products), actor)
        documents.publish(uow, documents.store(world, Listed.RETURNS, plan.returns), actor)


def _note(world: World, uow: UnitOfWork, looked: Examined, arrival: Arrival) -> Import:
    counts = looked.counts
    taken = Import(
        id=world.ids.new(),
        kind=looked.kind,
        way=arrival.way,
        name=arrival.name[:LONGEST_NAME],
        sha256=looked.sha256,
        at=world.clock.now(),
        by=_actor(world, arrival),
        counts=counts,
        mark=arrival.mark,
    )
    uow.imports.add(taken)
    if looked.kind is ImportKind.PEOPLE and arrival.by:
        record_step_up(uow, arrival.by, PowerfulAct.ADD, taken.id)
    event = ImportTaken(taken.kind, taken.way, taken.sha256, counts.new, counts.changed, counts.unchanged)
    uow.journal.append(event, taken.by)
    return taken
