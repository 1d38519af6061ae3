"""Entries of finished inspections into PostgreSQL, fifty at a time, checked and kept by central; beside COPY.

The floors write the same inspections with COPY, fifty in a transaction, with nothing looked at: once as rows
of an inspection and its children, as other systems keep them, and once with children as JSON in one row.
"""

import itertools
import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import psycopg

from station.adapters.local.canonical import canonical
from station.adapters.signing import KeyFolder
from station.domain.events import InspectionFinished
from station.domain.identifiers import Lpn
from station.domain.inspection import Inspection, State
from station.domain.proof.checkpoint import Checkpoint, origin_of
from station.domain.proof.merkle import Frontier, grow, leaf_hash
from station.domain.sync.messages import Batch
from station.ports import World
from station.services.central.projecting import project_waiting
from station.services.central.receiving import receive
from station.services.central.refusing import exchange_of
from tests.bench.central_process import Served, served
from tests.bench.figures import Series, goal, show, timed
from tests.support.made import ITEM, opened, photo

INSPECTIONS, AT_ONCE, CHILDREN = 3_000, 50, 17
_TABLES = """
CREATE TABLE floor_inspections (id text PRIMARY KEY, lpn text, sku text, state text, grade text, closed int8);
CREATE TABLE floor_children (inspection text, number int, kind text, name text, value text,
                             PRIMARY KEY (inspection, number));
CREATE TABLE floor_json (id text PRIMARY KEY, lpn text, closed bigint, data bytea)
"""


def run(folder: Path) -> None:
    with served(folder) as central, psycopg.connect(central.url) as floor:
        floor.execute(_TABLES.encode())
        floor.commit()
        _measure(central, floor)


def _measure(central: Served, floor: "psycopg.Connection[Any]") -> None:
    world = central.world
    direct, keys = central.enrolled("01")
    direct.close()
    client, wired = central.enrolled("02")
    here, there = list(_batches(world, "01", keys)), list(_batches(world, "02", wired))
    taken: dict[str, list[float]] = {}

    def note(name: str, action: Any) -> None:
        taken.setdefault(name, []).append(timed(action))

    for number, (mine, sent) in enumerate(zip(here, there, strict=True)):
        note("floor, a row for every child", lambda number=number: _copy_rows(floor, number))
        note("floor, children as JSON", lambda number=number, mine=mine: _copy_json(floor, number, mine))
        note("central takes a batch", lambda mine=mine: receive(world, "01", mine))
        note("the same over HTTP", lambda sent=sent: client.ship(sent))
    for mine, sent in zip(here, there, strict=True):
        note("again", lambda mine=mine: receive(world, "01", mine))
        note("again over HTTP", lambda sent=sent: client.ship(sent))
    while project_waiting(world):
        pass
    series = {name: Series(name, ms) for name, ms in taken.items()}
    show(f"Batches of {AT_ONCE} finished inspections into PostgreSQL", *series.values())
    for name, each in series.items():
        print(f"  {name:<44} {AT_ONCE * len(each.ms) / sum(each.ms) * 1000:8.0f} inspections/s")
    rows, whole = series["floor, a row for every child"], series["floor, children as JSON"]
    took, wire = series["central takes a batch"], series["the same over HTTP"]
    goal("share of COPY with a row for every child (p50)", rows.p50 / took.p50, least=0.5)
    goal("share of COPY with children as JSON (p50)", whole.p50 / took.p50, least=0.75)
    goal("share of COPY with a row for every child, over HTTP (p50)", rows.p50 / wire.p50, least=0.5)
    goal("speed of a second delivery beside the first (p50)", took.p50 / series["again"].p50, least=1)
    again = series["again over HTTP"]
    goal("the same over HTTP (p50)", wire.p50 / again.p50, least=1)


def _inspection(number: int, station: str) -> Inspection:
    item = replace(ITEM, lpn=Lpn(f"L{station}-{number:07}-1"))
    shown = tuple(photo(f"slot{n}", sha256=os.urandom(32).hex()) for n in range(3))
    return replace(opened(item), id=str(UUID(int=number)), photos=shown, state=State.BINNED)


def _batches(world: World, station: str, keys: KeyFolder) -> Iterator[Batch]:
    """Write a journal of finished inspections, signed every fifty; their photos are at central already."""
    tree, first = Frontier(), 1
    numbers = itertools.count(1)
    for _ in range(INSPECTIONS // AT_ONCE):
        made = [_inspection(next(numbers), station) for _ in range(AT_ONCE)]
        texts = [_entry(station, first + n, each) for n, each in enumerate(made)]
        tree = grow(tree, (leaf_hash(text) for text in texts))
        note = keys.sign(str(Checkpoint(origin_of(station), tree.size, tree.root))).decode()
        with exchange_of(world).receiving("") as receiving:
            held = [each.sha256 for inspection in made for each in inspection.photos]
            receiving.arrivals.hold(station, held, world.clock.now())
        yield Batch(first, tuple(text.decode() for text in texts), note)
        first += AT_ONCE


def _entry(station: str, seq: int, inspection: Inspection) -> bytes:
    plain = {"seq": seq, "id": str(UUID(bytes=os.urandom(16))), "station": station, "actor": "dana"}
    plain |= {"at": "2026-11-22T10:00:00.000+02:00", "schema_version": 1, "kind": "inspection_finished"}
    payload = msgspec.to_builtins(InspectionFinished(inspection))
    return canonical({**plain, "simulated": True, "payload": payload})


def _copy_rows(floor: "psycopg.Connection[Any]", batch: int) -> None:
    ids = [f"{batch:06}-{n:02}" for n in range(AT_ONCE)]
    with floor.cursor() as cursor:
        _copy(cursor, "floor_inspections", [(id_, id_, "KT-17", "binned", "B", batch) for id_ in ids])
        children = [(id_, n, "answer", f"question-{n}", "none") for id_ in ids for n in range(CHILDREN)]
        _copy(cursor, "floor_children", children)
    floor.commit()


def _copy_json(floor: "psycopg.Connection[Any]", batch: int, entries: Batch) -> None:
    rows = [(f"{batch:06}-{n:02}", "L", batch, text.encode()) for n, text in enumerate(entries.entries)]
    with floor.cursor() as cursor:
        _copy(cursor, "floor_json", rows)
    floor.commit()


def _copy(cursor: "psycopg.Cursor[Any]", table: str, rows: Sequence[tuple[Any, ...]]) -> None:
    with cursor.copy(f"COPY {table} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
