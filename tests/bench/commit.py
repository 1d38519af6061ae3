"""The commit of a finished inspection, beside appending and syncing as many pages as it writes."""

import os
from pathlib import Path

import pysqlite3

from station.app.run import started
from station.domain.identifiers import BinCode
from station.domain.inspection import Inspection
from station.domain.scanning import Command
from station.services import bench
from station.services.binning import scan_bin
from station.services.turn import Turn, take_turn
from tests.bench.figures import goal, in_turns, show
from tests.support.stations import Rig, fill, make_rig

ROUNDS = 150
COUNTED = 20
PAGE = 4096
FRAME = PAGE + 24


def run(folder: Path) -> None:
    rig = make_rig(folder / "station")
    with started(rig.station.parts):
        fill(rig)
        rig.sign_in()
        _measure(rig, folder)


def _measure(rig: Rig, folder: Path) -> None:
    template = _routed(rig)
    pages = _pages_of_one(rig, template)
    blank = os.urandom(pages * PAGE)
    handle = os.open(folder / "floor", os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def floor() -> None:
        os.write(handle, blank)
        os.fdatasync(handle)

    series = in_turns(ROUNDS, floor=floor, commit=lambda: _finish(rig, template))
    os.close(handle)
    show(f"Commit of a finished inspection ({pages} pages of WAL)", *series.values())
    goal("share of the floor's speed (p50)", series["floor"].p50 / series["commit"].p50, least=0.6)
    goal("pages of WAL", pages, most=12)
    goal("p99 beside the floor's", series["commit"].p99 / series["floor"].p99, most=5)


def _routed(rig: Rig) -> Inspection:
    """Take one real item up to its verdict; the rounds finish copies of it."""
    announced = next(r for r in rig.site.returns if len(r.lines) == 1 and r.delivered and r.invoice)
    rig.show(announced.lines[0].sku)
    rig.scan(announced.rma)
    bench.act(rig.world, Command.ONE)
    bench.act(rig.world, Command.PHOTO)
    with rig.world.read() as uow:
        return uow.inspections.get(uow.bench.load().inspection or "")


def _finish(rig: Rig, template: Inspection) -> None:
    """Commit the finish of the item in hand. The row is there already, as it is at a real bench."""
    assert template.route is not None
    code = BinCode(template.route.bin or "")
    take_turn(rig.world, lambda turn: scan_bin(_in_hand(turn, template), code))


def _in_hand(turn: Turn, template: Inspection) -> Turn:
    return Turn(turn.world, turn.uow, turn.bench, turn.person, template, turn.now)


def _pages_of_one(rig: Rig, template: Inspection) -> int:
    """Count pages over some rounds. A reader keeps the WAL from being begun anew among them."""
    path = rig.station.folder.path / "station.db"
    _finish(rig, template)
    connection = pysqlite3.connect(path)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    with rig.world.read() as uow:
        uow.bench.load()
        for _ in range(COUNTED):
            _finish(rig, template)
        grown = path.with_name("station.db-wal").stat().st_size
    return max(1, round(grown / FRAME / COUNTED))
