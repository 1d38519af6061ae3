"""Destinations as people see them: how each is, what waits, what was parked."""

from collections.abc import Sequence
from dataclasses import dataclass

from station.domain.outbound.destinations import Destination, Parked, Standing, Track, standing
from station.ports import UnitOfWork, World
from station.services.outbound import keeping

SHOWN_PARKED = 20


@dataclass(frozen=True, slots=True)
class Listed:
    """One destination. ``behind`` are the entries behind its cursor, whether they say anything or not."""

    destination: Destination
    track: Track
    standing: Standing
    behind: int
    parked: tuple[Parked, ...]
    parked_count: int
    replays: tuple[Track, ...]


def listed(world: World) -> tuple[Listed, ...]:
    """List every destination by name, those that are off last."""
    with world.read() as uow:
        head, tracks = keeping.stream(world, uow).head(), uow.destinations.tracks()
        counts = uow.destinations.parked_counts()
        found = [_one(uow, each, tracks, head, counts.get(each.id, 0)) for each in uow.destinations.all()]
    return tuple(
        sorted(found, key=lambda each: (bool(each.destination.off), each.destination.name.casefold()))
    )


def _one(
    uow: UnitOfWork, destination: Destination, tracks: Sequence[Track], head: int, parked_count: int
) -> Listed:
    main = uow.destinations.track(destination.id) or Track(destination.id, destination.id, head)
    return Listed(
        destination,
        main,
        standing(destination, main, head, parked_count),
        max(0, head - main.cursor),
        uow.destinations.parked(destination.id, SHOWN_PARKED) if parked_count else (),
        parked_count,
        tuple(each for each in tracks if each.destination == destination.id and each.replays),
    )
