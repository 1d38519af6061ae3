"""What people do about their own access: change the PIN, sign out everywhere."""

from station.domain.errors import DomainError, Reason
from station.domain.people_events import SessionsEnded
from station.ports import World
from station.services.people import sessions
from station.services.people.pins import choose
from station.services.signing_in import prove


def change_pin(world: World, known: sessions.Known, pin: str, fresh: str) -> None:
    """Change one's own PIN, proved by the one before; every other session ends.

    Raises as ``prove`` and ``check_pin`` do. A wrong PIN stays counted.
    """
    refused: DomainError | None = None
    with world.begin() as uow:
        person = uow.people.get(known.person.id)
        try:
            prove(world, uow, person, pin)
        except DomainError as wrong:
            refused = wrong
    if refused:
        raise refused
    with world.begin() as uow:
        now = uow.people.get(person.id)
        if not now.may_enter or now.pin_hash != person.pin_hash:
            # A manager was faster: what was proved a moment ago proves nothing now.
            raise DomainError(Reason.WRONG_PIN, name=now.name)
        choose(world, uow, now, fresh, staying=known.session.id)
        revision = uow.bench.load().revision
    world.bell.ring(revision)


def sign_out_everywhere(world: World, known: sessions.Known) -> int:
    """End every session of a person, this one too, and return how many."""
    with world.begin() as uow:
        count = sessions.end_all(world, uow, known.person.id)
        event = SessionsEnded(known.person.id, count)
        uow.journal.append(event, known.person.id)
        revision = uow.bench.load().revision
    world.bell.ring(revision)
    return count
