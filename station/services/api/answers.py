"""Answer a request that comes twice as it was answered the first time."""

from datetime import timedelta

from station.api_ports import Answer
from station.domain.errors import DomainError, Reason
from station.ports import World

# So long an answer is kept, and so long a request that was cut off holds its key.
KEPT, UNDER_WAY = timedelta(hours=24), timedelta(minutes=1)


def begin(world: World, key: str, request: str) -> Answer | None:
    """Take a key for a request; return the answer where it was given before.

    Raises KEY_REUSED where the key was used for another request, STILL_WORKING while the first is under way.
    """
    now = world.clock.now()
    with world.begin() as uow:
        uow.answers.drop(now - KEPT)
        known = uow.answers.get(key)
        if known and known.request != request:
            raise DomainError(Reason.KEY_REUSED)
        if known and known.status:
            return known
        if known and now - known.at < UNDER_WAY:
            raise DomainError(Reason.STILL_WORKING)
        uow.answers.put(key, Answer(request, now))
    return None


def finish(world: World, key: str, request: str, status: int, body: str) -> None:
    """Keep an answer under its key."""
    with world.begin() as uow:
        uow.answers.put(key, Answer(request, world.clock.now(), status, body))
