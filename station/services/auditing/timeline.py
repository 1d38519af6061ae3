"""The time line of an inspection: what was done with it, by whom, how long it took, and what was decided."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from station.domain.auditing.decisions import Audit, Audited, Course
from station.domain.auditing.overrides import Override
from station.domain.inspection import Answer, Inspection
from station.domain.signals import Signal
from station.ports import UnitOfWork
from station.services.named import name_of

Audits = tuple[Audit, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the time line. ``what`` is of an inspection's own course or an audit; ``by`` a name.

    ``about`` are plain facts by name: bins, the question and choice of an answer, the slot of a photo, the
    kind of a signal. ``seconds`` is how long it took; ``note`` what was written, None once it was removed.
    """

    at: datetime
    what: Course | Audited
    by: str
    seconds: float
    about: Mapping[str, str]
    override: Override | None
    note: str | None


def steps(uow: UnitOfWork, known: Inspection) -> tuple[Step, ...]:
    """List all that was done, in its order; what happened at one instant in the order of the work."""
    audits = uow.audits.of(known.id)
    found = (*_course(uow, known, audits), *(_audited(uow, audit) for audit in audits))
    return tuple(sorted(found, key=lambda step: step.at))


def _step(uow: UnitOfWork, at: datetime, what: Course, by: str, **about: str) -> Step:
    return Step(at, what, _name(uow, by), 0.0, about, None, "")


def _name(uow: UnitOfWork, person: str) -> str:
    """Name a person; one that is not known here any more by what stands in the record."""
    return name_of(uow, person)


def _course(uow: UnitOfWork, known: Inspection, audits: Audits) -> Iterator[Step]:
    """List what the inspection itself tells."""
    yield _step(uow, known.opened_at, Course.OPENED, known.opened_by)
    yield from (_answered(uow, answer) for answer in known.answers)
    for photo in known.photos:
        about = {"slot": photo.slot, "because": photo.poor_because.value if photo.poor_because else ""}
        yield _step(uow, photo.taken_at, Course.PHOTOGRAPHED, photo.taken_by, **about)
    if known.weight:
        yield _step(uow, known.weight.at, Course.WEIGHED, known.weight.by, grams=str(known.weight.grams))
    for signal in known.signals:
        yield from _signal(uow, signal, audits)
    yield from _of_old(uow, known, audits)
    if known.closed_at and known.hold is None:
        yield _step(uow, known.closed_at, Course.CLOSED, known.closed_by or "", state=known.state.value)


def _answered(uow: UnitOfWork, answer: Answer) -> Step:
    about = {"question": answer.question, "choice": answer.choice, "changes": str(answer.changes)}
    about["before"] = answer.before.choice if answer.before else ""
    return replace(_step(uow, answer.at, Course.ANSWERED, answer.by, **about), seconds=answer.seconds)


def _signal(uow: UnitOfWork, signal: Signal, audits: Audits) -> Iterator[Step]:
    """Tell a signal, and what it was found to be: the record knows by whom, and the release says when."""
    noticed = {"signal": signal.kind.value, **{f"seen_{name}": value for name, value in signal.seen.items()}}
    yield _step(uow, signal.at, Course.NOTICED, "", **noticed)
    ended = (Audited.RELEASED, Audited.OVERRIDDEN)
    times = (a.at for a in audits if a.what in ended and a.by == signal.by and a.at >= signal.at)
    at = next(times, None)
    if signal.finding and at:
        about = {"signal": signal.kind.value, "finding": signal.finding.value}
        yield _step(uow, at, Course.SETTLED, signal.by, **about)


def _of_old(uow: UnitOfWork, known: Inspection, audits: Audits) -> Iterator[Step]:
    """Tell a hold and an override from before there was a log of them."""
    told = {audit.what for audit in audits}
    if known.hold and Audited.HELD not in told:
        yield _step(uow, known.hold.at, Course.HELD, known.hold.by, reason=known.hold.reason.value)
    word = known.override
    if word and Audited.OVERRIDDEN not in told:
        yield Step(word.at, Course.OVERRIDDEN_AT_BENCH, _name(uow, word.by), 0.0, {}, word, "")


# What the log tells, and is part of the inspection's own course.
_AT_BENCH: Mapping[Audited, Course] = {
    Audited.HELD: Course.HELD,
    Audited.OVERRIDDEN: Course.OVERRIDDEN_AT_BENCH,
}


def _audited(uow: UnitOfWork, audit: Audit) -> Step:
    at_desk = audit.override is not None and audit.override.at_desk
    what = audit.what if at_desk else _AT_BENCH.get(audit.what, audit.what)
    note = uow.notes.text(audit.note) if audit.note else ""
    return Step(audit.at, what, _name(uow, audit.by), audit.seconds, audit.facts, audit.override, note)
