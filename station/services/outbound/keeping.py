"""How far destinations were told, kept in transactions of their own beside the sending."""

from dataclasses import replace
from datetime import datetime

from station.domain.outbound.addresses import host_of
from station.domain.outbound.destinations import AT_WORK, Destination, Failed, OffBecause, Parked, Track
from station.domain.outbound.events import DestinationSet
from station.outbound_ports import Stream
from station.ports import UnitOfWork, World
from station.services.outbound.streams import stream_of


def stream(world: World, uow: UnitOfWork) -> Stream:
    return stream_of(world.house, uow)


def take(world: World, track: str, worker: str) -> Track | None:
    """Take a track for this process; None where another one has it, or it is gone.

    A station is one process: there nothing has to be taken, and nothing is held up after a crash.
    """
    if not world.house.is_central:
        with world.read() as uow:
            return uow.destinations.track(track)
    now = world.clock.now()
    with world.begin() as uow:
        known = uow.destinations.track(track)
        if known is None or known.taken_by_other(worker, now):
            return None
        mine = replace(known, worker=worker, worked_until=now + AT_WORK)
        uow.destinations.save_track(mine)
    return mine


def went(world: World, track: Track) -> bool:
    """Keep that a message arrived; False where nobody is to be told any more."""
    with world.begin() as uow:
        return _kept(world, uow, track)


def leave(world: World, track: Track) -> None:
    """Keep where a track stands and let go of it; a replay that is over is gone."""
    with world.begin() as uow:
        if track.replays and track.is_over:
            uow.destinations.drop_track(track.id)
        else:
            _kept(world, uow, replace(track, worker="", worked_until=None))


def park(world: World, track: Track, parked: Parked) -> bool:
    """Keep a message that was refused again and again, and go on behind it."""
    with world.begin() as uow:
        uow.destinations.park(parked)
        return _kept(world, uow, track)


def _kept(world: World, uow: UnitOfWork, track: Track) -> bool:
    """Save a track unless somebody turned its destination off or ended the replay meanwhile."""
    known, destination = uow.destinations.track(track.id), uow.destinations.get(track.destination)
    if known is None or destination is None:
        return False
    until = world.clock.now() + AT_WORK if track.worker else track.worked_until
    uow.destinations.save_track(replace(track, worked_until=until))
    return destination.off is None


def turn_off(
    world: World, destination: Destination, track: Track, how: Failed, because: OffBecause, now: datetime
) -> None:
    """Tell a destination nothing any more; what it was not told waits until it is turned on again."""
    after = replace(
        track, failure=how.why, said=how.said, failed_at=now, due=None, worker="", worked_until=None
    )
    with world.begin() as uow:
        known = uow.destinations.get(destination.id)
        if known is None or known.off is not None:
            return
        uow.destinations.save(replace(known, off=because))
        uow.destinations.save_track(after)
        uow.journal.append(told_of(known, on=False, because=because.value), world.house.station)


def told_of(destination: Destination, *, on: bool, because: str = "") -> DestinationSet:
    """Say of a destination what the journal may keep."""
    types = tuple(type_.value for type_ in destination.types)
    return DestinationSet(
        destination.id, destination.kind.value, host_of(destination.url), types, on, because
    )
