"""One audit under way: the item, who decides, and that nobody was faster."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from station.domain.auditing.decisions import Audit, Audited, Decision, authors, decisions
from station.domain.auditing.overrides import Override, may_audit
from station.domain.auditing.queue import Queued, Standing
from station.domain.bench import Bench, Say, Tone
from station.domain.errors import DomainError, Reason
from station.domain.events import Event
from station.domain.inspection import Inspection, State
from station.domain.people import Person
from station.ports import UnitOfWork, World
from station.services import notes
from station.services.named import name_of
from station.services.turn import advance


@dataclass(slots=True)
class Case:
    """What a decision works with. ``queued`` is how the item stood in the queue before it.

    ``commitment`` is that of a note that was written and kept elsewhere, None for one that is kept here.
    """

    world: World
    uow: UnitOfWork
    person: Person
    known: Inspection
    queued: Queued
    seconds: float
    now: datetime
    rung: int | None = None
    commitment: str | None = None

    def record(self, event: Event) -> int:
        """Append an event in the supervisor's name, and return its number."""
        return self.uow.journal.append(event, self.person.id)

    def log(self, entry: int, what: Audited, note: str = "", override: Override | None = None) -> None:
        """Keep the decision where the item's page finds it."""
        said = Audit(entry, self.known.id, self.known.item.lpn, what, self.person.id, self.now)
        whys, seconds = self.queued.whys, self.seconds
        self.uow.audits.add(replace(said, whys=whys, seconds=seconds, note=note, override=override))

    def kept(self, note: str) -> str:
        """Keep what the supervisor wrote, and return what the journal may name."""
        return notes.kept(self.uow, note.strip()) if self.commitment is None else self.commitment

    def stands(self) -> Queued:
        """Return how the item stands in the queue now."""
        queued = self.uow.queue.of(self.known.id)
        assert queued is not None
        return queued

    def tell_bench(self, said: Say | None = None, **facts: str) -> None:
        """Have the bench say something of the item in its hand; one that is free shows what waits.

        Whoever works on another item is not disturbed: the keys of a screen that is shown stay good.
        """
        bench = self.uow.bench.load()
        mine = bench.inspection == self.known.id
        if mine and said:
            calm = replace(bench.settled(), stopped_at=None)
            bench = calm.says(said, Tone.ATTENTION, **facts)
        if mine or not _busy(bench):
            self.rung = advance(self.uow, bench).revision


def _busy(bench: Bench) -> bool:
    return bench.inspection is not None or bench.ask is not None


@contextlib.contextmanager
def opened(
    world: World, person: Person, inspection: str, revision: int, decision: Decision, seconds: float
) -> Iterator[Case]:
    """Begin a decision; on leaving it is committed and the screens are told.

    Raises NOT_ALLOWED, AUDITED_MEANWHILE, CHANGED_MEANWHILE, OWN_WORK, NOT_NOW, KeyError.
    """
    with world.begin() as uow:
        may_decide(uow, person, set())
        queued = uow.queue.of(inspection)
        if queued is None:
            raise KeyError(inspection)
        nobody_faster(uow, queued, revision)
        known = uow.inspections.get(inspection)
        may_decide(uow, person, barred(known, queued))
        if decision not in decisions(known, queued, is_latest(uow, known)):
            raise DomainError(Reason.NOT_NOW)
        case = Case(world, uow, person, known, queued, round(max(0.0, seconds), 1), world.clock.now())
        yield case
    if case.rung is not None:
        world.bell.ring(case.rung)


def may_decide(uow: UnitOfWork, person: Person, graders: set[str]) -> None:
    """Let a person decide who is a supervisor now: a moment ago does not count. Raises as ``may_audit``."""
    now = uow.people.get(person.id)
    if not now.may_enter:
        raise DomainError(Reason.NOT_ALLOWED, name=now.name)
    may_audit(now, graders)


def nobody_faster(uow: UnitOfWork, queued: Queued, revision: int) -> None:
    """Raise AUDITED_MEANWHILE (``name``, ``standing``) or CHANGED_MEANWHILE for a page that is old."""
    if queued.revision == revision:
        return
    if queued.standing.over:
        raise faster(uow, queued)
    raise DomainError(Reason.CHANGED_MEANWHILE)


def faster(uow: UnitOfWork, queued: Queued) -> DomainError:
    """Say who decided, and what."""
    name = name_of(uow, queued.by)
    return DomainError(Reason.AUDITED_MEANWHILE, name=name, standing=queued.standing.value, lpn=queued.lpn)


def barred(known: Inspection, queued: Queued) -> set[str]:
    """Return everyone who may not decide, because it is their own work or word."""
    return authors(known) | set(queued.graders)


def is_latest(uow: UnitOfWork, known: Inspection) -> bool:
    """Tell whether an inspection is the one of its plate that counts; one that was given up does not."""
    visits = (visit for visit in uow.inspections.visits(known.item.lpn) if visit.state is not State.VOIDED)
    return [visit.id for visit in visits][-1:] == [known.id]


def refusal(uow: UnitOfWork, person: Person, known: Inspection, queued: Queued) -> DomainError | None:
    """Say why a person can decide nothing of an item now, None where they can."""
    try:
        may_audit(person, barred(known, queued))
    except DomainError as refused:
        return refused
    if decisions(known, queued, is_latest(uow, known)):
        return None
    return faster(uow, queued) if queued.standing is not Standing.WAITING else DomainError(Reason.NOT_NOW)
