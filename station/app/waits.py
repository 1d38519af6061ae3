"""What is said before something is done to a station that has records which no central has yet."""

import structlog

from station.app.wiring import Station
from station.ports import World
from station.services.syncing.backlog import PhotosWaiting
from station.services.syncing.waiting import waiting

log = structlog.get_logger()


def photos_waiting(world: World) -> int:
    """Count the photos that wait, from the journal."""
    counted = PhotosWaiting()
    with world.read() as uow:
        size = uow.shipping.standing().size
        while not counted.catch_up(uow, size):
            pass
    return counted.count


def said(station: Station) -> str:
    """Say how much waits for central, nothing where nothing does."""
    world = station.world
    with world.read() as uow:
        found = waiting(world, uow)
    if not found.anything:
        return ""
    return (
        f"{found.records} records and {photos_waiting(world)} photos wait for central, {found.parked} are "
        "set aside. They stay: keep the data folder until station sync says that nothing waits."
    )


def warn(station: Station) -> None:
    """Log it, as before the start of another version."""
    if words := said(station):
        log.warning("waits_for_central", said=words)
