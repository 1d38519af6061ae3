"""Set an item aside for a supervisor, take it off hold again, or give it up."""

from collections.abc import Sequence

from station.domain import inspection as item_in_hand
from station.domain.auditing.decisions import Audited, graders
from station.domain.auditing.overrides import may_audit
from station.domain.bench import Bench, Say, Tone
from station.domain.catalog import BinUse
from station.domain.errors import DomainError, Reason
from station.domain.events import HoldReleased, InspectionVoided, ItemHeld
from station.domain.inspection import HoldReason, Inspection, State
from station.domain.people import Person
from station.domain.signals import Signal, unsettled
from station.services import filling, printing, reconciling, revisiting, signals
from station.services.auditing import logged, queueing
from station.services.turn import Turn


def hold(turn: Turn, reason: HoldReason) -> Bench:
    """Put the item in hand on hold."""
    lay_aside(turn, turn.in_hand, reason)
    return _say_held(turn, reason)


def _say_held(turn: Turn, reason: HoldReason) -> Bench:
    bin_ = shelf(turn)
    facts = {"lpn": turn.in_hand.item.lpn, "reason": reason.value, "bin": bin_}
    said = turn.bench.settled().says(Say.HELD_IN if bin_ else Say.HELD, Tone.GOOD, **facts)
    return reconciling.put_down(turn, said)


def hold_for(turn: Turn, noticed: Sequence[Signal]) -> Bench:
    """Put the item in hand on hold because of what was noticed."""
    held = lay_aside_for(turn, noticed)
    waiting = unsettled(held.signals)
    return _say_noticed(turn, waiting) if waiting else _say_held(turn, HoldReason.WRONG_CONTENTS)


def hold_for_signals(turn: Turn) -> Bench:
    """Put the item in hand on hold because of what was noticed at it before."""
    lay_aside(turn, turn.in_hand, HoldReason.SIGNAL)
    return _say_noticed(turn, unsettled(turn.in_hand.signals))


def _say_noticed(turn: Turn, noticed: Sequence[Signal]) -> Bench:
    bench = reconciling.put_down(turn, turn.bench.settled())
    kinds = " ".join(signal.kind for signal in noticed)
    facts = {"lpn": turn.in_hand.item.lpn, "signals": kinds, "bin": shelf(turn)}
    return bench.says(Say.HELD_BY_SIGNAL, Tone.ATTENTION, **facts)


def lay_aside_for(turn: Turn, noticed: Sequence[Signal]) -> Inspection:
    """Hold the item in hand with what was noticed at it; the bench says nothing yet.

    Where that kind of signal is switched off, the contents are the reason.
    """
    known = turn.in_hand
    for signal in noticed:
        known = signals.added(turn, known, signal.kind, signal.seen)
    why = HoldReason.SIGNAL if unsettled(known.signals) else HoldReason.WRONG_CONTENTS
    return lay_aside(turn, known, why)


def lay_aside(turn: Turn, inspection: Inspection, reason: HoldReason) -> Inspection:
    """Hold an item, with its entry in the journal and its label; the bench says nothing yet."""
    done = item_in_hand.held(inspection, reason, turn.now, turn.person.id)
    turn.keep(done)
    signals.log(turn, done)
    entry = turn.record(ItemHeld(done, reason))
    logged.add(turn, entry, done, Audited.HELD, reason=reason.value)
    if done.hold:
        queueing.held(turn.uow, done, done.hold)
    printing.queue_item_label(turn, done)
    return done


def shelf(turn: Turn) -> str:
    """Name the bin for what is on hold, empty where there is none."""
    return next((b.code for b in turn.uow.catalog.bins() if b.use is BinUse.HOLD), "")


def release(turn: Turn, inspection: str, supervisor: Person, findings: str = "") -> Bench:
    """Take an item off hold on a supervisor's word; it is in hand again, where it was left.

    ``findings`` are what the supervisor found of its signals, as ``kind:finding`` words.
    Raises NOT_NOW with another item in hand, OWN_WORK for whoever graded it, were it in part.
    """
    if turn.inspection is not None:
        raise DomainError(Reason.NOT_NOW)
    item = turn.uow.inspections.get(inspection)
    may_audit(supervisor, graders(item))
    item = signals.settle(turn, item, findings, supervisor)
    free = item_in_hand.released(item, supervisor.id)
    turn.keep(filling.anew(turn.uow, free) if free.state is State.ROUTED else free)
    entry = turn.record(HoldReleased(item.id, item.item.lpn, supervisor.id))
    logged.add(turn, entry, item, Audited.RELEASED, supervisor.id)
    queueing.released(turn.uow, item, supervisor.id, turn.now)
    return turn.bench.settled().takes(item.id).says(Say.RELEASED, Tone.GOOD, lpn=item.item.lpn)


def give_up(turn: Turn) -> Bench:
    """Void an inspection that was opened by mistake."""
    done = item_in_hand.voided(turn.in_hand, turn.now, turn.person.id)
    turn.keep(done)
    if done.item.rma is not None and done.item.line is not None and done.item.visit == 1:
        expected = turn.uow.catalog.expected(done.item.rma)
        turn.uow.catalog.save_expected(expected.receive(done.item.line, -1))
    queueing.given_up(turn.uow, done, turn.person.id, turn.now)
    revisiting.put_back(turn, done)
    turn.record(InspectionVoided(done))
    return reconciling.put_down(turn, turn.bench.settled().says(Say.VOIDED, Tone.QUIET))
