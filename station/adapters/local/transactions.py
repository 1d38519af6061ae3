"""What a database gives to the stores, whichever engine it is."""

import zlib
from contextlib import AbstractContextManager
from typing import Protocol

import sqlalchemy as sa


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
_LOCK = sa.text("SELECT pg_advisory_xact_lock(:kind, :which)")


def lock_station(connection: sa.Connection, station: str) -> None:
    """Let nobody else work on what this station sent until the transaction is over.

    On SQLite a transaction that writes is alone already.
    """
    if connection.dialect.name == "postgresql":
        which = zlib.crc32(station.encode()) - 2**31
        connection.execute(_LOCK, {"kind": _STATIONS, "which": which})
