"""Open the database safely: a fixed SQLite, WAL, full sync, one writer at a time."""

import contextlib
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pysqlite3
import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError, IntegrityError, ProgrammingError

from station.adapters.local.migrating import migrate
from station.domain.errors import DomainError, Reason

# SQLite in WAL mode with several connections could corrupt the file from 3.7.0 to 3.51.2.
OLDEST_SQLITE = (3, 51, 3)
CHECKPOINT_SECONDS = 1.0
# Errors that tell of our own mistakes and not of the disk.
_MISTAKES = (IntegrityError, ProgrammingError, pysqlite3.IntegrityError, pysqlite3.ProgrammingError)


class UnsafeSqlite(RuntimeError):
    """The SQLite that was found can corrupt a database in WAL mode."""


def require_safe_sqlite(version: tuple[int, ...] = pysqlite3.sqlite_version_info) -> None:
    """Refuse to start on an SQLite with the WAL reset bug."""
    if version < OLDEST_SQLITE:
        found, oldest = (".".join(map(str, v)) for v in (version, OLDEST_SQLITE))
        raise UnsafeSqlite(f"SQLite {found} can corrupt data; {oldest} or newer is needed (pysqlite3).")


class Database:
    """One SQLite file: ``writing`` gives a connection in a transaction that is alone, ``reading`` one
    in a snapshot. A background thread moves the WAL into the file, so that no commit has to."""

    def __init__(self, path: Path) -> None:
        require_safe_sqlite()
        path.parent.mkdir(parents=True, exist_ok=True)
        self._engine = sa.create_engine(
            f"sqlite:///{path}", module=pysqlite3, pool_size=8, max_overflow=64, pool_reset_on_return=None
        )
        sa.event.listen(self._engine, "connect", _prepare)
        sa.event.listen(self._engine, "begin", _begin)
        self._writer = self._engine.execution_options(write=True)
        self._one_writer = threading.Lock()
        self._stop = threading.Event()
        self._checkpointer = threading.Thread(target=self._checkpoint, name="wal-checkpoint", daemon=True)

    def start(self) -> None:
        """Bring the tables up to date and start moving the WAL."""
        with self._translated(), self._writer.begin() as connection:
            migrate(connection)
        self._checkpointer.start()

    def stop(self) -> None:
        self._stop.set()
        if self._checkpointer.is_alive():
            self._checkpointer.join()
        self._engine.dispose()

    @contextlib.contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """Commit on leaving, roll back on an exception. Raises DISK_FULL or STORE_FAILED."""
        with self._one_writer, self._translated(), self._writer.begin() as connection:
            yield connection

    def raw(self) -> contextlib.AbstractContextManager[sa.Connection]:
        """Write as always: with SQLite there is one writer at a time."""
        return self.writing()

    @contextlib.contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        with self._translated(), self._engine.connect() as connection, connection.begin() as snapshot:
            yield connection
            snapshot.rollback()

    @contextlib.contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except _MISTAKES:
            raise
        except (DatabaseError, pysqlite3.DatabaseError) as error:
            # After a failed write nothing is known of this file handle: open a fresh one.
            self._engine.dispose()
            full = "disk is full" in str(error)
            raise DomainError(Reason.DISK_FULL if full else Reason.STORE_FAILED) from error

    def _checkpoint(self) -> None:
        while not self._stop.wait(CHECKPOINT_SECONDS):
            with contextlib.suppress(DatabaseError, pysqlite3.Error), self._engine.connect() as connection:
                driver = connection.connection.driver_connection
                if driver is not None:
                    driver.execute("PRAGMA wal_checkpoint(PASSIVE)")


PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA wal_autocheckpoint=8000",  # the thread does it; this is the net under it
    "PRAGMA foreign_keys=ON",
    "PRAGMA busy_timeout=10000",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA secure_delete=FAST",  # a name that was removed must not lie in the slack of its page
)


def _prepare(connection: Any, _: object) -> None:
    connection.isolation_level = None  # transactions are begun here, not by the driver's guess
    for pragma in PRAGMAS:
        connection.execute(pragma)


def _begin(connection: sa.Connection) -> None:
    write = connection.get_execution_options().get("write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")
