"""Close a parcel: say of each line that did not come what became of it; hold a box that came empty."""

from dataclasses import replace

from station.domain.bench import AskKind, Bench, Parcel, Say, Tone
from station.domain.catalog import RmaLine
from station.domain.errors import DomainError, Reason
from station.domain.identifiers import Rma
from station.domain.inspection import State
from station.domain.reconciling import NOT_HERE, Difference
from station.domain.signals import Signal, SignalKind
from station.services import holding, intake, reconciling
from station.services.turn import Turn

Said = dict[int, Difference]


def close(turn: Turn) -> Bench:
    """Close the parcel before one. Raises NOT_NOW with an item in hand or without a parcel."""
    parcel = turn.bench.parcel
    if turn.inspection is not None or parcel is None:
        raise DomainError(Reason.NOT_NOW)
    if parcel.done:
        return replace(turn.bench.settled(), parcel=None)
    return _next(turn, parcel, {})


def say_of_line(turn: Turn, option: str) -> Bench:
    """Take what is said of the line that is asked about, and ask about the next. Raises NOT_NOW."""
    ask, parcel = turn.bench.ask, turn.bench.parcel
    if ask is None or parcel is None:
        raise DomainError(Reason.NOT_NOW)
    said = _read(ask.about.get("said", "")) | {int(ask.about["line"]): Difference(option)}
    return _next(turn, parcel, said)


def _next(turn: Turn, parcel: Parcel, said: Said) -> Bench:
    open_lines = turn.uow.catalog.expected(parcel.rma).open_lines()
    line = next((line for line in open_lines if line.number not in said), None)
    if line is None:
        return _end(turn, parcel, said)
    about = {"line": str(line.number), "sku": line.sku, "said": _written(said)}
    return turn.bench.settled().asks(AskKind.LINE_DIFFERS, NOT_HERE, **about)


def _end(turn: Turn, parcel: Parcel, said: Said) -> Bench:
    """Hold each empty box as an item of its line, then reconcile."""
    empty = [number for number, what in said.items() if what is Difference.EMPTY_BOX]
    for number in empty:
        _hold_box(turn, parcel.rma, turn.uow.catalog.expected(parcel.rma).line(number))
    reconciling.finish(turn, parcel, said)
    bench = replace(turn.bench.settled(), parcel=replace(parcel, done=True))
    return bench.says(Say.PARCEL_CLOSED, Tone.GOOD, rma=parcel.rma)


def _hold_box(turn: Turn, rma: Rma, line: RmaLine) -> None:
    free = replace(turn, bench=turn.bench.settled())
    opened = intake.open_expected(free, turn.uow.catalog.expected(rma), line, None)
    box = turn.uow.inspections.get(opened.inspection or "")
    holding.lay_aside_for(replace(free, inspection=box), (_empty(turn, rma, line.number),))


def _empty(turn: Turn, rma: str, line: int | None) -> Signal:
    seen = {"rma": rma, "line": str(line)} if line is not None else {}
    return Signal(SignalKind.EMPTY_BOX, turn.now, seen)


def ask_empty(turn: Turn) -> Bench:
    """Ask once more: an empty box waits for a supervisor. Raises NOT_NOW after the verdict."""
    if turn.in_hand.state is not State.OPEN:
        raise DomainError(Reason.NOT_NOW)
    return turn.bench.settled().asks(AskKind.EMPTY_BOX, ("empty_box", "go_on"))


def is_empty(turn: Turn, option: str) -> Bench:
    """Hold the item in hand because its box is empty, with the photos taken before."""
    if option != "empty_box":
        return turn.bench.settled()
    item = turn.in_hand.item
    return holding.hold_for(turn, (_empty(turn, item.rma or "", item.line),))


def _written(said: Said) -> str:
    return " ".join(f"{number}:{what.value}" for number, what in said.items())


def _read(written: str) -> Said:
    pairs = (word.split(":") for word in written.split())
    return {int(number): Difference(what) for number, what in pairs}
