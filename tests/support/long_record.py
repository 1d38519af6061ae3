"""A station with a long journal: as many signed entries as a benchmark wants, and what they tell."""

import json
from collections.abc import Iterator
from itertools import islice
from typing import Any

import msgspec
import rfc8785
import sqlalchemy as sa

from station.adapters.local.codec import encode
from station.adapters.local.journal import kind_of
from station.adapters.local.schema import contents, inspections, journal
from station.domain.events import InspectionFinished, ItemBinned, LabelPrinted, ScanUnknown
from station.domain.identifiers import BinCode
from station.domain.inspection import Inspection
from station.domain.labels import LabelKind
from station.domain.proof.merkle import leaf_hash
from tests.support.history import made
from tests.support.stations import Rig

KINDS = 4
TEMPLATES = 100
BATCH = 5_000
# What stands in a template where every copy has something of its own.
ID, PLATE, SEQ = "00000000-0000-7000-8000-000000000000", "L07-0000000-X", 111222333


def live(rig: Rig, entries: int) -> None:
    """Append entries of four kinds, a quarter of them finished inspections, up to a number of entries."""
    templates = [_written(done) for done in made(rig, TEMPLATES)]
    with rig.world.read() as uow:
        head = uow.journal.head()
    numbers = iter(range(head // KINDS + 1, (entries - head) // KINDS + head // KINDS + 1))
    while batch := list(islice(numbers, BATCH)):
        with rig.world.begin() as uow:
            _append(uow, templates, batch)


def _append(uow: Any, templates: list[tuple[list[bytes], dict[str, Any]]], batch: list[int]) -> None:
    seq, rows, items = uow.journal.head(), [], []
    for number in batch:
        own = f"{number:08d}-0000-7000-8000-000000000000".encode(), f"L07-{number:07d}-X".encode()
        entries, row = templates[number % TEMPLATES]
        for entry in entries:
            seq += 1
            rows.append(_entry(entry, seq, *own))
        items.append(_row(row, *own))
    connection: sa.Connection = uow.inspections._connection
    connection.execute(journal.insert(), rows)
    connection.execute(inspections.insert(), [item for item, _ in items])
    connection.execute(contents.insert(), [lies for _, lies in items])
    for row in rows:
        uow.tree.add(row["leaf"])


def _entry(template: bytes, seq: int, id_: bytes, plate: bytes) -> dict[str, Any]:
    canonical = (
        template.replace(ID.encode(), id_).replace(PLATE.encode(), plate).replace(b"%d" % SEQ, b"%d" % seq)
    )
    return {"seq": seq, "canonical": canonical, "leaf": leaf_hash(canonical)}


def _row(row: dict[str, Any], id_: bytes, plate: bytes) -> tuple[dict[str, Any], dict[str, Any]]:
    data = row["data"].replace(ID.encode(), id_).replace(PLATE.encode(), plate)
    own = {"id": id_.decode(), "lpn": plate.decode()}
    return row | own | {"data": data}, {"inspection": own["id"], "lpn": own["lpn"], "bin": row["bin"]}


def _written(done: Inspection) -> tuple[list[bytes], dict[str, Any]]:
    """Return one item's entries and its rows, to be copied."""
    plain = json.loads(encode(done))
    plain["id"], plain["item"]["lpn"] = ID, PLATE
    assert done.route and done.route.bin
    bin_ = BinCode(done.route.bin)
    binned = ItemBinned(ID, PLATE, done.route.disposition, bin_)  # type: ignore[arg-type]
    told = [
        (kind_of(InspectionFinished(done)), {"inspection": plain}),
        (kind_of(binned), msgspec.to_builtins(binned)),
        ("label_printed", msgspec.to_builtins(LabelPrinted(LabelKind.ITEM, PLATE))),
        ("scan_unknown", msgspec.to_builtins(ScanUnknown("4006381333931", None, "scanner", None))),
    ]
    row = {
        "state": done.state.value,
        "closed_by": done.closed_by,
        "closed_us": int(done.closed_at.timestamp() * 1_000_000) if done.closed_at else None,
        "rma": done.item.rma,
        "data": json.dumps(plain).encode(),
        "bin": bin_,
    }
    return list(_entries(told, done)), row


def _entries(told: list[tuple[str, Any]], done: Inspection) -> Iterator[bytes]:
    for kind, payload in told:
        yield rfc8785.dumps(
            {
                "seq": SEQ,
                "id": ID,
                "station": "07",
                "actor": "dana",
                "at": done.opened_at.isoformat(timespec="milliseconds"),
                "schema_version": 1,
                "kind": kind,
                "simulated": True,
                "payload": payload,
            }
        )
