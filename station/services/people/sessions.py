"""Sessions of people: opened at the bench or a desk, ended one by one or all at once."""

from dataclasses import dataclass, replace
from datetime import timedelta

from station.domain.bench import Bench
from station.domain.events import SignedIn
from station.domain.people import Person, Place, Session
from station.ports import UnitOfWork, World

# How long a session that is over is remembered, for the page of people and the export.
REMEMBERED = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Known:
    """Whose browser it is, and by which session."""

    person: Person
    session: Session


def known_by(world: World, token: str) -> Known | None:
    """Return whom a browser's token belongs to, None if the session or the person's access is over."""
    with world.read() as uow:
        session = uow.people.session(world.secrets.digest(token))
        if session is None or not alive(world, session):
            return None
        person = uow.people.get(session.person)
        return Known(person, session) if person.may_enter else None


def alive(world: World, session: Session) -> bool:
    return session.alive(world.clock.now(), world.house.idle, world.house.shift)


def begin(world: World, uow: UnitOfWork, person: Person, place: Place) -> tuple[Session, str]:
    """Open a session and return it with the browser's token, which is nowhere else."""
    token, now = world.ids.token(), world.clock.now()
    session = Session(world.secrets.digest(token), person.id, now, now, place=place)
    uow.people.drop_sessions(person.id, before=now - REMEMBERED)
    uow.people.save_session(session)
    signed_in = SignedIn(person.id, person.role.value, place.value)
    uow.journal.append(signed_in, person.id)
    return session, token


def open_of(world: World, uow: UnitOfWork, person: str) -> tuple[Session, ...]:
    return tuple(session for session in uow.people.sessions(person) if alive(world, session))


def end_all(world: World, uow: UnitOfWork, person: str, but: str = "") -> int:
    """End a person's open sessions, save the one named, and return how many ended.

    Where one of them had the bench, the bench locks and the item in hand stays.
    """
    ending = [session for session in open_of(world, uow, person) if session.id != but]
    for session in ending:
        uow.people.save_session(session.ended(world.clock.now()))
    bench = uow.bench.load()
    if bench.session in {session.id for session in ending}:
        bench = bench.locked()
    _keep(uow, _without(bench, person) if not but else bench)
    return len(ending)


def _without(bench: Bench, person: str) -> Bench:
    """Let neither a badge that waits for its PIN nor one that stepped up count any more."""
    if bench.presented and bench.presented.person == person:
        bench = replace(bench, presented=None)
    if bench.ask and bench.ask.about.get("person") == person:
        about = {key: value for key, value in bench.ask.about.items() if key not in ("person", "name")}
        bench = replace(bench, ask=replace(bench.ask, about=about))
    return bench


def _keep(uow: UnitOfWork, bench: Bench) -> None:
    known = uow.bench.load()
    if bench != known:
        uow.bench.save(replace(bench, notice=None, revision=known.revision + 1))
