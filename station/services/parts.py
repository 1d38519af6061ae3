"""The tick list at the bench: components by scan and by key."""

from dataclasses import replace

from station.domain import inspection as item_in_hand
from station.domain import ticking
from station.domain.bench import Bench, Say, Tone
from station.domain.errors import DomainError, Reason
from station.domain.inspection import Inspection, State
from station.domain.parts import Component, absent
from station.domain.scanning import candidates
from station.ports import UnitOfWork
from station.services.inspecting import say_route
from station.services.intake import Found
from station.services.turn import Turn, checklist_of


def components_of(uow: UnitOfWork, inspection: Inspection) -> tuple[Component, ...]:
    """Return what belongs to the item, as the catalogue says now."""
    return uow.catalog.product(inspection.item.sku).components


def on_screen(uow: UnitOfWork, inspection: Inspection) -> tuple[Component, ...]:
    """Return the tick list on screen, empty where there is none."""
    question = item_in_hand.current_question(inspection, checklist_of(uow, inspection))
    if question is None or not question.parts or inspection.state is not State.OPEN:
        return ()
    return components_of(uow, inspection)


def by_key(turn: Turn, number: int) -> Bench | None:
    """Tick a component by its number, or take its tick back; None without a tick list on screen.

    Raises NO_SUCH_CHOICE.
    """
    listed = on_screen(turn.uow, turn.inspection) if turn.inspection else ()
    if not listed:
        return None
    if not 1 <= number <= len(listed):
        raise DomainError(Reason.NO_SUCH_CHOICE, most=str(len(listed)))
    component, known = listed[number - 1], turn.in_hand
    if component.code in known.parts:
        turn.keep(ticking.untick(known, component.code))
        return turn.bench.settled().says(Say.UNDONE, Tone.QUIET)
    return _ticked(turn, component, listed)


def by_scan(turn: Turn, found: Found) -> Bench | None:
    """Tick the component whose code was scanned; None if it is none of the item's.

    It may be scanned before the list is on screen: then it stands there ticked.
    """
    known = turn.in_hand
    if known.state is not State.OPEN or not any(question.parts for question in turn.checklist.questions):
        return None
    codes, listed = candidates(found.scan, found.gs1), components_of(turn.uow, known)
    fitting = [component for component in listed if component.has(codes)]
    return _ticked(turn, fitting[0], listed) if fitting else None


def _ticked(turn: Turn, component: Component, listed: tuple[Component, ...]) -> Bench:
    ticked = ticking.tick(turn.in_hand, component.code)
    answered = ticking.settled(ticked, turn.checklist, listed, turn.now, turn.person.id)
    kept = turn.keep(answered)
    name = component.name.in_language(turn.person.language)
    left = len(absent(listed, kept.parts))
    tone = Tone.QUIET if component.code in turn.in_hand.parts else Tone.GOOD
    said = turn.bench.settled().says(Say.PART_TICKED, tone, name=name, left=str(left))
    return say_route(said, kept)


def all_there(turn: Turn) -> Bench:
    """Tick everything that is left at once. Raises NOT_NOW without a tick list on screen."""
    listed = _listed(turn)
    known = turn.in_hand
    for component in absent(listed, known.parts):
        known = ticking.tick(known, component.code)
    known = ticking.settled(known, turn.checklist, listed, turn.now, turn.person.id)
    return say_route(turn.bench.settled(), turn.keep(known))


def rest_missing(turn: Turn) -> Bench:
    """Answer with what is not ticked as missing. Raises NOT_NOW without a tick list on screen."""
    listed = _listed(turn)
    answered = ticking.rest_missing(turn.in_hand, turn.checklist, listed, turn.now, turn.person.id)
    return say_route(turn.bench.settled(), turn.keep(answered))


def _listed(turn: Turn) -> tuple[Component, ...]:
    listed = on_screen(turn.uow, turn.in_hand)
    if turn.bench.ask or not listed:
        raise DomainError(Reason.NOT_NOW)
    return listed


def follow(turn: Turn, bench: Bench) -> Bench:
    """After an answer: where the tick list that comes next is full already, that is answered too."""
    if bench.ask or bench.inspection is None or turn.inspection is None:
        return bench
    known = turn.uow.inspections.get(bench.inspection)
    listed = on_screen(turn.uow, known) if known.revisiting is None else ()
    if not listed or absent(listed, known.parts):
        return bench
    checklist = checklist_of(turn.uow, known)
    answered = ticking.settled(known, checklist, listed, turn.now, turn.person.id)
    return say_route(bench, replace(turn, inspection=known).keep(answered))


def undo(turn: Turn) -> Bench:
    """Take back the last answer, photo, weight or tick; a tick list's answer goes with its last tick."""
    undone = item_in_hand.undo(turn.in_hand, turn.checklist)
    listed = on_screen(turn.uow, undone)
    turn.keep(ticking.without_last(undone, turn.checklist, listed))
    return turn.bench.settled().says(Say.UNDONE, Tone.QUIET)
