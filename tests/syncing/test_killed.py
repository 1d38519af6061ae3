"""Both sides killed at any moment, again and again, while one works and ships and the other takes it in."""

import contextlib
import random
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from station.adapters.central import enrolled as learned
from station.adapters.central.enrolled import KnownCentral
from station.app.run import started
from station.services.syncing import parking
from station.services.syncing.rounds import Round, run
from station.services.syncing.state import state
from tests.support.arrived import arrived, named, once, written
from tests.support.killed import Nursery, nursery, round_of
from tests.support.longer import rounds
from tests.support.shipped import central_house, enrolled
from tests.support.stations import Rig, make_rig, stocked_rig
from tests.support.waiting import until

# Each start numbers its items from a thousand further on.
ITEMS = 1000


@pytest.fixture
def killer() -> Iterator[Nursery]:
    with nursery() as made:
        yield made


def free_port() -> int:
    """Find a port that no outgoing line of somebody else is given while central lies dead."""
    chance = random.Random()
    while True:
        with (
            contextlib.suppress(OSError),
            socket.create_server(("127.0.0.1", chance.randint(20_000, 32_000))) as taken,
        ):
            return int(taken.getsockname()[1])


@pytest.mark.slow
def test_killed_on_either_side_nothing_is_lost_and_nothing_twice(tmp_path: Path, killer: Nursery) -> None:
    data, there, port = tmp_path / "data", tmp_path / "central", free_port()
    with stocked_rig(data) as rig, central_house(there, port=port) as central:
        enrolled(rig, central).client.close()
        learned.keep(data, KnownCentral(central.address, "central", ""))
    chance = random.Random(20261122)
    folders, pids = {"station": data, "central": there}, {}
    for number in range(rounds(5)):
        for role, given in (("central", port), ("station", (number + 1) * ITEMS)):
            pids[role] = pids.get(role) or killer.start(role, folders[role], given)
        moment(killer, there, chance)
        for role in chance.choice((["station"], ["central"], ["station", "central"])):
            killer.kill(pids.pop(role))
    for pid in pids.values():
        killer.kill(pid)
    whole_again(tmp_path, port)


def moment(killer: Nursery, there: Path, chance: random.Random) -> None:
    """Let them work until so many more photos came, and a little longer; or kill while they start."""
    if chance.random() < 0.8:
        more = photos_at(there) + chance.randint(1, 12)
        until(lambda: photos_at(there) >= more, 60)
    assert killer.runs(chance.uniform(0, 0.1))


def photos_at(folder: Path) -> int:
    return sum(1 for _ in (folder / "photos").rglob("*.jpg"))


def whole_again(folder: Path, port: int) -> None:
    """Start both for the last time, let all go over, and compare."""
    rig = make_rig(folder / "data")
    with started(rig.station.parts[:2]), central_house(folder / "central", port=port) as central:
        before = len(arrived(central.world))
        with_ = round_of(rig, folder / "data")
        until(lambda: all_over(rig, with_))
        photos = once(rig, central)
        said = written(rig.world)
        told = set((folder / "told").read_text().split())
        assert told <= named(said)
        print(f"{len(said)} entries, {photos} photos, {before} entries before the last start")


def all_over(rig: Rig, with_: Round) -> bool:
    """Do a round; tell whether nothing waits. What seemed to be to blame for a cut is asked for again."""
    standing = run(rig.world, with_, at_once=True).standing
    assert standing.stopped is None, standing.error
    parking.ask_again(rig.world)
    found = state(rig.world)
    return not (found.parked or found.waiting.records or standing.attempts)
