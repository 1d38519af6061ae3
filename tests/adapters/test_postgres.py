"""The database of central: one writer among all processes, honest about failing, as exact as a station's."""

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa

from station.adapters.central.postgres import PostgresDatabase
from station.adapters.local.migrating import NewerDatabase
from station.adapters.local.schema import counters, metadata
from station.adapters.local.transactions import lock_station
from station.domain.errors import DomainError, Reason
from tests.support.postgres import Server, fresh_database, own_server, shared_server
from tests.support.rooms import small_disk
from tests.support.waiting import until


@pytest.fixture
def url() -> Iterator[str]:
    with fresh_database() as url:
        yield url


@pytest.fixture
def database(url: str) -> Iterator[PostgresDatabase]:
    yield from _opened(url)


@pytest.fixture
def other(url: str) -> Iterator[PostgresDatabase]:
    """The same database as another process of central has it."""
    yield from _opened(url)


def _opened(url: str) -> Iterator[PostgresDatabase]:
    database = PostgresDatabase(url)
    yield database
    database.stop()


def add(database: PostgresDatabase, name: str, value: int = 1) -> None:
    with database.writing() as connection:
        put(connection, name, value)


def put(connection: sa.Connection, name: str, value: int = 1) -> None:
    connection.execute(counters.insert(), {"name": name, "value": value})


def names(database: PostgresDatabase) -> list[str]:
    with database.reading() as connection:
        return list(connection.execute(sa.select(counters.c.name).order_by(counters.c.name)).scalars())


# Tables -------------------------------------------------------------------------------------------


def test_tables_are_as_the_code_describes_them(database: PostgresDatabase) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with database.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_an_index_of_some_rows_holds_only_those_on_either_engine(database: PostgresDatabase) -> None:
    described = {
        index.name: (index.dialect_options["sqlite"]["where"], index.dialect_options["postgresql"]["where"])
        for table in metadata.tables.values()
        for index in table.indexes
    }
    assert [name for name, (one, other) in described.items() if one is not other] == []
    with database.reading() as connection:
        rows = connection.exec_driver_sql(
            "SELECT indexname FROM pg_indexes WHERE indexdef LIKE '%% WHERE %%'"
        )
        assert set(rows.scalars()) == {name for name, (one, _) in described.items() if one is not None}


def test_whole_numbers_have_64_bits_and_text_the_order_of_its_bytes(database: PostgresDatabase) -> None:
    for number, name in enumerate(("a", "B", "~", "é", "_")):
        add(database, name, 2**62 + number)
    assert names(database) == ["B", "_", "a", "~", "é"]
    with database.reading() as connection:
        chosen = (
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public' "
        )
        small = connection.exec_driver_sql(chosen + "AND data_type = 'integer'").all()
        ordered = connection.exec_driver_sql(
            chosen + "AND data_type = 'text' AND collation_name <> 'C'"
        ).all()
    assert (small, ordered) == ([], [])


def test_a_text_that_postgresql_cannot_keep_stops_nothing(database: PostgresDatabase) -> None:
    add(database, "x\x00y")
    assert names(database) == ["x\ufffdy"]


def test_two_processes_that_start_at_once_make_the_tables_once() -> None:
    server = shared_server()
    with fresh_database("template0") as url, ExitStack() as opened:
        both = [PostgresDatabase(url) for _ in range(2)]
        for each in both:
            opened.callback(each.stop)
        _together(*(each.start for each in both))
        assert names(both[0]) == []
    assert server is shared_server()


def test_a_database_of_a_newer_version_is_refused_and_not_touched(database: PostgresDatabase) -> None:
    with database.writing() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(NewerDatabase, match="newer version"):
        database.start()


# Transactions -------------------------------------------------------------------------------------


def test_a_transaction_that_fails_leaves_nothing(database: PostgresDatabase) -> None:
    with pytest.raises(RuntimeError), database.writing() as connection:
        put(connection, "x")
        raise RuntimeError
    assert names(database) == []
    add(database, "y")
    assert names(database) == ["y"]


def test_our_own_mistakes_are_not_said_to_be_the_servers(database: PostgresDatabase) -> None:
    add(database, "x")
    with pytest.raises(sa.exc.IntegrityError):
        add(database, "x")
    with pytest.raises(psycopg.errors.UndefinedTable), database.reading() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.execute("SELECT * FROM nothing_of_this_name")  # type: ignore[attr-defined]


def test_one_writer_at_a_time_among_all_processes_and_readers_never_wait(
    database: PostgresDatabase, other: PostgresDatabase
) -> None:
    order: list[str] = []

    def second() -> None:
        with other.writing() as connection:
            order.append("second")
            put(connection, "second")

    with database.writing() as first:
        waits = threading.Thread(target=second)
        waits.start()
        until(lambda: waiting(database) == 1)
        put(first, "first")
        assert names(other) == []
        order.append("first")
    waits.join()
    assert order == ["first", "second"]
    assert names(other) == ["first", "second"]


def test_a_snapshot_stays_as_it_was_and_takes_no_changes(
    database: PostgresDatabase, other: PostgresDatabase
) -> None:
    counted = sa.select(sa.func.count()).select_from(counters)
    with database.reading() as snapshot:
        assert snapshot.execute(counted).scalar_one() == 0
        add(other, "x")
        assert snapshot.execute(counted).scalar_one() == 0
    with pytest.raises(DomainError) as refused, database.reading() as snapshot:
        put(snapshot, "y")
    assert refused.value.reason is Reason.STORE_FAILED
    assert names(database) == ["x"]


def test_what_is_written_raw_waits_for_nobody_but_the_same_station(
    database: PostgresDatabase, other: PostgresDatabase
) -> None:
    order: list[str] = []

    def receive(station: str) -> Callable[[], None]:
        def run() -> None:
            with other.raw() as connection:
                lock_station(connection, station)
                put(connection, station)
                order.append(station)

        return run

    with database.writing(), database.raw() as connection:
        lock_station(connection, "07")
        same = threading.Thread(target=receive("07"))
        same.start()
        until(lambda: waiting(database) == 1)
        receive("08")()
        order.append("first")
    same.join()
    assert order == ["08", "first", "07"]


def waiting(database: PostgresDatabase) -> int:
    """Count who waits for a lock."""
    with database.reading() as connection:
        found = connection.exec_driver_sql("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return int(found.scalar_one())


def _together(*tasks: Callable[[], None]) -> None:
    failed: list[BaseException] = []

    def run(task: Callable[[], None]) -> None:
        try:
            task()
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=run, args=(task,)) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []


# Faults -------------------------------------------------------------------------------------------


@pytest.fixture
def server() -> Iterator[Server]:
    """A server that waits for the disk, to be killed."""
    with own_server() as server:
        yield server


def test_a_server_that_is_killed_loses_nothing_that_was_committed_and_is_found_again(server: Server) -> None:
    database = PostgresDatabase(server.url())
    database.start()
    add(database, "before")
    transactions: tuple[Callable[[], AbstractContextManager[sa.Connection]], ...]
    transactions = (database.writing, database.raw, database.reading)
    for begin in transactions:
        with pytest.raises(DomainError) as refused, begin() as connection:
            if begin != database.reading:
                put(connection, "lost")
            server.kill()
            connection.execute(sa.select(counters.c.name))
        assert refused.value.reason is Reason.STORE_FAILED
        with pytest.raises(DomainError):
            names(database)
        server.start()
        assert names(database) == ["before"]
    server.stop()
    server.start()  # every connection in the pool is dead now, and nobody has noticed
    add(database, "after")
    assert names(database) == ["after", "before"]
    database.stop()


def test_a_full_disk_is_said(database: PostgresDatabase, url: str, tmp_path: Path) -> None:
    for disk in small_disk(tmp_path, megabytes=2):
        with on_disk(database, disk, url):
            with pytest.raises(DomainError) as refused, database.writing() as connection:
                rows = [{"name": f"{n:09d}" * 50, "value": n} for n in range(10_000)]
                connection.execute(counters.insert(), rows)
            assert refused.value.reason is Reason.DISK_FULL
            add(database, "x")
            assert names(database) == ["x"]


def on_disk(database: PostgresDatabase, disk: Path, url: str) -> AbstractContextManager[None]:
    """Move a table to a disk of its own, and drop both behind the test."""
    import contextlib
    import os
    import shutil

    @contextlib.contextmanager
    def moved() -> Iterator[None]:
        for folder in (tmp for tmp in disk.parents if str(tmp).startswith("/tmp/")):
            folder.chmod(0o755)
        if os.geteuid() == 0:
            shutil.chown(disk, "pgserver")
        server = shared_server()
        server.ask(f"CREATE TABLESPACE small LOCATION '{disk}'")
        with database.writing() as connection:
            connection.exec_driver_sql("ALTER TABLE counters SET TABLESPACE small")
        try:
            yield
        finally:
            with database.writing() as connection:
                connection.exec_driver_sql("ALTER TABLE counters SET TABLESPACE pg_default")
            server.ask("DROP TABLESPACE small")

    return moved()
