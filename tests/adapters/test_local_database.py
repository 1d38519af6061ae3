"""The database file: opened safely, brought up to date, and honest about failing."""

import contextlib
import threading
from collections.abc import Iterator
from pathlib import Path

import pysqlite3
import pytest

from station.adapters.local.engine import Database, UnsafeSqlite, require_safe_sqlite
from station.adapters.local.migrating import NewerDatabase
from station.domain.bench import Say, Tone
from station.domain.errors import DomainError, Reason
from station.domain.scanning import Command
from station.services.verifying import check_journal
from tests.support.stations import Rig, fill, make_rig
from tests.support.work import entries, expected, in_hand, press, said, to_bin, tone


@contextlib.contextmanager
def running(path: Path) -> Iterator[Database]:
    database = Database(path)
    database.start()
    try:
        yield database
    finally:
        database.stop()


def ask(database: Database, question: str) -> object:
    with database.reading() as connection:
        return connection.exec_driver_sql(question).scalar_one()


def tables(path: Path) -> set[str]:
    connection = pysqlite3.connect(path)
    names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    connection.close()
    return names


@pytest.mark.parametrize("version", [(3, 7, 0), (3, 40, 1), (3, 51, 2)])
def test_an_sqlite_that_can_corrupt_data_is_refused(version: tuple[int, ...]) -> None:
    with pytest.raises(UnsafeSqlite, match=r"3\.51\.3"):
        require_safe_sqlite(version)


def test_the_sqlite_that_is_here_is_safe() -> None:
    require_safe_sqlite()
    require_safe_sqlite((3, 51, 3))


IN_FORCE = [
    ("journal_mode", "wal"),
    ("synchronous", 2),
    ("foreign_keys", 1),
    ("trusted_schema", 0),
    ("secure_delete", 2),
]


@pytest.mark.parametrize(("pragma", "value"), IN_FORCE)
def test_every_connection_has_its_pragmas(tmp_path: Path, pragma: str, value: object) -> None:
    with running(tmp_path / "station.db") as database:
        assert ask(database, f"PRAGMA {pragma}") == value
        with database.writing() as writer:
            assert writer.exec_driver_sql(f"PRAGMA {pragma}").scalar_one() == value


def test_a_fresh_database_gets_its_tables(tmp_path: Path) -> None:
    path = tmp_path / "station.db"
    with running(path):
        pass
    assert {"journal", "tree", "inspections", "codes", "people", "alembic_version"} <= tables(path)


def test_an_existing_database_keeps_its_rows(tmp_path: Path) -> None:
    path = tmp_path / "station.db"
    with running(path) as database, database.writing() as connection:
        connection.exec_driver_sql("INSERT INTO counters VALUES ('lpn', 17)")
    before = tables(path)
    with running(path) as database:
        assert ask(database, "SELECT value FROM counters") == 17
        assert ask(database, "SELECT version_num FROM alembic_version")
    assert tables(path) == before


def test_a_database_of_a_newer_version_is_refused_and_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "station.db"
    with running(path) as database, database.writing() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(NewerDatabase, match="newer version"), running(path):
        pass


def test_tables_are_as_the_code_describes_them(tmp_path: Path) -> None:
    """A column added to the schema and forgotten in the migration would only fail at a real station."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from station.adapters.local.schema import metadata

    with running(tmp_path / "station.db") as database, database.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_a_transaction_that_fails_leaves_nothing(tmp_path: Path) -> None:
    with running(tmp_path / "station.db") as database:
        with pytest.raises(RuntimeError), database.writing() as connection:
            connection.exec_driver_sql("INSERT INTO counters VALUES ('lpn', 1)")
            raise RuntimeError
        assert ask(database, "SELECT count(*) FROM counters") == 0
        with database.writing() as connection:
            connection.exec_driver_sql("INSERT INTO counters VALUES ('lpn', 2)")
        assert ask(database, "SELECT value FROM counters") == 2


def test_one_writer_at_a_time_and_readers_never_wait(tmp_path: Path) -> None:
    order = []
    with running(tmp_path / "station.db") as database:
        with database.writing() as first:
            second = threading.Thread(target=lambda: add(database, "second", order))
            second.start()
            first.exec_driver_sql("INSERT INTO counters VALUES ('first', 1)")
            assert ask(database, "SELECT count(*) FROM counters") == 0
            order.append("first")
        second.join()
        assert order == ["first", "second"]
        assert ask(database, "SELECT count(*) FROM counters") == 2


def add(database: Database, name: str, order: list[str]) -> None:
    with database.writing() as connection:
        connection.exec_driver_sql("INSERT INTO counters VALUES (?, 1)", (name,))
        order.append(name)


# Full disk -----------------------------------------------------------------------------------------


@contextlib.contextmanager
def no_room(rig: Rig) -> Iterator[None]:
    """Let SQLite itself refuse every page beyond those it has, as it does on a full disk."""
    database = rig.station.parts[1]
    assert isinstance(database, Database)
    full = threading.Event()
    full.set()

    def limit(connection: object, *_: object) -> None:
        most = 1 if full.is_set() else 0xFFFFFFFE
        connection.execute(f"PRAGMA max_page_count={most}")  # type: ignore[attr-defined]

    import sqlalchemy as sa

    sa.event.listen(database._engine, "checkout", limit)
    try:
        yield
    finally:
        full.clear()


NOISE = "x" * 60_000  # more than any free page can take


def test_a_full_disk_is_said_loses_nothing_and_is_over_once_there_is_room(rig: Rig) -> None:
    rig.sign_in()
    rig.scan(expected(rig).rma)
    before, journal = in_hand(rig), entries(rig)
    seen = rig.world.bell.wait(0, 0, timeout=0)
    with no_room(rig):
        result = rig.scan(NOISE)
        assert (said(result), tone(result)) == (Reason.DISK_FULL, Tone.STOP)
        assert (in_hand(rig), entries(rig)) == (before, journal)
    assert said(rig.scan(NOISE)) == Reason.UNKNOWN_CODE
    assert entries(rig)[-1]["payload"]["text"] == NOISE
    assert rig.world.bell.wait(seen.revision, seen.echo, timeout=0).alarm is None
    rig.show(in_hand(rig).item.sku)
    press(rig, 1, Command.PHOTO)
    assert said(to_bin(rig)) == Say.BINNED
    assert check_journal(rig.world) == ()


def test_a_database_that_is_damaged_is_said_to_be_failing(tmp_path: Path) -> None:
    rig = make_rig(tmp_path / "data")
    for part in rig.station.parts[:2]:
        part.start()
    try:
        fill(rig)
        rig.sign_in()
        damage(tmp_path / "data" / "station.db")
        with pytest.raises(DomainError) as refused, rig.world.read() as uow:
            list(uow.journal.entries())
        assert refused.value.reason is Reason.STORE_FAILED
    finally:
        for part in reversed(rig.station.parts[:2]):
            part.stop()


def damage(path: Path) -> None:
    """Overwrite every page but the first, after everything was moved out of the WAL."""
    connection = pysqlite3.connect(path)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xa5" * (size - 4096))


def test_a_mistake_of_ours_is_not_blamed_on_the_disk(tmp_path: Path) -> None:
    from sqlalchemy.exc import IntegrityError

    with running(tmp_path / "station.db") as database:
        with pytest.raises(IntegrityError), database.writing() as connection:
            connection.exec_driver_sql("INSERT INTO counters VALUES ('lpn', NULL)")
        assert ask(database, "SELECT count(*) FROM counters") == 0
