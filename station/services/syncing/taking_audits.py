"""Audits that central decided, carried out as the station's own desk does it.

The station's word stays where its desk was faster. An item that waits for one more reason than central saw
waits on for that one.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from station.domain.auditing.decisions import Change, Decision, decisions
from station.domain.auditing.queue import Queued
from station.domain.inspection import Inspection
from station.domain.people import Person, Role
from station.domain.people_events import PhotoRemoved
from station.domain.sampling.streams import resumed
from station.domain.signals import Finding, SignalKind
from station.domain.sync.events import Took, Unfit
from station.services.auditing import deciding, queueing
from station.services.auditing.case import Case, is_latest
from station.services.syncing.carrying import CannotTake, Carrying, DecidedHere, keep_notes


def _audit(decision: Decision, decide: Callable[[Carrying, Case], None]) -> Callable[[Carrying], Took]:
    """Return what carries out one kind of decision."""

    def carry(taken: Carrying) -> Took:
        known, queued = _found(taken)
        if _told_before(taken, known):
            return Took.SAME
        _need_open(taken, known, queued, decision)
        keep_notes(taken)
        seconds = float(getattr(taken.event, "seconds", 0.0))
        person = _decider(taken)
        case = Case(taken.world, taken.uow, person, known, queued, seconds, taken.at, commitment=_note(taken))
        decide(taken, case)
        _wait_on(taken, case.known, queued)
        return Took.APPLIED

    return carry


def _found(taken: Carrying) -> tuple[Inspection, Queued]:
    inspection = inspection_of(taken.event)
    try:
        known, queued = taken.uow.inspections.get(inspection), taken.uow.queue.of(inspection)
    except KeyError:
        raise CannotTake(Unfit.NOT_KNOWN_HERE) from None
    if queued is None:
        raise CannotTake(Unfit.NOT_KNOWN_HERE)
    return known, queued


def _told_before(taken: Carrying, known: Inspection) -> bool:
    """Tell whether this very decision was carried out: a station that was restored is given it again."""
    return any((audit.by, audit.at) == (taken.by, taken.at) for audit in taken.uow.audits.of(known.id))


def inspection_of(event: object) -> str:
    """Return the inspection that a decision is about, empty for none."""
    named = getattr(event, "inspection", "")
    return named if isinstance(named, str) else str(named.id)


def _need_open(taken: Carrying, known: Inspection, queued: Queued, decision: Decision) -> None:
    if decision in decisions(known, queued, is_latest(taken.uow, known)):
        return
    if queued.standing.over:
        raise DecidedHere(queued.standing.value)
    raise CannotTake(Unfit.DOES_NOT_FIT)


def _decider(taken: Carrying) -> Person:
    """Return who decided at central; somebody who is not here any more keeps the id."""
    known = taken.uow.people.maybe(taken.by)
    return known or Person(taken.by, taken.by, Role.SUPERVISOR, taken.world.house.language, "", "")


def _note(taken: Carrying) -> str:
    """Return the commitment of what was written; the text may be gone."""
    override = getattr(getattr(taken.event, "inspection", None), "override", None)
    return str(override.note if override else getattr(taken.event, "note", ""))


def _wait_on(taken: Carrying, known: Inspection, before: Queued) -> None:
    """Let an item wait on for what central did not see; a release settles by itself what it settles."""
    seen = getattr(taken.event, "whys", before.whys)
    for why in before.whys:
        if why not in seen and not before.standing.over:
            queueing.enqueue(taken.uow, known, why, before.since)


def _confirm(_: Carrying, case: Case) -> None:
    deciding.confirmed(case, int(getattr(_.event, "together", 1)))


def _override(taken: Carrying, case: Case) -> None:
    word = taken.event.inspection.override
    if word is None or word.by != taken.by:
        raise CannotTake(Unfit.UNREADABLE)
    change = Change(word.reason, word.grade, word.remedy, word.to)
    deciding.overridden(case, change, _findings(taken))


def _findings(taken: Carrying) -> dict[SignalKind, Finding]:
    said: Mapping[str, str] = taken.beside.get("findings", {})
    return {SignalKind(kind): Finding(finding) for kind, finding in said.items()}


def _release(taken: Carrying, case: Case) -> None:
    deciding.let_go(case, _findings(taken), "")


confirm = _audit(Decision.CONFIRM, _confirm)
override = _audit(Decision.OVERRIDE, _override)
send_back = _audit(Decision.SEND_BACK, lambda _, case: deciding.sent_back(case, ""))
release = _audit(Decision.RELEASE, _release)
keep_hold = _audit(Decision.KEEP_HOLD, lambda _, case: deciding.left_on_hold(case, ""))


# Beside the queue ----------------------------------------------------------------------------------


def photo_removed(taken: Carrying) -> Took:
    """Take a photo out of the vault here, too; one of the item in hand waits until that is done."""
    event: PhotoRemoved = taken.event
    try:
        known = taken.uow.inspections.get(event.inspection)
    except KeyError:
        return Took.SAME
    if taken.uow.bench.load().inspection == known.id:
        raise CannotTake(Unfit.IN_HAND)
    taken.uow.journal.append(replace(event, by=taken.by), taken.by)
    taken.after.append(lambda: taken.world.vault.remove(event.sha256))
    return Took.APPLIED


def sampling_resumed(taken: Carrying) -> Took:
    """Let a stream go on that was discontinued here."""
    before = taken.uow.sampling.stream(taken.event.stream)
    if before is None or (after := resumed(before)) == before:
        return Took.SAME
    taken.uow.sampling.put_stream(after)
    taken.uow.journal.append(taken.event, taken.by)
    return Took.APPLIED
