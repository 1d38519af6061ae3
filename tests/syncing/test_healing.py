"""A station that comes back from yesterday's backup: found, refused, and healed with nothing lost."""

import contextlib
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from station.adapters.local.engine import Database
from station.adapters.local.journal import Writer
from station.adapters.local.mending import mending
from station.app.run import started
from station.domain.proof.telling import visit_key
from station.domain.scanning import Command
from station.domain.sync.messages import Refusal
from station.services.central.enrolling import readmit
from station.services.proof.checking import check
from station.services.syncing.healing import CannotHeal, Healed, Missing, heal, missing
from station.services.syncing.photos_back import bring_back
from station.services.syncing.rounds import Round
from tests.support.shift import work_shift
from tests.support.shipped import Carrier, CentralHouse, client_of, enrolled
from tests.support.stations import Rig, make_rig, stocked_rig
from tests.support.work import at_bench, in_hand, last_closed, open_item, press, to_bin, to_verdict
from tests.syncing.test_shipping import at_central, journal


def healed(rig: Rig, central: CentralHouse) -> Healed:
    client = client_of(rig, central.address)
    database = rig.station.parts[1]
    assert isinstance(database, Database)
    world = rig.world
    try:
        found = missing(world, client)
        with mending(database, Writer("07", world.clock, world.ids, True), world.signer) as mender:
            return heal(world, mender.uow, mender, found, lambda _: None)
    finally:
        client.close()


def carrier(rig: Rig, central: CentralHouse) -> Carrier:
    client = client_of(rig, central.address)
    return Carrier(rig, client, Round(client, draw=lambda: 0.5))


@contextlib.contextmanager
def again(folder: Path) -> Iterator[Rig]:
    """Start a station on a folder that is there already."""
    rig = make_rig(folder)
    with started(rig.station.parts[:2]):
        yield rig


def lived(
    folder: Path, backup: Path, central: CentralHouse, whole: bool, opened: int = 0
) -> tuple[list[str], str]:
    """Work, take a backup, work on, ship it all; put the backup back. Return the journal and an item."""
    with stocked_rig(folder) as rig:
        way = enrolled(rig, central)
        work_shift(rig, 3)
        way.round()
        open_item(rig)
        rig.station.parts[1].stop()
        shutil.copytree(folder, backup, ignore=shutil.ignore_patterns("station.lock", "run"))
        press(rig, 1, Command.PHOTO)
        to_bin(rig)
        closed = last_closed(rig)
        work_shift(rig, 2)
        for _ in range(opened + 1):
            way.round()
            way.with_.session.end()
        way.client.close()
        said = journal(rig)
    if whole:
        shutil.rmtree(folder)
        shutil.copytree(backup, folder)
    else:
        for name in ("station.db", "station.db-wal", "station.db-shm"):
            (folder / name).unlink(missing_ok=True)
            if (backup / name).exists():
                shutil.copy(backup / name, folder / name)
    return said, closed.id


@pytest.mark.parametrize("whole", [True, False], ids=["the whole folder", "the database alone"])
def test_a_restored_station_is_found_refused_and_healed(
    tmp_path: Path, central: CentralHouse, whole: bool
) -> None:
    before, closed = lived(tmp_path / "data", tmp_path / "backup", central, whole)
    with again(tmp_path / "data") as rig:
        way = carrier(rig, central)
        outcome = way.round()
        assert outcome.standing.stopped is Refusal.RESTORED
        done = healed(rig, central)
        assert (journal(rig), done.moved, done.not_told) == (before, [], [])
        with rig.world.read() as uow:
            assert uow.inspections.get(closed).closed_at
            assert uow.bench.load().inspection is None
        work_shift(rig, 1)
        outcome = way.round()
        assert (outcome.standing.stopped, way.waits()) == (None, 0)
        assert at_central(central) == journal(rig)
        way.client.close()


def test_what_was_written_since_the_restore_goes_behind_and_nothing_is_lost(
    tmp_path: Path, central: CentralHouse
) -> None:
    before, _ = lived(tmp_path / "data", tmp_path / "backup", central, whole=True)
    with again(tmp_path / "data") as rig:
        fork = len(journal(rig))
        rig.show(in_hand(rig).item.sku)
        press(rig, 1, Command.PHOTO)
        to_bin(rig)
        mine = last_closed(rig)
        written = [json.loads(text) for text in journal(rig)[fork:]]
        way = carrier(rig, central)
        assert way.round().standing.stopped is Refusal.RESTORED
        done = healed(rig, central)
        after = journal(rig)
        assert after[: len(before)] == before
        behind = [json.loads(text) for text in after[len(before) :]]
        assert [entry["id"] for entry in behind] == [entry["id"] for entry in written]
        assert [entry | {"seq": 0} for entry in behind] == [entry | {"seq": 0} for entry in written]
        assert [(was, now) for was, now, _ in done.moved] == [
            (fork + n, len(before) + n) for n in range(1, len(written) + 1)
        ]
        with rig.world.read() as uow:
            assert uow.inspections.get(mine.id).closed_at
            assert uow.told.of([visit_key(mine.id)])[-1].seq > len(before)
        assert not [f for f in check(rig.world, photos=False).findings if "shift-" not in f.text]
        work_shift(rig, 1)
        way.round()
        assert at_central(central) == journal(rig)
        way.client.close()


@pytest.mark.parametrize(("opened", "why"), [(0, Refusal.FORKED), (2, Refusal.CLONED)])
def test_more_written_since_than_was_lost_is_healed_behind_what_was(
    tmp_path: Path, central: CentralHouse, opened: int, why: Refusal
) -> None:
    """Whoever may be a copy is healed once a manager let it back; who parted from its own past at once."""
    before, _ = lived(tmp_path / "data", tmp_path / "backup", central, whole=True, opened=opened)
    with again(tmp_path / "data") as rig:
        work_shift(rig, 40)
        way = carrier(rig, central)
        assert way.round().standing.stopped is why
        if why is Refusal.CLONED:
            with pytest.raises(CannotHeal, match="lets it back"):
                healed(rig, central)
            readmit(central.world, "manager", "07")
        done = healed(rig, central)
        assert [now for _, now, _ in done.moved] == list(range(len(before) + 1, len(journal(rig)) + 1))
        assert len(done.moved) >= 40
        assert journal(rig)[: len(before)] == before
        way.round()
        assert at_central(central) == journal(rig)
        way.client.close()


def test_a_plate_that_was_given_to_something_else_is_given_to_nothing_new(
    tmp_path: Path, central: CentralHouse
) -> None:
    with stocked_rig(tmp_path / "data") as rig:
        way = enrolled(rig, central)
        way.round()
        rig.station.parts[1].stop()
        shutil.copytree(tmp_path / "data", tmp_path / "backup", ignore=shutil.ignore_patterns("run"))
        to_verdict(rig)
        to_bin(rig)
        plate = last_closed(rig).item.lpn
        way.round()
        way.client.close()
    shutil.rmtree(tmp_path / "data")
    shutil.copytree(tmp_path / "backup", tmp_path / "data")
    with again(tmp_path / "data") as rig:
        healed(rig, central)
        open_item(rig)
        if at_bench(rig).inspection:
            assert in_hand(rig).item.lpn > plate
        with rig.world.read() as uow:
            assert uow.inspections.lpn_numbers_drawn() >= int(plate.split("-")[1])


def test_the_record_is_whole_after_healing(tmp_path: Path, central: CentralHouse) -> None:
    with stocked_rig(tmp_path / "data") as rig:
        way = enrolled(rig, central)
        way.round()
        rig.station.parts[1].stop()
        shutil.copytree(tmp_path / "data", tmp_path / "backup", ignore=shutil.ignore_patterns("run"))
        to_verdict(rig)
        to_bin(rig)
        way.round()
        way.client.close()
    shutil.rmtree(tmp_path / "data")
    shutil.copytree(tmp_path / "backup", tmp_path / "data")
    with again(tmp_path / "data") as rig:
        way = client_of(rig, central.address)
        came, gone = bring_back(rig.world, way, missing(rig.world, way).entries)
        way.close()
        assert came and not gone
        healed(rig, central)
        assert check(rig.world).findings == ()


def test_another_station_s_copy_is_refused(tmp_path: Path, central: CentralHouse) -> None:
    with stocked_rig(tmp_path / "data") as rig:
        enrolled(rig, central).round()
        client = client_of(rig, central.address)
        found = missing(rig.world, client)
        assert found.entries == ()
        foreign = Missing(found.fork, found.size + 1, ('{"seq":99,"station":"08"}',))
        database = rig.station.parts[1]
        assert isinstance(database, Database)
        before = journal(rig)
        world = rig.world
        with (
            pytest.raises(ValueError, match="does not follow"),
            mending(database, Writer("07", world.clock, world.ids, True), world.signer) as mender,
        ):
            heal(world, mender.uow, mender, foreign, lambda _: None)
        assert journal(rig) == before
        client.close()


def test_entries_that_nobody_has_any_more_are_told(tmp_path: Path, central: CentralHouse) -> None:
    """The file beside the database knows of entries that were signed and never shipped."""
    with stocked_rig(tmp_path / "data") as rig:
        way = enrolled(rig, central)
        way.round()
        rig.station.parts[1].stop()
        shutil.copytree(tmp_path / "data", tmp_path / "backup", ignore=shutil.ignore_patterns("run"))
        work_shift(rig, 2)
        way.client.close()
    for name in ("station.db", "station.db-wal", "station.db-shm"):
        (tmp_path / "data" / name).unlink(missing_ok=True)
        if (tmp_path / "backup" / name).exists():
            shutil.copy(tmp_path / "backup" / name, tmp_path / "data" / name)
    told = "The last 2 are neither here nor at central"
    with again(tmp_path / "data") as rig, pytest.raises(CannotHeal, match=told):
        healed(rig, central)
