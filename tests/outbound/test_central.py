"""Central tells of all stations in its one order, on both engines; two of its processes tell once."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from station.services.outbound import keeping, managing, sending
from tests.outbound.test_delivering import TOLD, added, later, parked, track
from tests.support.desk import elsewhere, restocked
from tests.support.engines import ENGINES, stocked_on
from tests.support.projected import as_central, other_rig, project, ship
from tests.support.receiver import Receiver, Say, told
from tests.support.stations import Rig
from tests.support.work import to_bin, to_verdict


@pytest.fixture
def central(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Rig]:
    with stocked_on(request.param, tmp_path / "central") as rig:
        yield told(as_central(rig))


on_both = pytest.mark.parametrize("central", ENGINES, indirect=True)
# Several processes side by side are there with this one alone.
at_scale = pytest.mark.parametrize("central", ["postgresql"], indirect=True)


@on_both
def test_all_stations_are_told_of_in_one_order(central: Rig, receiver: Receiver, tmp_path: Path) -> None:
    destination = added(central, receiver.url)
    with other_rig(tmp_path / "08", "08") as eight:
        to_verdict(eight)
        to_bin(eight)
        ship(central, eight)
        assert sending.step(central.world, "a") > 0  # nothing is told before it was projected
        project(central)
        sending.step(central.world, "a")
        assert [got.json["type"] for got in receiver.got] == TOLD
        assert {got.json["source"] for got in receiver.got} == {"urn:x-returns-station:station:08"}
        with central.world.read() as uow:
            assert uow.numbered.head() == keeping.stream(central.world, uow).head()
    sending.step(central.world, "a")
    first = track(central, destination)
    managing.replay(central.world, "central", destination.id)
    sending.step(central.world, "a")
    assert receiver.ids() == receiver.ids()[: len(TOLD)] * 2
    assert track(central, destination).cursor == first.cursor


@at_scale
def test_what_failed_is_kept(central: Rig, receiver: Receiver, tmp_path: Path) -> None:
    destination = added(central, receiver.url, "stock")
    receiver.answers = [Say(422)]
    with other_rig(tmp_path / "08", "08") as eight:
        elsewhere(eight, restocked(eight))
        ship(central, eight)
    project(central)
    for _ in range(12):
        later(central)
    put, back = parked(central, destination)
    assert (put.endswith("stock_put"), back.endswith("stock_taken_back")) == (True, True)
    managing.drop(central.world, destination.id, put)
    receiver.answers = [Say()]
    managing.retry(central.world, destination.id)
    sending.step(central.world, "a")
    assert parked(central, destination) == []
    assert receiver.got[-1].json["corrects"] == put


@at_scale
def test_a_track_belongs_to_one_process_until_that_one_is_gone(central: Rig, receiver: Receiver) -> None:
    destination = added(central, receiver.url)
    assert keeping.take(central.world, destination.id, "a")
    assert keeping.take(central.world, destination.id, "b") is None
    mine = keeping.take(central.world, destination.id, "a")
    assert mine
    central.clock.advance(minutes=3)  # killed: nobody let go of it
    assert keeping.take(central.world, destination.id, "b")
    far = replace(mine, worked_until=central.clock.now() + timedelta(days=400))
    assert not far.taken_by_other("b", central.clock.now())  # a clock that was a year off
