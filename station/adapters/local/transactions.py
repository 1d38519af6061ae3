"""What a database gives to the stores, whichever engine it is."""

import contextlib
import zlib
from contextlib import AbstractContextManager
from typing import Any, Protocol

import sqlalchemy as sa

from station.adapters.local.prepared import Prepared


class Transactions(Protocol):
    """Transactions on SQLite or PostgreSQL. All raise DISK_FULL or STORE_FAILED.

    ``writing`` is alone among all that write by it, in every process on this database; ``reading`` is a
    snapshot. ``raw`` writes beside the others: on PostgreSQL nothing keeps two of them apart but the locks
    that they take themselves (``lock_station``), on SQLite it is ``writing``.
    """

    def start(self) -> None: ...
    def stop(self) -> None: ...
    def writing(self) -> AbstractContextManager[sa.Connection]: ...
    def reading(self) -> AbstractContextManager[sa.Connection]: ...
    def raw(self) -> AbstractContextManager[sa.Connection]: ...


# The first of the two numbers that name a lock on PostgreSQL; locks of one number are others.
_STATIONS = 1
_LOCK = Prepared(sa.text("SELECT pg_advisory_xact_lock(:kind, :which)"))


def together(connection: sa.Connection) -> AbstractContextManager[Any]:
    """Send what is run within it to PostgreSQL in one go, in order: rows are fetched behind it.

    A round trip for each costs more than most of what is asked. SQLite has no way to save.
    """
    if connection.dialect.name != "postgresql":
        return contextlib.nullcontext()
    driver: Any = connection.connection.driver_connection
    way: AbstractContextManager[Any] = driver.pipeline()
    return way


def lock_station(connection: sa.Connection, station: str) -> None:
    """Let nobody else work on what this station sent until the transaction is over.

    On SQLite a transaction that writes is alone already.
    """
    if connection.dialect.name == "postgresql":
        which = zlib.crc32(station.encode()) - 2**31
        _LOCK.run(connection, kind=_STATIONS, which=which)
