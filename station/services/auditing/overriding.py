"""Put a supervisor's word from the desk in the place of what was decided, wherever the item is."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from station.domain.auditing.changing import changed, unlabelled, word_of
from station.domain.auditing.decisions import Audited, Change, Errand
from station.domain.auditing.events import AuditOverridden
from station.domain.auditing.overrides import Override
from station.domain.bench import Say
from station.domain.binning import sent
from station.domain.inspection import Inspection, State, released
from station.domain.printing import PrinterState
from station.services import filling, labels
from station.services.auditing import asking
from station.services.auditing.case import Case
from station.services.queueing import queue, queue_to_rescan


def override(case: Case, change: Change) -> None:
    """Change the item of a case. Raises NOTHING_CHANGED."""
    note = case.kept(change.note)
    word = word_of(case.known, change, case.person.id, case.now, note)
    after, move = _BY_STATE[case.known.state](case, word)
    case.uow.inspections.save(after)
    told = AuditOverridden(after, case.queued.whys, case.seconds, move is not None, move.to if move else None)
    case.log(case.record(told), Audited.OVERRIDDEN, note, word)
    case.known = after


def _binned(case: Case, word: Override) -> tuple[Inspection, Errand | None]:
    """Let an item that lies in a bin wait there to be moved, unless the bin takes what it is now."""
    after = changed(case.known, word)
    move = asking.move(case.uow, after, case.person.id, case.now) if word.to is not word.was else None
    if move is None and word.grade and case.world.house.print_item:
        _label(case, after)
    case.tell_bench()
    return after, move


def _label(case: Case, after: Inspection) -> None:
    """Print the label anew: it says the grade. A move prints its own."""
    if case.world.printer.state() is not PrinterState.NONE:
        queue(case.world, case.uow, labels.item_label(case.world, case.uow, after), case.person.id)


def _routed(case: Case, word: Override) -> tuple[Inspection, Errand | None]:
    """Send an item that is in hand elsewhere at once; the bench says so."""
    after = _sent(case, word, case.known)
    route = after.route
    assert route is not None
    facts = {"disposition": route.disposition.value, "bin": route.bin or "", "lpn": after.item.lpn}
    case.tell_bench(Say.OVERRIDDEN_AT_DESK, grade=route.graded.grade.value, **facts)
    return after, None


def _sent(case: Case, word: Override, known: Inspection) -> Inspection:
    after = changed(known, word)
    if word.to is not word.was:
        assert after.route is not None
        proposed = filling.proposal(case.uow, after.route.disposition, after.item.category)
        after = sent(unlabelled(after), proposed)
    elif word.grade:
        after = replace(after, labelled=False)
    if not after.labelled:
        queue_to_rescan(case.world, case.uow, after, case.person.id)
    return after


def _held(case: Case, word: Override) -> tuple[Inspection, Errand | None]:
    """Take an item off hold with its new route; it waits to be taken up."""
    free = released(changed(case.known, word), case.person.id)
    proposed = filling.proposal(case.uow, word.to, free.item.category)
    asking.take_up(case.uow, free, case.person.id, case.now, word.note)
    case.tell_bench()
    return sent(unlabelled(free), proposed), None


_BY_STATE: Mapping[State, Callable[[Case, Override], tuple[Inspection, Errand | None]]] = {
    State.BINNED: _binned,
    State.ROUTED: _routed,
    State.HELD: _held,
}
