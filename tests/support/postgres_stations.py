"""Stations on a real PostgreSQL, with the sample site, for journeys through the services."""

import atexit
import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

from station.adapters.central.postgres import PostgresDatabase
from station.adapters.local.replays import ReplayProcesses
from station.app.run import started
from tests.support.postgres import fresh_database, shared_server
from tests.support.stations import Rig, fill, make_rig

_TEMPLATE = "stocked"


@cache
def _stocked() -> Path:
    """Fill one database for this worker, to be copied, and return the folder with the keys to it."""
    folder = Path(tempfile.mkdtemp(prefix="stocked-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    server = shared_server()
    server.ask(f"CREATE DATABASE {_TEMPLATE} TEMPLATE ready STRATEGY FILE_COPY")
    rig = make_rig(folder / "data", database=PostgresDatabase(server.url(_TEMPLATE)))
    with started(rig.station.parts[:2]):
        fill(rig)
    return folder / "data"


@contextlib.contextmanager
def stocked_on_postgres(folder: Path) -> Iterator[Rig]:
    """Start a rig whose records are in PostgreSQL; photos and keys are in the folder."""
    shutil.copytree(_stocked(), folder, ignore=shutil.ignore_patterns("station.lock", "run"))
    with fresh_database(_TEMPLATE) as url:
        rig = make_rig(folder, database=PostgresDatabase(url))
        world = replace(rig.world, replays=ReplayProcesses(url))
        with started(rig.station.parts):
            yield replace(rig, world=world, station=replace(rig.station, world=world))
