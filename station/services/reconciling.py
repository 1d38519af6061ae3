"""Stay with a parcel from one item to the next, and reconcile it once every line is accounted for."""

from collections.abc import Mapping
from dataclasses import replace

from station.domain.bench import Bench, Parcel, Say, Tone
from station.domain.catalog import ExpectedReturn, RmaLine
from station.domain.events import ParcelReconciled
from station.domain.identifiers import Rma, Sku
from station.domain.inspection import State
from station.domain.reconciling import Difference, Ended, Unpacked, reconciled, without_missing
from station.services.turn import Turn


def unpack(turn: Turn, bench: Bench, rma: Rma, number: str = "") -> Bench:
    """Have a return before one. ``number`` is what was scanned on its parcel, empty for an item of it."""
    if bench.parcel and bench.parcel.rma == rma:
        number = number or bench.parcel.number
    _note(turn, rma, number)
    return replace(bench, parcel=Parcel(rma, number))


def _note(turn: Turn, rma: Rma, number: str) -> None:
    """Keep that a return is being unpacked, where anything of it is still to come."""
    known = turn.uow.parcels.get(rma)
    if (known and known.unfinished) or not turn.uow.catalog.expected(rma).open_lines():
        return
    fresh = Unpacked(rma, number, turn.now, turn.person.id)
    turn.uow.parcels.save(known.again(number, turn.now, turn.person.id) if known else fresh)


def fitting(turn: Turn, sku: Sku) -> list[tuple[ExpectedReturn, RmaLine]]:
    """List the lines of the open parcel that wait for a product; else those where it was missing."""
    parcel = turn.bench.parcel
    if parcel is None or parcel.done:
        return []
    expected = turn.uow.catalog.expected(parcel.rma)
    missed = (line for line in expected.lines if line.sku == sku and line.received < line.quantity)
    lines = expected.open_lines(sku) or tuple(missed)
    return [(expected, line) for line in lines]


def in_earnest(bench: Bench) -> bool:
    """Tell whether a parcel itself was scanned and is still open: what is scanned now is in it."""
    return bench.parcel is not None and bool(bench.parcel.number) and not bench.parcel.done


def put_down(turn: Turn, bench: Bench) -> Bench:
    """Have nothing in hand. A return whose last line has come is reconciled by itself."""
    bench, item = bench.put_down(), turn.in_hand.item
    parcel = bench.parcel
    if parcel is None or item.rma != parcel.rma or item.visit > 1:
        return bench
    expected = turn.uow.catalog.expected(parcel.rma)
    if expected.open_lines() and not parcel.done:
        return _kept_open(turn, bench, parcel)
    finish(turn, parcel, {})
    done = replace(bench, parcel=replace(parcel, done=True))
    return done if parcel.done else _say_done(done, expected)


def _kept_open(turn: Turn, bench: Bench, parcel: Parcel) -> Bench:
    """Forget a return of which nothing came after all: an item of it was opened by mistake."""
    if parcel.number or _anything_came(turn, parcel.rma):
        return bench
    turn.uow.parcels.drop(parcel.rma)
    return replace(bench, parcel=None)


def _anything_came(turn: Turn, rma: Rma) -> bool:
    return any(item.state is not State.VOIDED for item in turn.uow.inspections.of_return(rma))


def _say_done(bench: Bench, expected: ExpectedReturn) -> Bench:
    """Say that all is here, where that is news: a return of one unit is complete with its bin."""
    binned = bench.notice is not None and bench.notice.say == Say.BINNED
    if not binned or bench.notice is None or sum(line.quantity for line in expected.lines) == 1:
        return bench
    return bench.says(Say.PARCEL_DONE, Tone.GOOD, rma=expected.rma, **bench.notice.facts)


def finish(turn: Turn, parcel: Parcel, said: Mapping[int, Difference]) -> None:
    """Write down how a return compares with its announcement. ``said`` is of lines that did not come."""
    expected = turn.uow.catalog.expected(parcel.rma)
    result = reconciled(expected, parcel.number, turn.uow.inspections.of_return(parcel.rma), said)
    fresh = Unpacked(parcel.rma, parcel.number, turn.now, turn.person.id)
    known = turn.uow.parcels.get(parcel.rma) or fresh
    if said:
        turn.uow.catalog.save_expected(without_missing(expected, said))
    ended = known.ended
    if not ended or ended[-1].result != result:
        turn.record(ParcelReconciled(result))
        ended = (*ended, Ended(turn.now, turn.person.id, result))
    turn.uow.parcels.save(replace(known, unfinished=False, ended=ended))


def tell_left(turn: Turn, bench: Bench) -> Bench:
    """Say that another parcel was left with lines open, where nothing graver is said."""
    left, now = turn.bench.parcel, bench.parcel
    if left is None or left.done or (now and now.rma == left.rma) or _is_graver(bench):
        return bench
    units = sum(line.quantity - line.received for line in turn.uow.catalog.expected(left.rma).open_lines())
    return bench.says(Say.PARCEL_OPEN, Tone.ATTENTION, rma=left.rma, count=str(units)) if units else bench


def _is_graver(bench: Bench) -> bool:
    """Tell whether what the bench says must not be covered: a stop, or another serial number."""
    return bench.notice is not None and (
        bench.notice.tone is Tone.STOP or bench.notice.say == Say.WRONG_SERIAL
    )
