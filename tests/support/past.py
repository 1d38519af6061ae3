"""A station with a short past of every kind: an item binned, one on hold, and one given up."""

import atexit
import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pysqlite3

from station.app.run import started
from station.domain.scanning import Command
from tests.support.stations import Rig, make_rig, stocked_rig
from tests.support.work import expected, press, to_bin, to_verdict, unawaited


@cache
def _lived() -> Path:
    """Make one such data folder for this process; every test begins with a copy of it."""
    folder = Path(tempfile.mkdtemp(prefix="past-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    with stocked_rig(folder / "data") as rig:
        to_verdict(rig)
        to_bin(rig)
        rig.scan(expected(rig, lines=2).rma)
        press(rig, 1, 2, Command.HOLD, 1)
        rig.scan(unawaited(rig).gtin)
        press(rig, 1, Command.BACK, 1)
    return folder / "data"


def copied(folder: Path) -> Path:
    """Copy that past into a folder."""
    shutil.copytree(_lived(), folder, ignore=shutil.ignore_patterns("station.lock", "run"))
    return folder


@contextlib.contextmanager
def past_rig(folder: Path) -> Iterator[Rig]:
    rig = make_rig(copied(folder))
    with started(rig.station.parts[:2]):
        yield rig


def sql(folder: Path, *statements: str) -> None:
    """Change the database file itself, as no part of the station would."""
    connection = pysqlite3.connect(folder / "station.db", isolation_level=None)
    changed = sum(connection.execute(statement).rowcount for statement in statements)
    connection.close()
    assert changed, statements
