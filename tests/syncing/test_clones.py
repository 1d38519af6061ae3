"""Two computers with one station's key: found whichever of them comes first, and neither does harm."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from station.app.run import started
from station.domain.sync.messages import Refusal
from station.services.central.enrolling import readmit
from station.services.syncing.rounds import Round
from tests.support.arrived import arrived, once, written
from tests.support.shift import work_shift
from tests.support.shipped import Carrier, CentralHouse, client_of, enrolled
from tests.support.stations import Rig, make_rig, stocked_rig
from tests.syncing.test_healing import healed

_Both = tuple[Carrier, Carrier]


@pytest.fixture
def both(tmp_path: Path, central: CentralHouse) -> Iterator[_Both]:
    """A station that shipped all it had, and a copy of its disk in another computer."""
    with stocked_rig(tmp_path / "data") as rig:
        way = enrolled(rig, central)
        work_shift(rig, 2)
        way.round()
        way.client.close()
    shutil.copytree(
        tmp_path / "data", tmp_path / "copy", ignore=shutil.ignore_patterns("station.lock", "run")
    )
    station, copy = make_rig(tmp_path / "data"), make_rig(tmp_path / "copy")
    with started(station.station.parts[:2]), started(copy.station.parts[:2]):
        ways = way_of(station, central), way_of(copy, central)
        yield ways
        for way in ways:
            way.client.close()


def way_of(rig: Rig, central: CentralHouse) -> Carrier:
    client = client_of(rig, central.address)
    return Carrier(rig, client, Round(client, draw=lambda: 0.5))


@pytest.mark.parametrize("copy_first", [False, True], ids=["the station first", "the copy first"])
def test_of_two_that_work_one_alone_gets_through(
    both: _Both, central: CentralHouse, copy_first: bool
) -> None:
    station, copy = both
    for way in both:
        work_shift(way.rig, 2)
    first, second = (copy, station) if copy_first else (station, copy)
    assert first.round().standing.stopped is None
    assert second.round().standing.stopped in {Refusal.FORKED, Refusal.CLONED, Refusal.RESTORED}
    assert first.round().standing.stopped or not first.waits()
    assert arrived(central.world) == written(first.rig.world)
    readmit(central.world, "manager", "07")  # the copy is turned off, and somebody at central says so
    mine = written(station.rig.world)
    healed(station.rig, central)
    work_shift(station.rig, 1)
    assert station.round().standing.stopped is None
    assert not station.waits()
    assert arrived(central.world) == written(station.rig.world)
    assert ids(mine) <= ids(written(station.rig.world))
    work_shift(copy.rig, 1)
    assert copy.round().standing.stopped


def ids(texts: list[str]) -> set[str]:
    return {text.split('"id":"', 1)[1].split('"', 1)[0] for text in texts}


def test_two_that_write_nothing_are_found_by_their_turns(both: _Both, central: CentralHouse) -> None:
    found = []
    for number in range(6):
        way = both[number % 2]
        way.with_.session.end()
        found.append(way.round().standing.stopped)
    assert Refusal.CLONED in found
    assert {way.round().standing.stopped for way in both} == {Refusal.CLONED}
    readmit(central.world, "manager", "07")
    assert both[0].round().standing.stopped is None
    assert both[1].round().standing.stopped is Refusal.CLONED
    readmit(central.world, "manager", "07")
    both[0].with_.session.end()
    assert both[0].round().standing.stopped is None
    once(both[0].rig, central)
