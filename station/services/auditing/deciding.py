"""A supervisor's decisions at the desk: each one transaction, one entry in the journal, and never twice.

Every decision raises NOT_ALLOWED below a supervisor, OWN_WORK for one's own, AUDITED_MEANWHILE (``name``,
``standing``, ``lpn``) where somebody was faster, CHANGED_MEANWHILE where the item waits for one more reason
than the page showed, NOT_NOW where it does not fit, and KeyError for what never was in the queue.
``revision`` is what ``desk.Opened`` named, ``seconds`` how long the item was open.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from station.domain.auditing.decisions import Audited, Change, Decision, ErrandKind, decisions
from station.domain.auditing.events import AuditConfirmed, AuditSentBack, HoldKept
from station.domain.auditing.queue import Queued, Standing, Why, over
from station.domain.errors import DomainError, Reason
from station.domain.events import HoldReleased
from station.domain.inspection import Inspection, State, released
from station.domain.people import Person
from station.domain.signals import Finding, SignalKind, unsettled
from station.ports import UnitOfWork, World
from station.services import filling, signals
from station.services.auditing import asking, overriding, queueing
from station.services.auditing.case import Case, barred, is_latest, may_decide, opened
from station.services.sampling import judging

Findings = Mapping[SignalKind, Finding]
# A note is a few sentences.
LONGEST_NOTE = 1000


def confirm(world: World, person: Person, inspection: str, revision: int, seconds: float) -> Queued:
    """Say that an inspection is right as it is."""
    with opened(world, person, inspection, revision, Decision.CONFIRM, seconds) as case:
        confirmed(case)
        return case.stands()


def confirmed(case: Case, together: int = 1) -> None:
    """Confirm in the open transaction, here or because central did."""
    errand = case.uow.errands.of(case.known.id)
    if errand and errand.kind is ErrandKind.INSPECT_AGAIN:
        case.uow.errands.drop(case.known.id)  # it was sent back before, and is right after all
    known, queued = case.known, case.queued
    told = AuditConfirmed(known.id, known.item.lpn, queued.whys, queued.told, case.seconds, together)
    case.log(case.record(told), Audited.CONFIRMED)
    _end(case, Standing.CONFIRMED)
    judging.judged(case.uow, known, conforming=True, now=case.now)


def _end(case: Case, standing: Standing) -> None:
    case.uow.queue.put(over(case.queued, standing, case.person.id, case.now, case.seconds))


def override(
    world: World,
    person: Person,
    inspection: str,
    revision: int,
    change: Change,
    seconds: float,
    findings: Findings | None = None,
) -> Queued:
    """Change grade, remedy or disposition. An item in a bin waits to be moved, one on hold to be taken up.

    Raises NOTHING_CHANGED, and FINDINGS_FIRST for an item on hold with signals that nobody settled.
    """
    with opened(world, person, inspection, revision, Decision.OVERRIDE, seconds) as case:
        overridden(case, change, findings or {})
        return case.stands()


def overridden(case: Case, change: Change, findings: Findings) -> None:
    """Override in the open transaction, here or because central did."""
    if case.known.state is State.HELD:
        case.known = _settled(case, findings)
    overriding.override(case, replace(change, note=change.note[:LONGEST_NOTE]))
    _end(case, Standing.OVERRIDDEN)
    judging.judged(case.uow, case.known, conforming=False, now=case.now)


def send_back(
    world: World, person: Person, inspection: str, revision: int, note: str, seconds: float
) -> Queued:
    """Have an item inspected again; the note is shown at the bench with its scan. Raises NOTE_FIRST."""
    with opened(world, person, inspection, revision, Decision.SEND_BACK, seconds) as case:
        if not note.strip():
            raise DomainError(Reason.NOTE_FIRST)
        sent_back(case, note)
        return case.stands()


def sent_back(case: Case, note: str) -> None:
    """Send back in the open transaction, here or because central did."""
    known, kept = case.known, case.kept(note[:LONGEST_NOTE])
    told = AuditSentBack(known.id, known.item.lpn, case.queued.whys, kept, case.seconds)
    case.log(case.record(told), Audited.SENT_BACK, kept)
    asking.inspect_again(case.uow, known, case.person.id, case.now, kept)
    _end(case, Standing.SENT_BACK)
    judging.judged(case.uow, known, conforming=False, now=case.now)
    case.tell_bench()


# Holds --------------------------------------------------------------------------------------------


def release(
    world: World,
    person: Person,
    inspection: str,
    revision: int,
    findings: Findings,
    seconds: float,
    note: str = "",
) -> Queued:
    """Take an item off hold: its next scan at the bench takes it in hand where it was left.

    Raises FINDINGS_FIRST (``signals``) where a signal that waits has no finding.
    """
    with opened(world, person, inspection, revision, Decision.RELEASE, seconds) as case:
        let_go(case, findings, note)
        return case.stands()


def let_go(case: Case, findings: Findings, note: str) -> None:
    """Take off hold in the open transaction, here or because central did."""
    by = case.person.id
    kept, free = case.kept(note[:LONGEST_NOTE]), released(_settled(case, findings), by)
    routed = filling.anew(case.uow, free) if free.state is State.ROUTED else free
    case.uow.inspections.save(routed)
    told = HoldReleased(routed.id, routed.item.lpn, by, True, kept, case.seconds)
    case.log(case.record(told), Audited.RELEASED, kept)
    asking.take_up(case.uow, routed, by, case.now, kept)
    queueing.released(case.uow, routed, by, case.now, case.seconds)
    case.tell_bench()


def _settled(case: Case, findings: Findings) -> Inspection:
    """Write down what was found of the signals of an item on hold. Raises FINDINGS_FIRST."""
    open_ = [signal.kind.value for signal in unsettled(case.known.signals) if signal.kind not in findings]
    if open_:
        raise DomainError(Reason.FINDINGS_FIRST, signals=" ".join(open_))
    return signals.write_down(case.uow, case.record, case.known, findings, case.person)


def keep_hold(
    world: World, person: Person, inspection: str, revision: int, seconds: float, note: str = ""
) -> Queued:
    """Leave an item on hold; it is in the queue no more, and can still be released."""
    with opened(world, person, inspection, revision, Decision.KEEP_HOLD, seconds) as case:
        left_on_hold(case, note)
        return case.stands()


def left_on_hold(case: Case, note: str) -> None:
    """Keep the hold in the open transaction, here or because central did."""
    known, kept = case.known, case.kept(note[:LONGEST_NOTE])
    told = HoldKept(known.id, known.item.lpn, case.queued.whys, kept, case.seconds)
    case.log(case.record(told), Audited.HOLD_KEPT, kept)
    _end(case, Standing.KEPT)


# Several at once ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Together:
    """What became of several items: confirmed, and left out with the reason of each."""

    confirmed: tuple[str, ...]
    left_out: Mapping[str, str]


def confirm_all(world: World, person: Person, inspections: Iterable[str]) -> Together:
    """Confirm the items of a sample that is clean, in one transaction.

    Left out (by ``errors.Reason``, as its value): OWN_WORK, AUDITED_MEANWHILE, NOT_NOW, and NOT_A_SAMPLE for
    one that waits for any other reason. Raises NOT_ALLOWED.
    """
    with world.begin() as uow:
        may_decide(uow, person, set())
        asked = tuple(dict.fromkeys(inspections))
        why_not = {each: _left_out(uow, person, each) for each in asked}
        clean = tuple(each for each, reason in why_not.items() if reason is None)
        for each in clean:
            confirmed(_case(world, uow, person, each), len(clean))
    return Together(clean, {each: reason.value for each, reason in why_not.items() if reason})


def _left_out(uow: UnitOfWork, person: Person, inspection: str) -> Reason | None:
    queued = uow.queue.of(inspection)
    if queued is None:
        return Reason.NOT_NOW
    known = uow.inspections.get(inspection)
    checks = (
        (queued.standing.over, Reason.AUDITED_MEANWHILE),
        (queued.whys != (Why.SAMPLE,), Reason.NOT_A_SAMPLE),
        (person.id in barred(known, queued), Reason.OWN_WORK),
        (Decision.CONFIRM not in decisions(known, queued, is_latest(uow, known)), Reason.NOT_NOW),
    )
    return next((reason for is_so, reason in checks if is_so), None)


def _case(world: World, uow: UnitOfWork, person: Person, inspection: str) -> Case:
    queued, known = uow.queue.of(inspection), uow.inspections.get(inspection)
    assert queued is not None
    return Case(world, uow, person, known, queued, 0.0, world.clock.now())
