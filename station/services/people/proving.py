"""Slow down whoever guesses: wrong tries are counted by the bench or address that they come from."""

from station.domain.errors import DomainError, Reason
from station.domain.people_events import SignInRefused
from station.ports import UnitOfWork, World

# Where badges and PINs of this bench come from; every other source is the address of a browser.
BENCH = "bench"


def refuse_slowed(world: World, uow: UnitOfWork, source: str) -> None:
    """Raise SLOW_DOWN while too many wrong tries came from there."""
    tries = uow.people.tries(source)
    if tries.locked_until and tries.locked(world.clock.now()):
        raise DomainError(Reason.SLOW_DOWN, until=f"{tries.locked_until:%H:%M:%S}")


def count_try(world: World, uow: UnitOfWork, source: str) -> int:
    """Count a wrong try of that source in the open transaction, and return how many count now."""
    tries = uow.people.tries(source).failed(world.clock.now())
    uow.people.save_tries(source, tries)
    return tries.failures


def note_unknown(world: World, uow: UnitOfWork, source: str, failures: int) -> None:
    """Have the journal say that something was tried that nobody has; an address is not for the record."""
    place = BENCH if source == BENCH else "desk"
    event = SignInRefused(place, failures)
    uow.journal.append(event, world.house.station)


def forgive(uow: UnitOfWork, source: str) -> None:
    """Take the last try back: it was right."""
    uow.people.save_tries(source, uow.people.tries(source).forgiven())
