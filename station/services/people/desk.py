"""Sign in at a desk or tablet: a session of its own, beside the bench and beside every other one."""

from dataclasses import dataclass, replace

from station.domain.errors import DomainError, Reason
from station.domain.events import PinRefused
from station.domain.people import Person, Place
from station.domain.scanning import badge_in
from station.ports import UnitOfWork, World
from station.services.people import sessions
from station.services.people.proving import count_try, forgive, note_unknown, refuse_slowed
from station.services.signing_in import SignInResult, own_pin, proves


@dataclass(frozen=True, slots=True)
class Claim:
    """Who somebody says they are. Nobody here is as good a claim as anybody, until the PIN says otherwise.

    ``key`` is what wrong PINs are counted under, ``failures`` how many count with this one.
    """

    person: Person | None
    key: str
    failures: int
    tries: int


def sign_in(world: World, who: str, pin: str, source: str, fresh: str = "") -> SignInResult:
    """Prove a badge or a sign-in number, and open a session beside the bench.

    Each try is counted before it is looked at, so that a thousand at once are no more than one after the
    other. An unknown number costs as much time as a wrong PIN and is answered in the same words: either is
    WRONG_SIGN_IN, or SLOW_DOWN after too many. A one-time PIN is refused with CHOOSE_PIN, unless ``fresh``
    is the one chosen in its place.
    """
    try:
        claim = _claimed(world, who, source)
        if not _proved(world, claim.person, pin):
            _refuse(world, claim, source)
        return _admitted(world, claim, source, fresh)
    except DomainError as refused:
        return SignInResult(None, refused)


def _claimed(world: World, who: str, source: str) -> Claim:
    with world.begin() as uow:
        refuse_slowed(world, uow, source)
        person = _owner(world, uow, who)
        key = person.id if person else f"?{world.secrets.digest(_plain(who))[:32]}"
        attempts, now = uow.people.attempts(key), world.clock.now()
        if attempts.locked_until and attempts.locked(now):
            raise DomainError(Reason.SLOW_DOWN, until=f"{attempts.locked_until:%H:%M:%S}")
        counted = attempts.failed(now)
        uow.people.save_attempts(key, counted)
        return Claim(person, key, counted.failures, count_try(world, uow, source))


def _owner(world: World, uow: UnitOfWork, who: str) -> Person | None:
    secret = badge_in(who.strip())
    if secret is not None:
        return uow.people.by_badge(world.secrets.digest(secret))
    return uow.people.by_sign_in(_plain(who))


def _plain(who: str) -> str:
    """Return a number without the spaces and dashes that help the eye."""
    return "".join(c for c in who if not c.isspace() and c != "-")


def _proved(world: World, person: Person | None, pin: str) -> bool:
    if person is None:
        world.secrets.hash_pin(pin)  # as slow as looking at a PIN
        return False
    return proves(world, person, pin)


def _refuse(world: World, claim: Claim, source: str) -> None:
    with world.begin() as uow:
        if claim.person:
            uow.journal.append(PinRefused(claim.person.id, claim.failures), claim.person.id)
        else:
            note_unknown(world, uow, source, claim.tries)
    raise DomainError(Reason.WRONG_SIGN_IN)


def _admitted(world: World, claim: Claim, source: str, fresh: str) -> SignInResult:
    """Open the session, if the person still is who proved it; a refusal keeps what was forgiven."""
    with world.begin() as uow:
        person = uow.people.get(claim.key)
        if not person.may_enter or (claim.person and person.pin_hash != claim.person.pin_hash):
            raise DomainError(Reason.WRONG_SIGN_IN)
        attempts = uow.people.attempts(person.id)
        uow.people.save_attempts(person.id, replace(attempts, failures=0, locked_until=None))
        forgive(uow, source)
        try:
            person = own_pin(world, uow, person, fresh)
        except DomainError as refused:
            return SignInResult(None, refused)
        _, token = sessions.begin(world, uow, person, Place.DESK)
        return SignInResult(token)
