"""Central beside simulated stations: their journals are copied over as they are, a few entries at a time."""

import contextlib
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from station.adapters.local.receiving import LocalReceiving
from station.adapters.local.sent_entries import read_entry
from station.app.run import started
from station.central_ports import Head
from station.domain.proof.merkle import grow
from station.services.central.projecting import project_waiting
from tests.support.engines import stocked_on
from tests.support.stations import Rig, fill, make_rig


@contextlib.contextmanager
def central_rig(folder: Path, engine: str = "sqlite") -> Iterator[Rig]:
    """Start a rig with the sample site that is central."""
    with stocked_on(engine, folder) as rig:
        yield as_central(rig)


def as_central(rig: Rig) -> Rig:
    house = replace(rig.world.house, station="central", name="Central", is_central=True)
    rig.world = replace(rig.world, house=house)
    return rig


@contextlib.contextmanager
def other_rig(folder: Path, station: str = "08") -> Iterator[Rig]:
    """Start a rig with the sample site that is another station."""
    rig = make_rig(folder, station=station)
    with started(rig.station.parts):
        fill(rig)
        yield rig


def entries_of(rig: Rig, after: int = 0) -> list[bytes]:
    with rig.world.read() as uow:
        return [entry.canonical for entry in uow.journal.entries(after)]


def ship(central: Rig, rig: Rig, upto: int | None = None) -> int:
    """Let what a station wrote since arrive at central, up to an entry; return how much is there now."""
    return arrive(central, rig.world.house.station, entries_of(rig), upto)


def arrive(central: Rig, station: str, entries: list[bytes], upto: int | None = None) -> int:
    with central.world.begin() as uow:
        receiving = LocalReceiving(connection_of(uow), station)
        head = receiving.stations.head(station)
        sent = [read_entry(entry.decode()) for entry in entries[head.tree.size : upto]]
        fresh = [each for each in sent if each]
        assert len(fresh) == len(sent)
        receiving.arrivals.append(station, fresh, central.clock.now())
        tree = grow(head.tree, [each.leaf for each in fresh])
        receiving.stations.put_head(station, Head(tree, "", central.clock.now()))
        return tree.size


def project(central: Rig, limit: int = 1000) -> int:
    """Project everything that waits."""
    done = 0
    while looked_at := project_waiting(central.world, limit):
        done += looked_at
    return done


def connection_of(uow: Any) -> sa.Connection:
    connection: sa.Connection = uow.projections._connection
    return connection


def rows(rig: Rig, table: str, *columns: str, where: str = "") -> list[tuple[Any, ...]]:
    """Read a table as it is on the disk, in its own order."""
    named = ", ".join(columns)
    asked = f"SELECT {named} FROM {table} {where} ORDER BY {named}"
    with rig.world.read() as uow:
        found = connection_of(uow).execute(sa.text(asked)).all()
    return [tuple(bytes(x) if isinstance(x, memoryview) else x for x in row) for row in found]


def copied(source: Path, folder: Path) -> Path:
    shutil.copytree(source, folder, ignore=shutil.ignore_patterns("station.lock", "run"))
    return folder
