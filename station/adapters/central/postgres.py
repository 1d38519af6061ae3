"""Central's database on PostgreSQL, with the same surface as the SQLite of a station."""

import contextlib
import threading
from collections.abc import Iterator
from typing import Any

import psycopg
import sqlalchemy as sa
from psycopg.abc import Buffer
from psycopg.types.string import StrDumper
from sqlalchemy.dialects import registry
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnection

from station.adapters.local.migrating import migrate
from station.domain.errors import DomainError, Reason

registry.register("postgresql.central", "station.adapters.central.dialect", "Dialect")

CONNECT_SECONDS = 10
# What every connection is told. Who waits longer than this for another writer is told that the store fails.
_SETTINGS = "; ".join(
    (
        "SET synchronous_commit = on",
        "SET lock_timeout = '60s'",
        "SET idle_in_transaction_session_timeout = '10min'",
        "SET timezone = 'UTC'",
    )
)
# A connection whose other end is gone must not be waited for until the kernel gives up.
_ALIVE = {"keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3, "tcp_user_timeout": 60_000}
# The one number under which all who write by `writing` wait for each other.
_WRITERS = 0x52657475726E73
_ALONE = f"SELECT pg_advisory_xact_lock({_WRITERS})"
# Errors that tell of our own mistakes and not of the server.
_MISTAKES = (psycopg.IntegrityError, psycopg.ProgrammingError, psycopg.DataError)


class UnfitPostgres(RuntimeError):
    """The PostgreSQL that was found cannot keep what a station sends."""


class PostgresDatabase:
    """One database on a server: ``writing`` gives a connection in a transaction that is alone among all
    processes, ``reading`` one in a snapshot, ``raw`` one in a transaction beside the others."""

    def __init__(self, url: str) -> None:
        self._engine = sa.create_engine(
            sa.make_url(url).set(drivername="postgresql+central"),
            connect_args={"connect_timeout": CONNECT_SECONDS, "application_name": "central", **_ALIVE},
            pool_size=10,
            max_overflow=10,
            pool_timeout=CONNECT_SECONDS,
            pool_pre_ping=True,
        )
        sa.event.listen(self._engine, "connect", _prepare)
        self._reader = self._engine.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )
        # Of one process, one at a time asks the server: the others would only hold connections.
        self._one_writer = threading.Lock()

    def start(self) -> None:
        """Bring the tables up to date. Raises UnfitPostgres, NewerDatabase, STORE_FAILED."""
        with self.writing() as connection:
            _require_utf8(connection)
            migrate(connection)

    def stop(self) -> None:
        self._engine.dispose()

    @contextlib.contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """Commit on leaving, roll back on an exception. Raises DISK_FULL or STORE_FAILED."""
        with self._one_writer, self.raw() as connection:
            connection.exec_driver_sql(_ALONE)
            yield connection

    @contextlib.contextmanager
    def raw(self) -> Iterator[sa.Connection]:
        """Write beside others. Commit on leaving, roll back on an exception. Raises as ``writing``."""
        with self._translated(), self._engine.begin() as connection:
            yield connection

    @contextlib.contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        with self._translated(), self._reader.connect() as connection, connection.begin() as snapshot:
            yield connection
            snapshot.rollback()

    @contextlib.contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except NoConnection as error:
            raise DomainError(Reason.STORE_FAILED) from error
        except (DBAPIError, psycopg.Error) as error:
            told = error.orig if isinstance(error, DBAPIError) else error
            if isinstance(told, _MISTAKES):
                raise
            # A server that was restarted has cut all connections, not this one alone.
            self._engine.dispose()
            full = isinstance(told, psycopg.errors.DiskFull)
            raise DomainError(Reason.DISK_FULL if full else Reason.STORE_FAILED) from error


class _Text(StrDumper):
    """Text as PostgreSQL can keep it: with the sign of what cannot be read in place of a NUL.

    A station keeps one, so somebody may send it: it must stop nothing here, and find nothing.
    """

    def dump(self, obj: str) -> Buffer | None:
        return super().dump(obj.replace("\x00", "\ufffd"))


def _prepare(connection: Any, _: object) -> None:
    connection.adapters.register_dumper(str, _Text)
    connection.execute(_SETTINGS)
    connection.commit()


def _require_utf8(connection: sa.Connection) -> None:
    found = connection.exec_driver_sql("SHOW server_encoding").scalar_one()
    if found != "UTF8":
        raise UnfitPostgres(f"The database is kept as {found}; central needs one made with ENCODING 'UTF8'.")
