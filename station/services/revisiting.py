"""Inspect an item again under the same licence plate, once the work on it is over."""

from dataclasses import replace

from station.domain.bench import AskKind, Bench, Say, Tone
from station.domain.disposition import Disposition
from station.domain.errors import DomainError, Reason
from station.domain.inspection import Inspection, Route, State
from station.domain.people import Person
from station.domain.refurbishing import Work, WorkState
from station.domain.signals import carried
from station.services import disposing, refurbishing, stock
from station.services.auditing import asking
from station.services.syncing.waiting import need_room
from station.services.turn import Turn

LOOK_AGAIN, LEAVE_THERE = "look_again", "leave_there"


def seen_again(turn: Turn, known: Inspection) -> Bench | None:
    """Take a plate that was inspected here before; None where that counts for nothing.

    After work the item is inspected again; before its end a supervisor is asked for; anything else is
    finished, and the bench says where it is.
    """
    last = last_binned(turn, known)
    if last is None or last.route is None:
        return None
    if last.route.disposition is not Disposition.REFURBISH:
        return _say_where(turn, last, last.route)
    refurbishing.enqueue(turn.world, turn.uow, last, _center(turn, last.route))
    work = refurbishing.work_on(turn.uow, last)
    if work is not None and work.state.over:
        return open_again(turn, last, work)
    return _ask(turn, last, work)


def last_binned(turn: Turn, known: Inspection) -> Inspection | None:
    """Return the visit that counts: one that was given up does not, and the one before it does."""
    if known.state is State.VOIDED:
        visits = turn.uow.inspections.visits(known.item.lpn)
        return next((visit for visit in reversed(visits) if visit.state is State.BINNED), None)
    return known if known.state is State.BINNED else None


def put_back(turn: Turn, known: Inspection) -> None:
    """Have an item where it was before a visit that is given up: with those who worked on it.

    What was sent back from the desk still waits to be inspected again.
    """
    last = last_binned(turn, known) if known.item.visit > 1 else None
    if last and last.route and last.route.bin:
        turn.uow.contents.put(last.id, last.item.lpn, last.route.bin, _worked_at(turn, last))
        disposing.enter(turn, last)
        asking.inspect_again_after_all(turn.uow, last)


def _worked_at(turn: Turn, last: Inspection) -> str | None:
    """Return the work center that had the item; None, still in its bin, where none is known."""
    work = refurbishing.work_on(turn.uow, last)
    return (work and work.center) or None


def _center(turn: Turn, route: Route) -> str:
    return turn.uow.catalog.bin(route.bin).center if route.bin else ""


def _say_where(turn: Turn, last: Inspection, route: Route) -> Bench:
    where = turn.uow.contents.where(last.id)
    if where is None or where.moved_to is None:
        facts = {"lpn": last.item.lpn, "bin": route.bin or ""}
        return turn.bench.settled().says(Say.ALREADY_BINNED, Tone.ATTENTION, **facts)
    place = stock.name_of(turn.uow, where.moved_to, turn.person.language)
    facts = {"lpn": last.item.lpn, "bin": where.bin, "place": place}
    return turn.bench.settled().says(Say.HAS_MOVED_ON, Tone.ATTENTION, **facts)


def _ask(turn: Turn, last: Inspection, work: Work | None) -> Bench:
    """Say that the work is not done; a supervisor can have the item inspected all the same."""
    asked = turn.bench.settled().asks(AskKind.AT_WORK, (LEAVE_THERE, LOOK_AGAIN), inspection=last.id)
    place = stock.name_of(turn.uow, work.center if work else "", turn.person.language)
    state = work.state if work else WorkState.WAITING
    return asked.says(Say.AT_WORK, Tone.ATTENTION, lpn=last.item.lpn, place=place, work=state.value)


def look_again(turn: Turn, inspection: str, supervisor: Person) -> Bench:
    """Inspect an item again although its work is not done, on a supervisor's word; the work ends so."""
    last = turn.uow.inspections.get(inspection)
    refurbishing.look_again(turn.world, turn.uow, last, supervisor.id)
    return open_again(turn, last, refurbishing.work_on(turn.uow, last))


def open_again(turn: Turn, last: Inspection, work: Work | None) -> Bench:
    """Open a new inspection of the same plate: the item as it is known, a fresh form, no photos."""
    if turn.inspection is not None:
        raise DomainError(Reason.NOT_NOW)
    uow, item = turn.uow, last.item
    visit = len(uow.inspections.visits(item.lpn)) + 1
    marked = item.refurbished or bool(work and work.refurbished)
    checklist = uow.catalog.product(item.sku).checklist
    need_room(turn.world)
    fresh = Inspection(
        id=turn.world.ids.new(),
        station=turn.world.house.station,
        item=replace(item, visit=visit, refurbished=marked),
        checklist=checklist,
        checklist_version=uow.rules.in_force().checklists[checklist].version,
        opened_at=turn.now,
        opened_by=turn.person.id,
        simulated=turn.world.house.simulated,
        signals=carried(last.signals),
    )
    uow.inspections.add(fresh)
    uow.contents.take_out(last.id)
    grade = last.route.graded.grade.value if last.route else ""
    facts = {"lpn": item.lpn, "visit": str(visit), "grade": grade}
    return turn.bench.settled().takes(fresh.id).says(Say.SEEN_AGAIN, Tone.GOOD, **facts)
