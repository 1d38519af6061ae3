"""What has not reached central yet. The journal is the queue: it keeps everything until then."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from station.domain.errors import DomainError, Reason
from station.domain.sync.keeping import RoomLeft
from station.domain.sync.standing import Standing
from station.ports import UnitOfWork, World


class Line(StrEnum):
    """How it stands between the station and central. Each has words on screen in every language."""

    KEPT = "kept"
    IN_TOUCH = "in_touch"
    NEVER = "never"
    OFFLINE = "offline"
    PARKED = "parked"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Waiting:
    """What has not reached central, as the bar of a screen shows it. ``since`` is when central answered last.

    ``records`` are all of them at a station without a central, which keeps everything.
    """

    records: int
    photos: int
    parked: int
    line: Line
    since: datetime | None
    room: RoomLeft = RoomLeft.ENOUGH

    @property
    def connected(self) -> bool:
        return self.line is not Line.KEPT

    @property
    def anything(self) -> bool:
        return self.connected and bool(self.records or self.photos or self.parked)


def waiting(world: World, uow: UnitOfWork) -> Waiting:
    """Count what waits: a few rows by their keys, however long the journal is."""
    room = room_left(world)
    if not world.courier.address:
        return Waiting(uow.journal.head(), 0, 0, Line.KEPT, None, room)
    known, parked = uow.shipping.standing(), uow.shipping.parked_count()
    records = max(0, uow.journal.head() - known.size)
    return Waiting(records, world.courier.photos(), parked, line_of(known, parked), since(known), room)


def line_of(known: Standing, parked: int) -> Line:
    if known.stopped:
        return Line.STOPPED
    if known.attempts:
        return Line.OFFLINE
    if known.contact is None:
        return Line.NEVER
    return Line.PARKED if parked else Line.IN_TOUCH


def since(known: Standing) -> datetime | None:
    """Return since when it stands as it does, as far as that is told."""
    if known.stopped:
        return known.stopped_at
    return known.failing_since if known.attempts else known.contact


def need_room(world: World) -> None:
    """See that there is room for one more item, before one is begun that could not be finished.

    Raises DISK_LOW.
    """
    if room_left(world) is RoomLeft.NONE:
        raise DomainError(Reason.DISK_LOW)


def room_left(world: World) -> RoomLeft:
    room = world.disk.room()
    return world.house.keeping.judge(room.free, room.whole)
