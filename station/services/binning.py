"""Close the item with the scan of its bin, or send it to another one because that is full."""

from dataclasses import replace

from station.domain.bench import Bench, Say, Tone
from station.domain.binning import binned, sent, why_no_bin
from station.domain.errors import DomainError, Reason
from station.domain.events import BinFull, InspectionFinished, ItemBinned, WrongBinRefused
from station.domain.identifiers import BinCode
from station.domain.inspection import Inspection, Route, State
from station.domain.signals import unsettled
from station.services import disposing, filling, holding, reconciling
from station.services.auditing import moved, queueing
from station.services.grading import drawing_second
from station.services.queueing import queue_to_rescan
from station.services.sampling import drawing
from station.services.turn import Turn


def scan_bin(turn: Turn, scanned: BinCode) -> Bench:
    """Put the item into the bin whose code was scanned; any other bin stops everything.

    Raises LABEL_FIRST where the unit's label has to be scanned before.
    """
    known = turn.in_hand
    if turn.world.house.rescan_label and known.state is State.ROUTED and not known.labelled:
        raise DomainError(Reason.LABEL_FIRST, lpn=known.item.lpn, scanned=scanned)
    if known.state is State.ROUTED and (now := filling.anew(turn.uow, known)) != known:
        turn = replace(
            turn, inspection=turn.keep(now) if _was_right(now, scanned) else _relabelled(turn, now)
        )
        if _was_right(known, scanned) and not _was_right(now, scanned):
            return _say_sent_on(turn)
    try:
        done = binned(turn.in_hand, scanned, turn.now, turn.person.id)
    except DomainError as refused:
        if refused.reason is not Reason.WRONG_BIN:
            raise
        return _stop(turn, refused)
    if asked := _held_up(turn):
        return asked
    lined = disposing.with_line(turn, done)
    return moved.close(turn, lined, scanned) if lined.taken_out else _close(turn, lined, scanned)


def _was_right(known: Inspection, scanned: BinCode) -> bool:
    return known.route is not None and known.route.bin == scanned


def _say_sent_on(turn: Turn) -> Bench:
    """Say where the item goes now; the bin that was scanned was right a moment ago."""
    route = turn.in_hand.route
    assert route is not None
    bench = say_bin(replace(turn.bench.settled(), stopped_at=None), route)
    if bench.notice is None or bench.notice.tone is not Tone.GOOD:
        return bench
    return replace(bench, notice=replace(bench.notice, tone=Tone.ATTENTION))


def _held_up(turn: Turn) -> Bench | None:
    """Put the item on hold for a signal noted after the verdict, or ask what its disposal lacks."""
    if unsettled(turn.in_hand.signals):
        return holding.hold_for_signals(turn)
    return disposing.ask_missing(turn)


def _stop(turn: Turn, refused: DomainError) -> Bench:
    item = turn.in_hand
    needed, scanned = BinCode(refused.facts["needed"]), BinCode(refused.facts["scanned"])
    turn.record(WrongBinRefused(item.id, item.item.lpn, needed, scanned))
    place = turn.uow.catalog.bin(needed).place.in_language(turn.person.language)
    stopped = replace(turn.bench.settled(), stopped_at=scanned)
    return stopped.says(Reason.WRONG_BIN, Tone.STOP, needed=needed, scanned=scanned, place=place)


def _close(turn: Turn, done: Inspection, scanned: BinCode) -> Bench:
    assert done.route is not None
    turn.keep(done)
    turn.record(InspectionFinished(done))
    turn.record(ItemBinned(done.id, done.item.lpn, done.route.disposition, scanned))
    queueing.poor_photos(turn.uow, done, turn.now)
    drawing.finished(turn.uow, turn.world.sampling, done, turn.now)
    drawing_second.finished(turn.world, turn.uow, done, turn.now)
    moved.put_into(turn, done, scanned)
    return reconciling.put_down(turn, turn.bench.settled().says(Say.BINNED, Tone.GOOD, bin=scanned))


# A bin is full ------------------------------------------------------------------------------------


def bin_is_full(turn: Turn) -> Bench:
    """Mark the proposed bin full, and propose the next at once. Where none was left, look once more.

    Raises NOT_NOW before the verdict.
    """
    known = turn.in_hand
    if known.state is not State.ROUTED or known.route is None:
        raise DomainError(Reason.NOT_NOW)
    if known.route.bin:
        turn.uow.contents.mark_full(known.route.bin, True)
        turn.record(BinFull(known.route.bin))
    return send_again(turn, known, known.route)


def send_again(turn: Turn, known: Inspection, route: Route) -> Bench:
    """Propose a bin anew for the item in hand; a wrong bin that was scanned stays one."""
    proposal = filling.proposal(turn.uow, route.disposition, known.item.category)
    changed = _relabelled(turn, sent(known, proposal))
    assert changed.route is not None
    stopped = turn.bench.stopped_at if proposal.bin else None
    return say_bin(replace(turn.bench.settled(), stopped_at=stopped), changed.route)


def _relabelled(turn: Turn, changed: Inspection) -> Inspection:
    """Keep an item that goes to another bin; the label that names the one before is no longer its own."""
    was, now = turn.in_hand.route, changed.route
    if was is None or now is None or was.bin == now.bin:
        return turn.keep(changed)
    kept = turn.keep(replace(changed, labelled=False))
    queue_to_rescan(turn.world, turn.uow, kept, turn.person.id)
    return kept


def say_bin(bench: Bench, route: Route) -> Bench:
    """Say which bin a routed item goes to, and which ones were passed over because they are full."""
    way = route.disposition.value
    if route.bin is None:
        return bench.says(why_no_bin(route), Tone.STOP, disposition=way)
    if route.passed:
        full = ", ".join(passed.bin for passed in route.passed)
        return bench.says(Say.BIN_FULL, Tone.ATTENTION, full=full, bin=route.bin, disposition=way)
    return bench.says(Say.ROUTED, Tone.GOOD, disposition=way, bin=route.bin)
