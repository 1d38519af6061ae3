"""One turn at the bench: a person does one thing, in one transaction, and the screens are told."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from station.domain.bench import Bench, refusal
from station.domain.binning import sent
from station.domain.checklist import Checklist
from station.domain.errors import DomainError, Reason
from station.domain.events import Event, SignedOut, SignedOutBecause
from station.domain.inspection import Inspection
from station.domain.people import Person, Session
from station.domain.routing import routed
from station.ports import UnitOfWork, World
from station.services.filling import proposal
from station.services.noticing import is_recalled, ready, up_to_date
from station.services.queueing import queue_to_rescan

# A session is noted as alive this often in the time that it may be idle.
TOUCHES = 20


@dataclass(frozen=True, slots=True)
class Turn:
    """What an action at the bench works with. The inspection is the item in hand, if any."""

    world: World
    uow: UnitOfWork
    bench: Bench
    person: Person
    inspection: Inspection | None
    now: datetime

    @property
    def in_hand(self) -> Inspection:
        """Return the item in hand. Raises NOT_NOW if there is none."""
        if self.inspection is None:
            raise DomainError(Reason.NOT_NOW)
        return self.inspection

    @property
    def checklist(self) -> Checklist:
        return checklist_of(self.uow, self.in_hand)

    def record(self, event: Event) -> int:
        """Append an event in the name of the person at the bench, and return its number."""
        return self.uow.journal.append(event, self.person.id)

    def keep(self, inspection: Inspection) -> Inspection:
        """Save the item in hand; once its checklist is complete it is routed, unless a signal waits."""
        checklist = checklist_of(self.uow, inspection)
        inspection = up_to_date(self.uow, inspection, self.now)
        if ready(inspection, checklist):
            rulebook = self.uow.rules.in_force()
            recalled = is_recalled(self.uow, inspection.item)
            currency = self.world.house.currency
            decided = routed(inspection, checklist, rulebook, {}, self.now.date(), recalled, currency)
            inspection = self._to_bin(decided)
            queue_to_rescan(self.world, self.uow, inspection, self.person.id)
        self.uow.inspections.save(inspection)
        return inspection

    def _to_bin(self, inspection: Inspection) -> Inspection:
        """Choose the bin once the disposition is known: only its bins are looked into."""
        assert inspection.route is not None
        chosen = proposal(self.uow, inspection.route.disposition, inspection.item.category)
        return sent(inspection, chosen)


def checklist_of(uow: UnitOfWork, inspection: Inspection) -> Checklist:
    """Return the checklist in the version that the inspection was begun with."""
    return uow.rules.at(inspection.station).checklist(inspection.checklist, inspection.checklist_version)


Action = Callable[[Turn], Bench]


def take_turn(world: World, action: Action) -> Bench:
    """Do one thing at the bench, commit it, and wake the screens.

    A refusal undoes everything the action wrote and becomes what the bench says. Where even that
    cannot be written (a full disk), it is said from memory and nothing is lost.
    """
    try:
        bench = _commit(world, action)
    except DomainError as refused:
        return say_refusal(world, refused)
    world.bell.ring(bench.revision)
    return bench


def say_refusal(world: World, refused: DomainError) -> Bench:
    """Let the bench say why not, and change nothing else."""
    notice = refusal(refused)
    try:
        with world.begin() as uow:
            bench = replace(uow.bench.load(), notice=notice)
            bench = advance(uow, bench)
    except DomainError:
        world.bell.alarm(notice)
        with world.read() as uow:
            return replace(uow.bench.load(), notice=notice)
    world.bell.ring(bench.revision)
    return bench


def _commit(world: World, action: Action) -> Bench:
    with world.begin() as uow:
        bench = uow.bench.load()
        person = signed_in(world, uow, bench)
        if person is None:
            return advance(uow, _nobody(world, uow, bench))
        inspection = uow.inspections.get(bench.inspection) if bench.inspection else None
        turn = Turn(world, uow, bench, person, inspection, world.clock.now())
        return advance(uow, action(turn))


def advance(uow: UnitOfWork, bench: Bench) -> Bench:
    """Save the bench as it is now; every screen that shows an earlier state is stale."""
    bench = replace(bench, revision=bench.revision + 1)
    uow.bench.save(bench)
    return bench


def signed_in(world: World, uow: UnitOfWork, bench: Bench) -> Person | None:
    """Return who is at the bench, None once the session has ended or was idle too long."""
    session = session_of(world, uow, bench)
    if session is None or bench.person is None:
        return None
    _touch(world, uow, session, world.clock.now())
    return uow.people.get(bench.person)


def session_of(world: World, uow: UnitOfWork, bench: Bench) -> Session | None:
    """Return the session that works at the bench, None once it has ended or was idle too long."""
    session = uow.people.session(bench.session or "")
    house, now = world.house, world.clock.now()
    alive = session is not None and session.alive(now, house.idle, house.shift)
    return session if alive else None


def _nobody(world: World, uow: UnitOfWork, bench: Bench) -> Bench:
    session = uow.people.session(bench.session or "")
    if bench.person and session:
        uow.people.save_session(replace(session, ended_at=session.ended_at or world.clock.now()))
        event = SignedOut(bench.person, SignedOutBecause.IDLE)
        uow.journal.append(event, bench.person)
    notice = refusal(DomainError(Reason.SIGN_IN_FIRST))
    return replace(bench.locked(), notice=notice)


def _touch(world: World, uow: UnitOfWork, session: Session, now: datetime) -> None:
    """Note that someone is here, now and then: a row at every key would cost a page at every key."""
    if now - session.seen_at > world.house.idle / TOUCHES:
        uow.people.save_session(replace(session, seen_at=now))
