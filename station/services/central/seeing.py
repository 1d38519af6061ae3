"""When central heard of a station last."""

from datetime import timedelta

from station.ports import World
from station.services.central.refusing import exchange_of

# Stations ask every few seconds: so often it is written down.
_NOTED = timedelta(seconds=30)


def note_contact(world: World, station: str) -> None:
    """Write down that a station was heard of, unless that was done just now."""
    now = world.clock.now()
    with world.read() as uow:
        last = uow.stations.contacts().get(station)
    if last is None or not timedelta() <= now - last < _NOTED:
        with exchange_of(world).receiving("") as receiving:
            receiving.stations.touch(station, now)
