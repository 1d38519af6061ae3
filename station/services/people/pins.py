"""PINs that people choose for themselves."""

from dataclasses import replace

from station.domain.errors import DomainError, Reason
from station.domain.people import Person, too_plain
from station.domain.people_events import PinChosen
from station.ports import UnitOfWork, World
from station.services.people import sessions

SHORTEST, LONGEST = 8, 64
# Refusals on the way from a one-time PIN to one of the person's own.
CHOOSING = frozenset({Reason.CHOOSE_PIN, Reason.PIN_LENGTH, Reason.PIN_TOO_PLAIN, Reason.PIN_AS_BEFORE})


def check_pin(world: World, person: Person, fresh: str) -> None:
    """Raise PIN_LENGTH, PIN_TOO_PLAIN or PIN_AS_BEFORE for a PIN that would prove little."""
    if not SHORTEST <= len(fresh) <= LONGEST:
        raise DomainError(Reason.PIN_LENGTH, least=str(SHORTEST), most=str(LONGEST))
    if too_plain(fresh) or (person.sign_in and person.sign_in in fresh):
        raise DomainError(Reason.PIN_TOO_PLAIN)
    if world.secrets.pin_matches(person.pin_hash, fresh):
        raise DomainError(Reason.PIN_AS_BEFORE)


def choose(world: World, uow: UnitOfWork, person: Person, fresh: str, staying: str = "") -> Person:
    """Give a person the PIN that they chose, in the open transaction; their other sessions end."""
    check_pin(world, person, fresh)
    changed = replace(person, pin_hash=world.secrets.hash_pin(fresh), one_time_until=None, by_hand=True)
    uow.people.save(changed)
    sessions.end_all(world, uow, person.id, but=staying)
    uow.journal.append(PinChosen(person.id), person.id)
    return changed
