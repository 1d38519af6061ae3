"""A code among a million items, beside the bare index."""

import random
from pathlib import Path

import pysqlite3

from station.app.run import started
from tests.bench.figures import goal, in_turns, show
from tests.support.stations import Rig, make_rig

ITEMS = 1_000_000
ROUNDS = 2000


def run(folder: Path) -> None:
    rig = make_rig(folder / "lookup")
    with started(rig.station.parts):
        _fill(rig)
        _measure(rig)


def _fill(rig: Rig) -> None:
    database = pysqlite3.connect(rig.station.folder.path / "station.db")
    rows = ((f"L07-{n:07d}-0", "lpn", f"inspection-{n}") for n in range(ITEMS))
    with database:
        database.executemany("INSERT INTO codes VALUES (?, ?, ?)", rows)
    database.close()


def _measure(rig: Rig) -> None:
    chance = random.Random(1)
    bare = pysqlite3.connect(rig.station.folder.path / "station.db")

    def code() -> str:
        return f"L07-{chance.randrange(ITEMS):07d}-0"

    def floor() -> None:
        bare.execute("SELECT names, key FROM codes WHERE code = ?", (code(),)).fetchall()

    def look_up() -> None:
        with rig.world.read() as uow:
            assert uow.catalog.find((code(),))

    series = in_turns(ROUNDS, floor=floor, look_up=look_up)
    bare.close()
    show(f"Look-up of a code among {ITEMS:,} items", *series.values())
    goal("milliseconds (p50)", series["look_up"].p50, most=1)
    goal("milliseconds (p99)", series["look_up"].p99, most=1)
