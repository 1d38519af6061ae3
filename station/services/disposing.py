"""Before something is thrown away: reason, weight, category, derogation; then its line in the ledger."""

from collections.abc import Callable
from dataclasses import replace

from station.domain.bench import AskKind, Bench, Say, Tone
from station.domain.binning import why_no_bin
from station.domain.disposal import Disposal, DisposalRules, Lacks, lacks, weight_of
from station.domain.disposition import Disposition
from station.domain.errors import DomainError, Reason
from station.domain.events import ItemDisposed
from station.domain.evidence import Fault, Photo
from station.domain.inspection import Inspection, Route, State
from station.domain.signals import Finding, SignalKind, finding_of
from station.services.turn import Turn


def ask_first(before: Inspection | None, turn: Turn) -> Bench:
    """Ask what is missing as soon as an item is sent to disposal; once only, so that one can go back."""
    known = turn.in_hand
    if turn.bench.ask or not _to_disposal(known) or (before and _same_way(before, known)):
        return turn.bench
    notice = turn.bench.notice if turn.bench.notice and turn.bench.notice.say != Say.ROUTED else None
    asked = ask_missing(turn)
    return replace(asked, notice=asked.notice or notice) if asked else turn.bench


def ask_missing(turn: Turn) -> Bench | None:
    """Ask for the first thing that is missing, or say how it is given; None if nothing is."""
    known, rules = turn.in_hand, turn.uow.rules.in_force().disposal
    missing = lacks(line_of(known, rules), rules) if _to_disposal(known) else None
    return _ASKS[missing](turn, rules) if missing else None


def _to_disposal(known: Inspection) -> bool:
    route = known.route
    return known.state is State.ROUTED and route is not None and route.disposition is Disposition.DISPOSAL


def _same_way(before: Inspection, known: Inspection) -> bool:
    return before.id == known.id and _to_disposal(before) and before.override == known.override


def line_of(known: Inspection, rules: DisposalRules) -> Disposal:
    """Put together what is known of the line in the ledger: the rules' reason unless one was chosen."""
    said, item = known.disposal, known.item
    measured = known.weight.grams if known.weight else None
    grams, grams_from = weight_of(measured, item.goods.grams, rules.typical_grams.get(item.category))
    proves = item.category in rules.need_derogation
    return Disposal(
        reason=(said and said.reason) or _by_rule(known, rules),
        category=item.category,
        grams=grams,
        grams_from=grams_from,
        derogation=(said and said.derogation) or "",
        evidence=_evidence(known) if proves else (),
        sku=item.sku,
    )


def _evidence(known: Inspection) -> tuple[str, ...]:
    """List the accepted photos of this very item, each once: one picture may fill two slots."""
    cleared = finding_of(known.signals, SignalKind.PHOTO_SEEN_BEFORE) is Finding.UNFOUNDED
    return tuple(dict.fromkeys(photo.sha256 for photo in known.photos if _proves(photo, cleared)))


def _proves(photo: Photo, cleared: bool) -> bool:
    """Tell whether a photo is of this item: one like another item's is once a supervisor says so."""
    other = Fault.OTHER_CODE in photo.faults or (photo.like is not None and not cleared)
    return not photo.refused and not other


def _by_rule(known: Inspection, rules: DisposalRules) -> str:
    """Return the reason that the routing row stands for; a supervisor's word has a reason of its own."""
    return "" if known.override or known.route is None else rules.reason_of(known.route.decision.row_id)


def _ask_reason(turn: Turn, rules: DisposalRules) -> Bench:
    return turn.bench.settled().asks(AskKind.WHY_DISPOSAL, tuple(reason.id for reason in rules.reasons))


def _ask_derogation(turn: Turn, rules: DisposalRules) -> Bench:
    options = tuple(derogation.id for derogation in rules.derogations)
    return turn.bench.settled().asks(AskKind.DEROGATION, options)


def _tell(reason: Reason) -> Callable[[Turn, DisposalRules], Bench]:
    return lambda turn, _: turn.bench.settled().says(reason, Tone.ATTENTION)


_ASKS: dict[Lacks, Callable[[Turn, DisposalRules], Bench]] = {
    Lacks.REASON: _ask_reason,
    Lacks.DEROGATION: _ask_derogation,
    Lacks.PHOTO: _tell(Reason.EVIDENCE_FIRST),
    Lacks.WEIGHT: _tell(Reason.WEIGH_FIRST),
}


# Answers ------------------------------------------------------------------------------------------


def give_reason(turn: Turn, option: str) -> Bench:
    """Take the chosen reason, and ask for what is still missing. Raises NOT_NOW."""
    return _given(turn, replace(_line(turn), reason=option))


def give_derogation(turn: Turn, option: str) -> Bench:
    """Take the chosen derogation, and ask for what is still missing. Raises NOT_NOW."""
    return _given(turn, replace(_line(turn), derogation=option))


def _line(turn: Turn) -> Disposal:
    if not _to_disposal(turn.in_hand):
        raise DomainError(Reason.NOT_NOW)
    return line_of(turn.in_hand, turn.uow.rules.in_force().disposal)


def _given(turn: Turn, line: Disposal) -> Bench:
    known = turn.keep(replace(turn.in_hand, disposal=line))
    assert known.route is not None
    return ask_missing(replace(turn, inspection=known)) or _say_bin(turn.bench.settled(), known.route)


def _say_bin(bench: Bench, route: Route) -> Bench:
    if route.bin is None:
        return bench.says(why_no_bin(route), Tone.STOP, disposition=route.disposition.value)
    return bench.says(Say.ROUTED, Tone.GOOD, disposition=route.disposition.value, bin=route.bin)


# The bin is scanned -------------------------------------------------------------------------------


def with_line(turn: Turn, done: Inspection) -> Inspection:
    """Write the line of the ledger down with the item that reached its bin; only disposal has one."""
    disposed = done.route is not None and done.route.disposition is Disposition.DISPOSAL
    line = line_of(done, turn.uow.rules.in_force().disposal) if disposed else None
    return replace(done, disposal=line)


def enter(turn: Turn, done: Inspection) -> None:
    """Enter the line into the ledger, in the transaction that closes the item."""
    if done.disposal is not None:
        turn.uow.ledger.add(turn.now.date(), done.id, done.item.lpn, done.disposal)
        turn.record(ItemDisposed(done.id, done.item.lpn, done.disposal))
