"""What the screens show, read in one go."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from station.domain.auditing.decisions import Errand
from station.domain.bench import Bench
from station.domain.calendar import Window
from station.domain.catalog import Bin, ExpectedReturn, Product
from station.domain.checklist import Checklist, Question, Slot
from station.domain.conditions import SELLABLE, Conditions, Listed, translate
from station.domain.identifiers import Lpn, Rma
from station.domain.inspection import Inspection, Route, State, current_question, next_slot
from station.domain.parts import Component
from station.domain.people import Person
from station.domain.printing import PrinterState
from station.ports import DeviceState, Lens, UnitOfWork, World
from station.services.named import names_of
from station.services.parcels import ParcelView, before_one, unfinished
from station.services.parts import on_screen
from station.services.people.removals import Removal, removals
from station.services.rules import CONDITIONS
from station.services.syncing.waiting import Waiting, waiting
from station.services.turn import checklist_of
from station.services.vaulted import photo_if_there
from station.services.windows import window_at

# So many of the desk's errands are listed while the bench is free; more are counted.
ERRANDS_SHOWN = 3


class Mode(StrEnum):
    """Which face the bench shows."""

    READY = "ready"
    ASK = "ask"
    QUESTION = "question"
    PHOTO = "photo"
    VERDICT = "verdict"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class Tick:
    """A component on the tick list, and whether it is there."""

    component: Component
    there: bool


@dataclass(frozen=True, slots=True)
class BenchView:
    """Everything that the bench page needs, from one read of the store.

    ``question`` and ``slot`` are what is asked now; ``step`` of about ``steps`` says how far.
    ``lines`` maps the options of a choice among expected lines to what they are. ``ticks`` is the tick list
    that stands in place of a question's choices. ``errands`` are the oldest of what the desk asks.
    """

    mode: Mode
    bench: Bench
    person: Person
    inspection: Inspection | None
    checklist: Checklist | None
    question: Question | None
    slot: Slot | None
    window: Window | None
    step: int
    steps: int
    expected: ExpectedReturn | None
    goes_to: Bin | None
    lines: dict[str, tuple[ExpectedReturn, Product]]
    recent: tuple[Inspection, ...]
    done: int
    scanner: DeviceState
    camera: DeviceState
    scale: DeviceState
    lens: Lens
    waiting: Waiting
    printer: PrinterState
    ticks: tuple[Tick, ...] = ()
    parcel: ParcelView | None = None
    unfinished: tuple[tuple[Rma, int], ...] = ()
    errands: tuple[Errand, ...] = ()
    errands_count: int = 0


def bench_view(world: World, person: Person) -> BenchView:
    """Read what the bench shows to a person who is signed in."""
    with world.read() as uow:
        bench = uow.bench.load()
        inspection = uow.inspections.get(bench.inspection) if bench.inspection else None
        checklist = checklist_of(uow, inspection) if inspection else None
        step, steps = _progress(inspection, checklist)
        return BenchView(
            mode=_mode(bench, inspection, checklist),
            bench=bench,
            person=person,
            inspection=inspection,
            checklist=checklist,
            question=current_question(inspection, checklist) if inspection and checklist else None,
            slot=next_slot(inspection, checklist) if inspection and checklist else None,
            window=window_at(uow, inspection) if inspection else None,
            step=step,
            steps=steps,
            expected=_expected(uow, inspection),
            goes_to=_goes_to(uow, inspection),
            lines=_lines(uow, bench),
            recent=_recent(world, uow, person),
            done=_done(world, uow, person),
            scanner=world.scanners.state(),
            camera=world.camera.state(),
            scale=world.scale.state(),
            lens=_lens(world, inspection, checklist),
            waiting=waiting(world, uow),
            printer=world.printer.state(),
            ticks=_ticks(uow, inspection),
            parcel=before_one(uow, bench),
            unfinished=unfinished(uow, bench) if inspection is None else (),
            errands=uow.errands.waiting(ERRANDS_SHOWN) if inspection is None else (),
            errands_count=uow.errands.count() if inspection is None else 0,
        )


def _recent(world: World, uow: UnitOfWork, person: Person) -> tuple[Inspection, ...]:
    """List what was done last; where items are graded again, only the person's own: no grade of others."""
    found = uow.inspections.recent(8)
    blind = world.house.second_grades > 0
    return tuple(each for each in found if not blind or each.closed_by == person.id)


def _ticks(uow: UnitOfWork, inspection: Inspection | None) -> tuple[Tick, ...]:
    listed = on_screen(uow, inspection) if inspection else ()
    return tuple(Tick(each, inspection is not None and each.code in inspection.parts) for each in listed)


def _mode(bench: Bench, inspection: Inspection | None, checklist: Checklist | None) -> Mode:
    if bench.ask:
        return Mode.ASK
    if inspection is None or checklist is None:
        return Mode.READY
    if inspection.state is State.ROUTED:
        return Mode.STOP if bench.stopped_at else Mode.VERDICT
    return Mode.QUESTION if current_question(inspection, checklist) else Mode.PHOTO


def _lens(world: World, inspection: Inspection | None, checklist: Checklist | None) -> Lens:
    """Choose the camera whose picture is shown: where a code is awaited one that reads, else the slot's."""
    lenses = world.camera.lenses()
    first = lenses[0] if lenses else Lens()
    if inspection is None or checklist is None or inspection.state is State.ROUTED:
        return next((lens for lens in lenses if lens.reads_codes), first)
    slot = next_slot(inspection, checklist)
    return next((lens for lens in lenses if slot and lens.name == slot.camera), first)


def _progress(inspection: Inspection | None, checklist: Checklist | None) -> tuple[int, int]:
    """Count the steps done plus this one, and all that the answers so far lead to, bin included."""
    if inspection is None or checklist is None:
        return 0, 0
    chosen = inspection.chosen
    slots = [slot for slot in checklist.slots_asked(chosen) if slot.required]
    photos = sum(1 for slot in slots if inspection.photo(slot.id))
    return len(chosen) + photos + 1, len(checklist.asked(chosen)) + len(slots) + 1


def _expected(uow: UnitOfWork, inspection: Inspection | None) -> ExpectedReturn | None:
    rma = inspection.item.rma if inspection else None
    return uow.catalog.expected(rma) if rma else None


def _goes_to(uow: UnitOfWork, inspection: Inspection | None) -> Bin | None:
    route = inspection.route if inspection else None
    if route is None or route.bin is None:
        return None
    try:
        return uow.catalog.bin(route.bin)
    except KeyError:  # a bin of one station alone, seen from central
        return None


def _lines(uow: UnitOfWork, bench: Bench) -> dict[str, tuple[ExpectedReturn, Product]]:
    options = bench.ask.options if bench.ask else ()
    return {option: _line(uow, option) for option in options if "/" in option}


def _line(uow: UnitOfWork, option: str) -> tuple[ExpectedReturn, Product]:
    rma, _, number = option.rpartition("/")
    expected = uow.catalog.expected(Rma(rma))
    return expected, uow.catalog.product(expected.line(int(number)).sku)


def _done(world: World, uow: UnitOfWork, person: Person) -> int:
    return uow.inspections.closed_since(person.id, world.clock.now() - world.house.shift)


@dataclass(frozen=True, slots=True)
class Record:
    """An inspection with the names that make it readable.

    ``listed`` is what marketplaces call the item, by the conditions in force; nothing for what is not sold.
    ``errand`` is what the desk asks of the bench, such as the bin that the item is to be moved to.
    ``removed`` are the photos that were taken out of the vault on purpose, by SHA-256.
    """

    inspection: Inspection
    checklist: Checklist
    people: dict[str, str]
    goes_to: Bin | None
    window: Window | None
    listed: tuple[Listed, ...] = ()
    errand: Errand | None = None
    removed: Mapping[str, Removal] = field(default_factory=dict)


def record(world: World, lpn: Lpn, visit: int = 0) -> Record | None:
    """Read what is known of an item by its licence plate, None if nothing is.

    ``visit`` counts its inspections from 1; 0 is the latest.
    """
    with world.read() as uow:
        inspection = _visit(uow, lpn, visit) if visit else uow.inspections.by_lpn(lpn)
        return record_of(uow, inspection) if inspection else None


def record_of(uow: UnitOfWork, inspection: Inspection) -> Record:
    """Read what makes an inspection readable."""
    ids = {a.by for a in inspection.answers} | {inspection.opened_by, inspection.closed_by or ""}
    ids |= {inspection.override.by} if inspection.override else set()
    ids |= {signal.by for signal in inspection.signals}
    return Record(
        inspection=inspection,
        checklist=checklist_of(uow, inspection),
        people=names_of(uow, ids),
        goes_to=_goes_to(uow, inspection),
        window=window_at(uow, inspection),
        listed=_listed(uow, inspection),
        errand=uow.errands.of(inspection.id),
        removed=removals(uow, (photo.sha256 for photo in inspection.photos)),
    )


def _listed(uow: UnitOfWork, inspection: Inspection) -> tuple[Listed, ...]:
    route, item = inspection.route, inspection.item
    if route is None or route.disposition not in SELLABLE:
        return ()
    codes = _conditions(uow, inspection.station, route)
    return translate(codes, item.category, route.graded, item.refurbished)


def _conditions(uow: UnitOfWork, station: str, route: Route) -> Conditions:
    """Return the codes that counted at the verdict; older records do not name them."""
    if not route.conditions_version:
        return uow.rules.in_force().conditions
    found: Conditions = uow.rules.at(station).content(CONDITIONS, route.conditions_version)
    return found


def _visit(uow: UnitOfWork, lpn: Lpn, visit: int) -> Inspection | None:
    return next(iter(uow.inspections.visits(lpn)[visit - 1 : visit]), None) if visit > 0 else None


@dataclass(frozen=True, slots=True)
class Page:
    """Closed inspections, newest first, and the key that the next page starts before."""

    items: tuple[Inspection, ...]
    next: str | None


def closed(world: World, before: str = "", size: int = 50) -> Page:
    """Page through closed inspections by key, never by offset."""
    with world.read() as uow:
        found = uow.inspections.closed(size + 1, before)
    return Page(found[:size], found[size - 1].id if len(found) > size else None)


def on_hold(world: World, after: str = "", size: int = 50) -> Page:
    """Page through items on hold, the longest waiting first."""
    with world.read() as uow:
        found = uow.inspections.on_hold(size + 1, after)
    return Page(found[:size], found[size - 1].id if len(found) > size else None)


def photo(world: World, lpn: Lpn, sha256: str) -> bytes | None:
    """Read a photo of an item; only photos that one of its inspections names are given out."""
    with world.read() as uow:
        visits = uow.inspections.visits(lpn)
    known = {p.sha256 for each in visits for p in (*each.photos, each.candidate) if p}
    return photo_if_there(world, sha256) if sha256 in known else None


def at_bench(world: World) -> tuple[Bench, Person | None]:
    """Read the bench and who works there now, for people who are not signed in at it."""
    with world.read() as uow:
        bench = uow.bench.load()
        return bench, uow.people.get(bench.person) if bench.person else None


def presented(world: World) -> tuple[Bench, Person | None]:
    """Read the bench and whose badge waits for its PIN."""
    with world.read() as uow:
        bench = uow.bench.load()
        return bench, uow.people.get(bench.presented.person) if bench.presented else None
