"""Do at the bench what the desk asks: move an item, take one in hand that is off hold, inspect one again."""

from collections.abc import Callable, Mapping

from station.domain.auditing.changing import taken_out
from station.domain.auditing.decisions import Audited, Errand, ErrandKind
from station.domain.auditing.events import DisposalTakenBack, ItemTakenOut
from station.domain.bench import AskKind, Bench, Say, Tone
from station.domain.binning import sent
from station.domain.errors import DomainError, Reason
from station.domain.events import WrongBinRefused
from station.domain.identifiers import BinCode
from station.domain.inspection import Inspection, State
from station.domain.refurbishing import GaveUp
from station.services import filling, refurbishing, revisiting
from station.services.auditing import logged
from station.services.binning import say_bin
from station.services.queueing import queue_to_rescan
from station.services.turn import Turn

# What the options of a move are: only to leave the item where it is.
LEAVE = "let_lie"


def waiting(turn: Turn, known: Inspection) -> Bench | None:
    """Do what waits for the item whose plate was scanned; None where nothing does.

    An item that is neither in hand nor over was taken off hold at the desk, and is taken up.
    """
    if known.state in (State.OPEN, State.ROUTED):
        return _take_up(turn, known)
    last = revisiting.last_binned(turn, known)
    errand = turn.uow.errands.of(last.id) if last else None
    return _DO[errand.kind](turn, last, errand) if last and errand else None


def _take_up(turn: Turn, known: Inspection) -> Bench:
    errand = turn.uow.errands.of(known.id)
    turn.uow.errands.drop(known.id)
    kept = turn.keep(filling.anew(turn.uow, known) if known.state is State.ROUTED else known)
    bench = turn.bench.settled().takes(known.id)
    if kept.state is State.ROUTED and kept.route and kept.route.bin is None:
        return say_bin(bench, kept.route)
    if note := _note(turn, errand):
        return bench.says(Say.RELEASED_AT_DESK, Tone.ATTENTION, lpn=known.item.lpn, note=note)
    return bench.says(Say.RELEASED, Tone.GOOD, lpn=known.item.lpn)


def _note(turn: Turn, errand: Errand | None) -> str:
    """Return what the supervisor wrote, empty for nothing or where it was removed."""
    return (turn.uow.notes.text(errand.note) or "") if errand and errand.note else ""


# Inspect again ------------------------------------------------------------------------------------


def _inspect_again(turn: Turn, last: Inspection, errand: Errand) -> Bench:
    """Open a new visit of an item that was sent back, with the supervisor's note."""
    if turn.inspection is not None:
        raise DomainError(Reason.NOT_NOW)
    _empty_place(turn, last, errand, GaveUp.LOOKED_AT_AGAIN)
    bench = revisiting.open_again(turn, last, refurbishing.work_on(turn.uow, last))
    facts = {"lpn": last.item.lpn, "note": _note(turn, errand)}
    return bench.says(Say.SENT_BACK, Tone.ATTENTION, **facts)


def _empty_place(turn: Turn, last: Inspection, errand: Errand, why: GaveUp) -> None:
    """Take an item out of where it is: bin, work and ledger know it no more."""
    assert last.route is not None
    turn.uow.errands.drop(last.id)
    turn.uow.contents.take_out(last.id)
    refurbishing.look_again(turn.world, turn.uow, last, errand.by, why)
    if last.disposal is not None:
        turn.uow.ledger.drop(last.id)
        turn.record(DisposalTakenBack(last.id, last.item.lpn, last.disposal))


# Move ---------------------------------------------------------------------------------------------


def at_bin(turn: Turn, code: str) -> Bench | None:
    """Ask for the plate of an item that is to be moved out of the bin that was scanned; None if none is."""
    found = turn.uow.errands.in_bin(BinCode(code))
    if not found:
        return None
    asked = turn.bench.settled().asks(AskKind.MOVE, (LEAVE,), was=code)
    lpns = ", ".join(errand.lpn for errand in found)
    return asked.says(Say.TO_BE_TAKEN_OUT, Tone.ATTENTION, was=code, lpns=lpns, count=str(len(found)))


def _move(turn: Turn, last: Inspection, errand: Errand) -> Bench:
    """Ask for the bin that the item lies in; one that has moved on with its bin is taken from there."""
    where = turn.uow.contents.where(last.id)
    if errand.was is None or where is None or where.moved_to is not None:
        return _take_out(turn, last, errand)
    facts = {"lpn": errand.lpn, "was": errand.was, "to": errand.to or ""}
    asked = turn.bench.settled().asks(AskKind.MOVE, (LEAVE,), inspection=last.id, **facts)
    return asked.says(Say.TO_BE_MOVED, Tone.ATTENTION, **facts)


def bin_scanned(turn: Turn, code: str) -> Bench:
    """Confirm the bin that the item lies in; any other one stops everything."""
    about = _about(turn)
    if "inspection" not in about:
        return at_bin(turn, code) or turn.bench.says(Say.ANSWER_FIRST, Tone.ATTENTION, code=code)
    known = turn.uow.inspections.get(about["inspection"])
    errand = _errand(turn, known)
    if errand.was == code:
        return _take_out(turn, known, errand)
    needed, scanned = BinCode(about["was"]), BinCode(code)
    turn.record(WrongBinRefused(known.id, known.item.lpn, needed, scanned))
    place = turn.uow.catalog.bin(needed).place.in_language(turn.person.language)
    return turn.bench.says(Reason.WRONG_BIN, Tone.STOP, needed=needed, scanned=scanned, place=place)


def plate_scanned(turn: Turn, known: Inspection) -> Bench:
    """Take the item out whose plate was scanned, where its bin was scanned before; no other item."""
    about, last = _about(turn), revisiting.last_binned(turn, known)
    errand = turn.uow.errands.of(last.id) if last else None
    if last is None or errand is None or errand.kind is not ErrandKind.MOVE:
        return _stays(turn, known)
    if "inspection" in about:
        return _move(turn, last, errand)
    return _take_out(turn, last, errand) if errand.was == about["was"] else _stays(turn, known)


def _stays(turn: Turn, known: Inspection) -> Bench:
    return turn.bench.says(Say.STAYS_HERE, Tone.STOP, lpn=known.item.lpn)


def _about(turn: Turn) -> Mapping[str, str]:
    if turn.bench.ask is None or turn.bench.ask.kind is not AskKind.MOVE:
        raise DomainError(Reason.NOT_NOW)
    return turn.bench.ask.about


def _errand(turn: Turn, known: Inspection) -> Errand:
    """Return the move that waits for an item. Raises STALE_SCREEN where the desk decided otherwise since."""
    errand = turn.uow.errands.of(known.id)
    if errand is None or errand.kind is not ErrandKind.MOVE:
        raise DomainError(Reason.STALE_SCREEN)
    return errand


def _take_out(turn: Turn, last: Inspection, errand: Errand) -> Bench:
    """Have an item in hand that lay in a bin, on its way to another; its bin is proposed anew."""
    if turn.inspection is not None:
        raise DomainError(Reason.NOT_NOW)
    assert last.route is not None
    _empty_place(turn, last, errand, GaveUp.SENT_ELSEWHERE)
    free = taken_out(last)
    proposed = sent(free, filling.proposal(turn.uow, last.route.disposition, last.item.category))
    turn.uow.inspections.save(proposed)
    queue_to_rescan(turn.world, turn.uow, proposed, turn.person.id)
    was = last.route.bin or BinCode("")
    entry = turn.record(ItemTakenOut(last.id, last.item.lpn, was))
    logged.add(turn, entry, last, Audited.TAKEN_OUT, was=was)
    return _say_taken_out(turn.bench.settled().takes(last.id), proposed, was)


def _say_taken_out(bench: Bench, known: Inspection, was: str) -> Bench:
    assert known.route is not None
    if known.route.bin is None:
        return say_bin(bench, known.route)
    facts = {"lpn": known.item.lpn, "was": was, "bin": known.route.bin}
    return bench.says(Say.TAKEN_OUT, Tone.GOOD, disposition=known.route.disposition.value, **facts)


_DO: Mapping[ErrandKind, Callable[[Turn, Inspection, Errand], Bench]] = {
    ErrandKind.MOVE: _move,
    ErrandKind.INSPECT_AGAIN: _inspect_again,
    ErrandKind.TAKE_UP: lambda turn, last, _: _take_up(turn, last),
}
