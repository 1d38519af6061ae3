"""Say who works here: a badge identifies, a PIN proves, and five wrong PINs lock out."""

from dataclasses import dataclass, replace
from datetime import timedelta

from station.domain.bench import Bench, Presented, Say, Tone, refusal
from station.domain.errors import DomainError, Reason
from station.domain.events import PinRefused, SignedOut, SignedOutBecause
from station.domain.people import Person, Place
from station.ports import UnitOfWork, World
from station.services.people import sessions
from station.services.people.pins import CHOOSING, choose
from station.services.people.proving import BENCH, count_try, note_unknown, refuse_slowed

# How long a scanned badge waits for its PIN.
PIN_WAITS = timedelta(minutes=1)


# How long somebody who proved a one-time PIN may think of one of their own.
CHOICE_WAITS = timedelta(minutes=3)


@dataclass(frozen=True, slots=True)
class SignInResult:
    """Either a token for the browser, or why not."""

    token: str | None
    refused: DomainError | None = None


def present_badge(world: World, secret: str, source: str = BENCH) -> Bench:
    """Take a scanned badge: whoever was signed in is signed out, and the PIN is asked for.

    A badge that nobody has changes nothing but what the bench says; many of them slow their source down.
    """
    with world.begin() as uow:
        bench = uow.bench.load()
        try:
            person = _owner(world, uow, secret, source)
        except DomainError as refused:
            bench = replace(bench, presented=None, notice=refusal(refused))
        else:
            bench = _sign_out(world, uow, bench, SignedOutBecause.BADGE)
            bench = replace(bench, presented=Presented(person.id, world.clock.now()), notice=None)
        bench = _save(uow, bench)
    world.bell.ring(bench.revision)
    return bench


def _owner(world: World, uow: UnitOfWork, secret: str, source: str) -> Person:
    refuse_slowed(world, uow, source)
    person = uow.people.by_badge(world.secrets.digest(secret))
    if person is None:
        note_unknown(world, uow, source, count_try(world, uow, source))
        raise DomainError(Reason.UNKNOWN_BADGE)
    return person


def sign_in(world: World, pin: str, source: str = BENCH, fresh: str = "") -> SignInResult:
    """Prove the badge that was scanned last, and take the bench. Wrong PINs are counted.

    A one-time PIN is refused with CHOOSE_PIN, unless ``fresh`` is the one chosen in its place.
    """
    try:
        return _sign_in(world, pin, source, fresh)
    except DomainError as failed:
        world.bell.alarm(refusal(failed))
        return SignInResult(None, failed)


def _sign_in(world: World, pin: str, source: str, fresh: str) -> SignInResult:
    with world.begin() as uow:
        bench = uow.bench.load()
        try:
            refuse_slowed(world, uow, source)
            person = prove(world, uow, _presented(world, bench, uow), pin, fresh)
        except DomainError as refused:
            bench = _save(uow, _refused(world, uow, bench, refused, source))
            result = SignInResult(None, refused)
        else:
            bench, token = _admit(world, uow, uow.bench.load(), person)
            result = SignInResult(token)
    world.bell.ring(bench.revision)
    return result


def _refused(world: World, uow: UnitOfWork, bench: Bench, refused: DomainError, source: str) -> Bench:
    """Say why not; a person whose one-time PIN was right may go on to choose their own."""
    if refused.reason is Reason.WRONG_PIN:
        count_try(world, uow, source)
    if bench.presented and refused.reason in CHOOSING:
        bench = replace(bench, presented=replace(bench.presented, at=world.clock.now(), choosing=True))
    return replace(bench, notice=refusal(refused))


def waiting(world: World, bench: Bench) -> Presented | None:
    """Return the badge that waits for its PIN, None once it has waited too long."""
    known = bench.presented
    if known is None:
        return None
    fresh = world.clock.now() - known.at <= (CHOICE_WAITS if known.choosing else PIN_WAITS)
    return known if fresh else None


def _presented(world: World, bench: Bench, uow: UnitOfWork) -> Person:
    known = waiting(world, bench)
    person = uow.people.get(known.person) if known else None
    if person is None or not person.may_enter:
        raise DomainError(Reason.SIGN_IN_FIRST)
    return person


def prove(world: World, uow: UnitOfWork, person: Person, pin: str, fresh: str = "") -> Person:
    """Check a PIN. Raises LOCKED_OUT or WRONG_PIN, and counts the failure in the open transaction.

    A one-time PIN proves nothing but that its owner may choose one: CHOOSE_PIN, or what is wrong with
    ``fresh``, which then takes its place.
    """
    now = world.clock.now()
    attempts = uow.people.attempts(person.id)
    if attempts.locked_until and attempts.locked(now):
        until = f"{attempts.locked_until:%H:%M:%S}"
        raise DomainError(Reason.LOCKED_OUT, name=person.name, until=until)
    if person.may_enter and proves(world, person, pin):
        uow.people.save_attempts(person.id, replace(attempts, failures=0, locked_until=None))
        return own_pin(world, uow, person, fresh)
    failed = attempts.failed(now)
    uow.people.save_attempts(person.id, failed)
    uow.journal.append(PinRefused(person.id, failed.failures), person.id)
    raise DomainError(Reason.WRONG_PIN, name=person.name)


def proves(world: World, person: Person, pin: str) -> bool:
    """Tell whether a PIN is a person's own, or a one-time PIN that still counts."""
    matches = world.secrets.pin_matches(person.pin_hash, pin)
    return matches and (person.one_time_until is None or world.clock.now() < person.one_time_until)


def own_pin(world: World, uow: UnitOfWork, person: Person, fresh: str) -> Person:
    """Return a person who has a PIN of their own, ``fresh`` from now on where it was a one-time one."""
    if person.one_time_until is None:
        return person
    if not fresh:
        raise DomainError(Reason.CHOOSE_PIN, name=person.name)
    return choose(world, uow, person, fresh)


def _admit(world: World, uow: UnitOfWork, bench: Bench, person: Person) -> tuple[Bench, str]:
    session, token = sessions.begin(world, uow, person, Place.BENCH)
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
        uow.journal.append(SignedOut(bench.person, because), bench.person)
    return bench.locked()


def sign_out_of(world: World, token: str) -> None:
    """End a browser's own session: the bench is left only by the one who has it."""
    with world.begin() as uow:
        session = uow.people.session(world.secrets.digest(token))
        bench = uow.bench.load()
        if session and session.id == bench.session:
            bench = sign_out_in(world, uow, SignedOutBecause.ASKED)
        elif session and session.ended_at is None:
            uow.people.save_session(session.ended(world.clock.now()))
            uow.journal.append(SignedOut(session.person, SignedOutBecause.ASKED), session.person)
    world.bell.ring(bench.revision)


def person_of(world: World, token: str) -> Person | None:
    """Return who a browser's token belongs to, None if the session is over."""
    known = sessions.known_by(world, token)
    return known.person if known else None


def note_seen(world: World, token: str) -> None:
    """Note that a session that is alive is in use, so that it does not run idle."""
    with world.begin() as uow:
        session = uow.people.session(world.secrets.digest(token))
        if session and sessions.alive(world, session):
            uow.people.save_session(replace(session, seen_at=world.clock.now()))


def set_taste(world: World, person: str, language: str | None = None, dark: bool | None = None) -> None:
    """Remember the language and the theme that a person reads best."""
    with world.begin() as uow:
        known = uow.people.get(person)
        changed = replace(known, language=language or known.language)
        uow.people.save(changed if dark is None else replace(changed, dark=dark))


def _save(uow: UnitOfWork, bench: Bench) -> Bench:
    bench = replace(bench, revision=bench.revision + 1)
    uow.bench.save(bench)
    return bench
