"""The supervisor's queue among many inspections that are over, page by page, with every filter."""

import random
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pysqlite3

from station.adapters.local.codec import encode
from station.adapters.local.inspections import microseconds
from station.app.run import started
from station.domain.auditing.queue import Queued, Standing, Why
from station.domain.identifiers import Lpn
from station.trust_ports import Filter
from tests.bench.figures import goal, in_turns, show
from tests.support.stations import Rig, make_rig

OVER, WAITING = 500_000, 20_000
ROUNDS = 200
GRADERS, CATEGORIES = ("dana", "omer", "noa"), ("kitchen", "toys", "apparel")
_ROW = "INSERT INTO queue VALUES (?, ?, ?, ?, ?, ?, ?)"
_WHY = "INSERT INTO queue_whys VALUES (?, ?, ?)"


def run(folder: Path) -> None:
    rig = make_rig(folder / "queue")
    with started(rig.station.parts):
        fill(rig, OVER, WAITING)
        _measure(rig)


def fill(rig: Rig, over: int, waiting: int) -> None:
    """Write so many audits that are over and so many that wait straight into the store."""
    database = pysqlite3.connect(rig.station.folder.path / "station.db")
    with database:
        for each in _made(rig, over, waiting):
            since = microseconds(each.since)
            facets = each.grader, each.category, each.value
            database.execute(_ROW, (each.inspection, each.standing.value, *facets, since, encode(each)))
            whys = () if each.standing.over else each.whys
            database.executemany(_WHY, [(why.value, since, each.inspection) for why in whys])
    database.close()


def _made(rig: Rig, over: int, waiting: int) -> Iterator[Queued]:
    chance, now = random.Random(1), rig.clock.time
    for number in range(over + waiting):
        yield Queued(
            inspection=f"{number:012d}",
            lpn=Lpn(f"L07-{number:07d}-0"),
            whys=tuple(why for why in Why if chance.random() < 0.3) or (Why.SAMPLE,),
            grader=chance.choice(GRADERS),
            graders=GRADERS[:1],
            category=chance.choice(CATEGORIES),
            value=chance.randrange(100_000),
            since=now - timedelta(seconds=over + waiting - number),
            standing=Standing.CONFIRMED if number < over else Standing.WAITING,
        )


def _measure(rig: Rig) -> None:
    soon = rig.clock.time - timedelta(seconds=WAITING // 2)
    filters = {
        "everything": Filter(),
        "by reason": Filter(why=Why.HOLD),
        "by grader": Filter(grader=GRADERS[0]),
        "by category": Filter(category=CATEGORIES[0]),
        "by age": Filter(before=soon),
        "by reason and grader": Filter(why=Why.HOLD, grader=GRADERS[0]),
        "by value, one in ten": Filter(least_value=90_000),
    }
    middle = f"{OVER + WAITING // 3:012d}"
    with rig.world.read() as uow:
        series = in_turns(
            ROUNDS,
            **{
                name: lambda chosen=chosen: uow.queue.page(chosen, 50, middle)
                for name, chosen in filters.items()
            },
        )
    show(f"A page of 50 of {WAITING:,} that wait, behind {OVER:,} that are over", *series.values())
    goal("milliseconds (p50), the slowest filter", max(one.p50 for one in series.values()), most=1)
