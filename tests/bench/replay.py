"""Rules tried on 100,000 past inspections, beside reading them whole."""

from dataclasses import replace
from pathlib import Path

import sqlalchemy as sa

from station.adapters.local.codec import decode
from station.adapters.local.schema import inspections
from station.app.run import started
from station.domain.inspection import Inspection
from station.services import replaying
from tests.bench.figures import goal, timed
from tests.support.history import live
from tests.support.stations import Rig, fill, make_rig

ITEMS = 100_000


def run(folder: Path) -> None:
    rig = make_rig(folder / "replay")
    with started(rig.station.parts[:2]):
        fill(rig)
        live(rig, ITEMS)
        _measure(rig)


def _measure(rig: Rig) -> None:
    now = replaying.in_force(rig.world)
    harder = replace(now, table=replace(now.table, rows=now.table.rows[1:]))
    floor = min(timed(lambda: _read_whole(rig)) for _ in range(2)) / 1000
    took = min(timed(lambda: replaying.replay(rig.world, harder)) for _ in range(2)) / 1000
    print(f"\nReplay of {ITEMS:,} inspections: {took:.2f} s; reading and decoding them whole {floor:.2f} s")
    goal("seconds", took, most=10)
    goal("times the floor", took / floor, most=2)


def _read_whole(rig: Rig) -> None:
    with rig.world.read() as uow:
        connection = uow.inspections._connection  # type: ignore[attr-defined]
        streaming = connection.execution_options(yield_per=500)
        for data in streaming.execute(sa.select(inspections.c.data)).scalars():
            decode(data, Inspection)
