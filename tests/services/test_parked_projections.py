"""What cannot be taken over is parked, holds up nothing but what depends on it, and goes in once it can."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from station.adapters.local.canonical import canonical
from station.adapters.local.entry_reader import read
from station.domain.proof.merkle import leaf_hash
from station.domain.sync.envelopes import upcast
from station.domain.sync.parked import CannotProject, Parked, ParkedBecause
from station.projection_ports import Arrival
from station.services.central.projecting import repeat, repeat_all
from tests.services.test_reconciling import announce
from tests.support import lived
from tests.support.engines import ENGINES
from tests.support.projected import arrive, central_rig, connection_of, entries_of, project, rows
from tests.support.stations import Rig

OLD = Path(__file__).parent / "old_entries"
Entry = dict[str, Any]


@pytest.fixture(scope="module")
def journal(tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    with lived.other(tmp_path_factory.mktemp("other") / "data") as rig:
        return entries_of(rig)


@pytest.fixture(params=["sqlite"])
def central(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Rig]:
    with central_rig(tmp_path / "central", request.param) as rig:
        yield rig


def changed(journal: list[bytes], kind: str, change: Callable[[Entry], object]) -> tuple[list[bytes], int]:
    """Return the journal with its first entry of a kind changed, and the number of that entry."""
    number = next(n for n, entry in enumerate(journal) if json.loads(entry)["kind"] == kind)
    entry = json.loads(journal[number])
    change(entry)
    return [*journal[:number], canonical(entry), *journal[number + 1 :]], number + 1


def parked(central: Rig) -> dict[int, Parked]:
    with central.world.read() as uow:
        return {each.seq: each for each in uow.projections.all_parked(1000)}


def mended(central: Rig, seq: int, entry: bytes) -> None:
    """Let an entry be what a later program can read."""
    with central.world.begin() as uow:
        sql = sa.text("UPDATE arrivals SET canonical = :entry, leaf = :leaf WHERE seq = :seq")
        connection_of(uow).execute(sql, {"entry": entry, "leaf": leaf_hash(entry), "seq": seq})


def no_sense(entry: Entry) -> None:
    entry["payload"]["inspection"]["route"]["disposition"] = "somewhere"


def of_another(entry: Entry) -> None:
    entry["payload"]["inspection"]["station"] = "07"


def newer(entry: Entry) -> None:
    entry["schema_version"] = 2


def unheard_of(entry: Entry) -> None:
    entry["kind"] = "item_weighed_on_the_moon"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (no_sense, ParkedBecause.UNREADABLE),
        (of_another, ParkedBecause.NOT_ITS_OWN),
        (newer, ParkedBecause.TOO_NEW),
        (unheard_of, ParkedBecause.UNKNOWN_KIND),
    ],
)
def test_a_poison_entry_holds_up_its_own_item_alone_and_goes_in_once_it_is_mended(
    central: Rig, journal: list[bytes], change: Callable[[Entry], object], why: ParkedBecause
) -> None:
    poisoned, seq = changed(journal, "inspection_finished", change)
    item = json.loads(journal[seq - 1])["payload"]["inspection"]["id"]
    arrive(central, "08", poisoned)
    project(central, 13)
    found = parked(central)
    assert (found[seq].why, found[seq].tries) == (why, 1)
    later = [number for number in found if number != seq]
    assert later and all(found[n].why is ParkedBecause.WAITS and found[n].waits_for == seq for n in later)
    assert all(item in journal[number - 1].decode() for number in later)
    assert (item,) not in rows(central, "inspections", "id") != []
    assert not repeat(central.world, "08", seq) and parked(central)[seq].tries == 2
    mended(central, seq, journal[seq - 1])
    assert not repeat(central.world, "08", later[-1]), "what waits does not overtake what it waits for"
    assert repeat(central.world, "08", seq)
    assert parked(central) == {}
    assert said(central) == said_without_poison(central, journal)
    with pytest.raises(KeyError):
        repeat(central.world, "08", seq)


@pytest.mark.parametrize("central", ENGINES, indirect=True)
def test_after_an_upgrade_all_are_tried_in_their_order(central: Rig, journal: list[bytes]) -> None:
    poisoned, seq = changed(journal, "inspection_finished", newer)
    arrive(central, "08", poisoned)
    project(central)
    count = len(parked(central))
    assert count > 1 and repeat_all(central.world) == (0, count)
    mended(central, seq, journal[seq - 1])
    assert repeat_all(central.world) == (count, 0)
    with central.world.read() as uow:
        assert [each.number for each in uow.numbered.after(0, 1000)] == list(range(1, len(journal) + 1))


def test_no_station_changes_an_item_of_another(central: Rig, journal: list[bytes]) -> None:
    """A station that was let in says of an item of station 08 that it lies elsewhere."""
    arrive(central, "08", journal)
    project(central)
    before = said(central)
    (id_,) = rows(central, "inspections", "id")[0]
    binned = next(json.loads(e) for e in journal if json.loads(e)["kind"] == "item_binned")
    finished = next(json.loads(e) for e in journal if json.loads(e)["kind"] == "inspection_finished")
    inspection = {**finished["payload"]["inspection"], "station": "07"}
    told = [
        {**binned, "payload": {**binned["payload"], "inspection": id_, "bin": "X-99"}},
        {**finished, "payload": {"inspection": inspection}},
    ]
    forged = [canonical({**e, "station": "07", "seq": n, "id": f"f-{n}"}) for n, e in enumerate(told, 1)]
    arrive(central, "07", forged)
    project(central)
    assert {each.why for each in parked(central).values()} <= {ParkedBecause.NOT_ITS_OWN, ParkedBecause.WAITS}
    assert len(parked(central)) == 2 and said(central) == before


def said(central: Rig) -> dict[str, Any]:
    columns = {
        "inspections": ("id", "data"),
        "contents": ("inspection", "bin"),
        "queue": ("inspection", "standing"),
    }
    return {table: rows(central, table, *names) for table, names in columns.items()}


def said_without_poison(central: Rig, journal: list[bytes]) -> dict[str, Any]:
    with central_rig(central.station.folder.path.parent / "clean") as clean:
        arrive(clean, "08", journal)
        project(clean)
        return said(clean)


# Older shapes --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["before_rules_were_published", "before_audits"])
def test_journals_of_older_programs_are_taken_over(central: Rig, name: str) -> None:
    entries = (OLD / f"{name}.jsonl").read_bytes().splitlines()
    announce(central, ("PT-24", 1))
    arrive(central, "07", entries)
    project(central)
    assert parked(central) == {}
    states = [state for (state,) in rows(central, "inspections", "state")]
    assert states == ["binned"] * 6
    with central.world.read() as uow:
        assert uow.numbered.head() == len(entries)
        known = uow.inspections.recent(6)
    assert all(each.route and each.item.visit == 1 for each in known)


def test_an_entry_of_either_of_two_versions_before_is_brought_to_todays_step_by_step() -> None:
    upcasts = {
        1: lambda entry: {**entry, "kind": entry["kind"].replace("put_away", "binned")},
        2: lambda entry: {"kind": entry["kind"], "actor": entry["by"]},
    }
    old = {"schema_version": 1, "kind": "item_put_away", "by": "dana"}
    now = {"schema_version": 3, "kind": "item_binned", "actor": "dana"}
    assert upcast(dict(old), 1, 3, upcasts) == now
    assert upcast({"schema_version": 2, "kind": "item_binned", "by": "dana"}, 2, 3, upcasts) == now
    assert upcast(dict(now), 3, 3, upcasts) == now
    for version, newest in ((4, 3), (1, 4)):
        with pytest.raises(CannotProject):
            upcast(dict(old), version, newest, {**upcasts, 3: dict})


def test_what_a_later_program_added_is_passed_over_and_kept_as_it_came(
    central: Rig, journal: list[bytes]
) -> None:
    more, seq = changed(journal, "inspection_finished", lambda entry: entry["payload"].update(moon="full"))
    arrive(central, "08", more)
    project(central)
    assert parked(central) == {}
    with central.world.read() as uow:
        assert b'"moon":"full"' in uow.numbered.after(seq - 1, 1)[0].canonical


@pytest.mark.parametrize("entry", [b"[]", b'{"seq":1}', b'{"kind":1,"payload":[]}', b"\xff", b"[" * 9000])
def test_whatever_lies_there_is_parked_and_stops_nobody(entry: bytes) -> None:
    with pytest.raises(CannotProject):
        read(Arrival("08", 1, "item_binned", entry))
