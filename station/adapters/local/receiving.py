"""One transaction over what stations send, beside those in which central writes its own journal."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from station.adapters.local.arrivals import LocalArrivals
from station.adapters.local.codec import decode
from station.adapters.local.prepared import Prepared
from station.adapters.local.queue import LocalNotes
from station.adapters.local.schema import journal
from station.adapters.local.schema_central import station_heads, stations
from station.adapters.local.stations import LocalDoors, LocalStations, head_of
from station.adapters.local.transactions import lock_station, together
from station.central_ports import Head, Stand
from station.domain.sync.known import Known

_h = station_heads.c
_STAND = Prepared(
    sa.select(
        sa.select(sa.func.coalesce(sa.func.max(journal.c.seq), 0)).scalar_subquery(),
        stations.c.data,
        _h.size,
        _h.peaks,
        _h.note,
        _h.at_us,
    )
    .select_from(stations.outerjoin(station_heads, _h.station == stations.c.station))
    .where(stations.c.station == sa.bindparam("station"))
)
_UNHURRIED = Prepared(sa.text("SET LOCAL synchronous_commit = off"))


class LocalReceiving:
    """The stores that take part. ``station`` is locked, unless it is empty."""

    def __init__(self, connection: sa.Connection, station: str) -> None:
        self.stations = LocalStations(connection)
        self.doors = LocalDoors(connection)
        self.arrivals = LocalArrivals(connection)
        self.notes = LocalNotes(connection)
        self._connection = connection
        self._stand: Any = None
        if station:
            with together(connection):
                lock_station(connection, station)
                # Behind the lock, so that it sees what others kept under it.
                found = _STAND.run(connection, station=station)
            self._stand = next(iter(found.fetchall()), None)

    def stand(self) -> Stand:
        if self._stand is None:
            return Stand(None, Head(), self.arrivals.decided())
        decided, data, *head = self._stand
        return Stand(decode(data, Known), Head() if head[0] is None else head_of(*head), decided)

    def hold(self, station: str, photos: Iterable[str], now: datetime) -> None:
        """Note photos; PostgreSQL commits without waiting for the disk, SQLite always waits."""
        with together(self._connection):
            if self._connection.dialect.name == "postgresql":
                _UNHURRIED.run(self._connection)
            self.arrivals.hold(station, photos, now)
