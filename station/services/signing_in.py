"""Say who works here: a badge identifies, a PIN proves, and five wrong PINs lock out."""

from dataclasses import dataclass, field, replace
from datetime import timedelta

from station.domain.bench import Bench, Presented, Say, Tone, refusal
from station.domain.errors import DomainError, Reason
from station.domain.events import Event, PinRefused, SignedIn, SignedOut, SignedOutBecause
from station.domain.people import Person, Role, Session
from station.ports import UnitOfWork, World

# How long a scanned badge waits for its PIN.
PIN_WAITS = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class SignInResult:
    """Either a token for the browser, or why not."""

    token: str | None
    refused: DomainError | None = None


def present_badge(world: World, secret: str) -> Bench:
    """Take a scanned badge: whoever was signed in is signed out, and the PIN is asked for.

    A badge that nobody has changes nothing but what the bench says.
    """
    with world.begin() as uow:
        bench = uow.bench.load()
        person = uow.people.by_badge(world.secrets.digest(secret))
        if person is None:
            bench = replace(bench, presented=None, notice=refusal(DomainError(Reason.UNKNOWN_BADGE)))
        else:
            bench = _sign_out(world, uow, bench, SignedOutBecause.BADGE)
            bench = replace(bench, presented=Presented(person.id, world.clock.now()), notice=None)
        bench = _save(uow, bench)
    world.bell.ring(bench.revision)
    return bench


def sign_in(world: World, pin: str) -> SignInResult:
    """Prove the badge that was scanned last, and take the bench. Wrong PINs are counted."""
    try:
        return _sign_in(world, pin)
    except DomainError as failed:
        world.bell.alarm(refusal(failed))
        return SignInResult(None, failed)


def _sign_in(world: World, pin: str) -> SignInResult:
    with world.begin() as uow:
        bench = uow.bench.load()
        try:
            person = prove(world, uow, _presented(world, uow, bench), pin)
        except DomainError as refused:
            bench = _save(uow, replace(bench, notice=refusal(refused)))
            result = SignInResult(None, refused)
        else:
            bench, token = _admit(world, uow, bench, person)
            result = SignInResult(token)
    world.bell.ring(bench.revision)
    return result


def _presented(world: World, uow: UnitOfWork, bench: Bench) -> Person:
    waiting = bench.presented
    if waiting is None or world.clock.now() - waiting.at > PIN_WAITS:
        raise DomainError(Reason.SIGN_IN_FIRST)
    return uow.people.get(waiting.person)


def prove(world: World, uow: UnitOfWork, person: Person, pin: str) -> Person:
    """Check a PIN. Raises LOCKED_OUT or WRONG_PIN, and counts the failure in the open transaction."""
    now = world.clock.now()
    attempts = uow.people.attempts(person.id)
    if attempts.locked_until and attempts.locked(now):
        until = f"{attempts.locked_until:%H:%M:%S}"
        raise DomainError(Reason.LOCKED_OUT, name=person.name, until=until)
    if world.secrets.pin_matches(person.pin_hash, pin):
        uow.people.save_attempts(person.id, replace(attempts, failures=0, locked_until=None))
        return person
    failed = attempts.failed(now)
    uow.people.save_attempts(person.id, failed)
    _record(world, uow, PinRefused(person.id, failed.failures), person.id)
    raise DomainError(Reason.WRONG_PIN, name=person.name)


def _admit(world: World, uow: UnitOfWork, bench: Bench, person: Person) -> tuple[Bench, str]:
    token, now = world.ids.token(), world.clock.now()
    session = Session(world.secrets.digest(token), person.id, now, now)
    uow.people.save_session(session)
    _record(world, uow, SignedIn(person.id, person.role.value), person.id)
    taken = replace(bench, person=person.id, session=session.id, presented=None, ask=bench.ask)
    say = Say.RESUMED if bench.inspection else Say.WELCOME
    return _save(uow, taken.says(say, Tone.GOOD, name=person.name)), token


def sign_out(world: World) -> None:
    """Leave the bench. The item in hand stays, for whoever signs in next."""
    with world.begin() as uow:
        bench = sign_out_in(world, uow, SignedOutBecause.ASKED)
    world.bell.ring(bench.revision)


def sign_out_in(world: World, uow: UnitOfWork, because: SignedOutBecause) -> Bench:
    """Sign out whoever is at the bench, in a transaction that is open already."""
    bench = _sign_out(world, uow, uow.bench.load(), because)
    return _save(uow, replace(bench, notice=None))


def _sign_out(world: World, uow: UnitOfWork, bench: Bench, because: SignedOutBecause) -> Bench:
    session = uow.people.session(bench.session) if bench.session else None
    if session and bench.person:
        uow.people.save_session(replace(session, ended_at=world.clock.now()))
        _record(world, uow, SignedOut(bench.person, because), bench.person)
    return bench.locked()


def person_of(world: World, token: str) -> Person | None:
    """Return who a browser's token belongs to, None if the session is over."""
    with world.read() as uow:
        session = uow.people.session(world.secrets.digest(token))
        house, now = world.house, world.clock.now()
        alive = session is not None and session.alive(now, house.idle, house.shift)
        return uow.people.get(session.person) if session and alive else None


def note_seen(world: World, token: str) -> None:
    """Note that a session that is alive is in use, so that it does not run idle."""
    with world.begin() as uow:
        session = uow.people.session(world.secrets.digest(token))
        house, now = world.house, world.clock.now()
        if session and session.alive(now, house.idle, house.shift):
            uow.people.save_session(replace(session, seen_at=now))


def set_taste(world: World, person: str, language: str | None = None, dark: bool | None = None) -> None:
    """Remember the language and the theme that a person reads best."""
    with world.begin() as uow:
        known = uow.people.get(person)
        changed = replace(known, language=language or known.language)
        uow.people.save(changed if dark is None else replace(changed, dark=dark))


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Someone to add: badge secret and PIN in clear, once, to be hashed."""

    id: str
    name: str
    role: Role
    language: str
    badge: str = field(repr=False)
    pin: str = field(repr=False)


def _record(world: World, uow: UnitOfWork, event: Event, actor: str) -> None:
    uow.journal.append(event, actor, simulated=world.house.simulated)


def _save(uow: UnitOfWork, bench: Bench) -> Bench:
    bench = replace(bench, revision=bench.revision + 1)
    uow.bench.save(bench)
    return bench
