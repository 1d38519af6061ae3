"""One transaction over what stations send, beside those in which central writes its own journal."""

import sqlalchemy as sa

from station.adapters.local.arrivals import LocalArrivals
from station.adapters.local.queue import LocalNotes
from station.adapters.local.stations import LocalDoors, LocalStations


class LocalReceiving:
    """The stores that take part. ``station`` is locked, unless it is empty."""

    def __init__(self, connection: sa.Connection, station: str) -> None:
        self.stations = LocalStations(connection)
        self.doors = LocalDoors(connection)
        self.arrivals = LocalArrivals(connection)
        self.notes = LocalNotes(connection)
        self._connection = connection
        if station:
            self.stations.lock(station)

    def unhurried(self) -> None:
        """Let PostgreSQL commit without waiting for the disk; SQLite always waits."""
        if self._connection.dialect.name == "postgresql":
            self._connection.exec_driver_sql("SET LOCAL synchronous_commit = off")
