"""Stop a station that something is wrong with: in central's record, and before anybody answers it."""

from station.domain.sync.known import stopped
from station.domain.sync.messages import Refusal
from station.domain.sync.station_events import StationStopped
from station.ports import World


def stop(world: World, station: str, why: Refusal, said: str, turn: str = "") -> None:
    """Take nothing from a station until somebody, or its own healing, has done something.

    ``turn`` is the one that it showed. Runs in a transaction of its own, never within another.
    """
    with world.begin() as uow:
        uow.stations.lock(station)
        known = uow.stations.get(station)
        if known is None:
            return
        uow.doors.end(station)
        uow.stations.put(stopped(known, why, said, turn, world.clock.now()))
        if known.stopped is not why:
            uow.journal.append(StationStopped(station, why), world.house.station)
