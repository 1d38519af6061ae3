"""The supervisor's queue among five million inspections in PostgreSQL, page by page, with every filter.

What counts is the time in the database, as it tells it itself; its floor is the time that an empty question
takes there and back, which every page takes on top.
"""

import json
import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from station.adapters.central.postgres import PostgresDatabase
from station.adapters.local.codec import encode
from station.adapters.local.inspections import microseconds
from station.adapters.local.queue import LocalQueue
from station.domain.auditing.queue import Queued, Standing, Why
from station.domain.identifiers import Lpn
from station.trust_ports import Filter
from tests.bench.figures import goal, in_turns, show
from tests.support.postgres import own_server

OVER, WAITING = 4_980_000, 20_000
ROUNDS = 200
GRADERS, CATEGORIES = ("dana", "omer", "noa"), ("kitchen", "toys", "apparel")
_WHYS = ", ".join(f"('{why.value}', {number})" for number, why in enumerate(Why))
_NOW = datetime(2026, 6, 1, tzinfo=UTC)
# One inspection a second up to now, the last of which wait.
_FILL = f"""
INSERT INTO queue
SELECT lpad(n::text, 12, '0'),
       CASE WHEN n < {OVER} THEN 'confirmed' ELSE 'waiting' END,
       (ARRAY['dana', 'omer', 'noa'])[1 + n %% 3],
       (ARRAY['kitchen', 'toys', 'apparel'])[1 + n / 3 %% 3],
       n::bigint * 7919 %% 100000,
       %(began)s + n::bigint * 1000000,
       convert_to(replace(%(one)s, '{"0" * 12}', lpad(n::text, 12, '0')), 'UTF8')
FROM generate_series(0, {OVER + WAITING - 1}) AS n
"""
_FILL_WHYS = f"""
INSERT INTO queue_whys
SELECT whys.why, queue.since_us, queue.inspection
FROM queue JOIN (VALUES {_WHYS}) AS whys (why, number)
  ON queue.standing = 'waiting' AND (queue.since_us / 1000000 + whys.number * 7) %% 10 < 3
"""


def run(folder: Path) -> None:
    with own_server("shared_buffers=256MB", "max_wal_size=8GB") as server:
        database = PostgresDatabase(server.url())
        database.start()
        _fill(database)
        _measure(database)
        database.stop()


def _fill(database: PostgresDatabase) -> None:
    began = _NOW - timedelta(seconds=OVER + WAITING)
    one = Queued(
        inspection="0" * 12,
        lpn=Lpn("L07-0000000-0"),
        whys=(Why.SAMPLE,),
        grader=GRADERS[0],
        graders=GRADERS[:1],
        category=CATEGORIES[0],
        value=50_000,
        since=_NOW,
        standing=Standing.WAITING,
    )
    told = {"began": microseconds(began), "one": encode(one).decode()}
    with database.writing() as connection:
        connection.exec_driver_sql(_FILL, told)
        connection.exec_driver_sql(_FILL_WHYS)
    with database.raw() as connection:
        connection.exec_driver_sql("ANALYZE queue, queue_whys")


def _measure(database: PostgresDatabase) -> None:
    middle = f"{OVER + WAITING // 3:012d}"
    filters = {
        "everything": Filter(),
        "by reason": Filter(why=Why.HOLD),
        "by grader": Filter(grader=GRADERS[0]),
        "by category": Filter(category=CATEGORIES[0]),
        "by age": Filter(before=_NOW - timedelta(seconds=WAITING // 2)),
        "by reason and grader": Filter(why=Why.HOLD, grader=GRADERS[0]),
        "by value, one in ten": Filter(least_value=90_000),
    }
    with database.reading() as connection:
        queue = LocalQueue(connection)
        series = in_turns(
            ROUNDS,
            floor=lambda: connection.exec_driver_sql("SELECT 1").scalar_one(),
            **{
                name: lambda chosen=chosen: queue.page(chosen, 50, middle) for name, chosen in filters.items()
            },
        )
        show(
            f"A page of 50 of {WAITING:,} that wait, behind {OVER:,} that are over, in PostgreSQL",
            *series.values(),
        )
        inside = {name: _inside(connection, queue, chosen, middle) for name, chosen in filters.items()}
    for name, ms in inside.items():
        print(f"  {'in the database, ' + name:<44} p50 {ms:8.3f} ms")
    goal("milliseconds in the database (p50), the slowest filter", max(inside.values()), most=1)


def _inside(connection: sa.Connection, queue: LocalQueue, chosen: Filter, middle: str) -> float:
    """Return how long the database itself took for a page, planning and all, in milliseconds."""
    with _heard(connection) as asked:
        queue.page(chosen, 50, middle)
    statement, parameters = asked[-1]
    taken = []
    for _ in range(ROUNDS):
        explained = connection.exec_driver_sql(
            f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {statement}", parameters
        ).scalar_one()
        (plan,) = json.loads(explained) if isinstance(explained, str) else explained
        taken.append(plan["Planning Time"] + plan["Execution Time"])
    return statistics.median(taken)


@contextmanager
def _heard(connection: sa.Connection) -> Iterator[list[tuple[str, Any]]]:
    """Note the statements that are sent."""
    asked: list[tuple[str, Any]] = []

    def note(_: object, __: object, statement: str, parameters: Any, *___: object) -> None:
        asked.append((statement, parameters))

    sa.event.listen(connection, "before_cursor_execute", note)
    yield asked
    sa.event.remove(connection, "before_cursor_execute", note)
