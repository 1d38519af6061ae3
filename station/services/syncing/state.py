"""All that is to be said of shipping, for the page about it and for the command."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from station.domain.sync.standing import Parked, Standing
from station.ports import UnitOfWork, World
from station.services.syncing.waiting import Waiting, waiting


@dataclass(frozen=True, slots=True)
class State:
    """All that the page about waiting shows. ``oldest`` is when the first waiting entry was written."""

    waiting: Waiting
    standing: Standing
    parked: tuple[Parked, ...]
    oldest: datetime | None
    free: int
    address: str


# So many are listed; more are counted.
MOST_LISTED = 100


def state(world: World) -> State:
    """Read how shipping stands, in one go."""
    with world.read() as uow:
        known = uow.shipping.standing()
        return State(
            waiting=waiting(world, uow),
            standing=known,
            parked=uow.shipping.parked(MOST_LISTED),
            oldest=_written(uow, known.size) if world.courier.address else None,
            free=world.disk.room().free,
            address=world.courier.address,
        )


def _written(uow: UnitOfWork, size: int) -> datetime | None:
    """Return when the first entry was written that waits, by the clock of that moment."""
    first = next(iter(uow.journal.entries(size)), None)
    return written_at(first.canonical) if first else None


def written_at(canonical: bytes) -> datetime | None:
    """Return when an entry was written, None where it cannot be read."""
    try:
        said: Mapping[str, str] = json.loads(canonical)
        return datetime.fromisoformat(said["at"])
    except (ValueError, KeyError, TypeError):
        return None
