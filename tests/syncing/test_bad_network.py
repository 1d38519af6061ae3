"""A line that is slow, cuts, loses answers, doubles and reorders requests: nothing is lost, nothing twice."""

import random
from dataclasses import dataclass

import pytest

from station.services.syncing import parking
from station.services.syncing.rounds import Round
from station.services.syncing.state import state
from tests.support.arrived import once
from tests.support.longer import rounds
from tests.support.shift import work_shift
from tests.support.shipped import Carrier, CentralHouse, client_of, enrolled
from tests.support.stations import Rig
from tests.support.troubled import Asked, Plan, Trouble, troubled

pytestmark = pytest.mark.slow
MOST_ROUNDS = 80


@dataclass
class Chance:
    """Trouble by chance, every so many requests; the same for the same seed."""

    random: random.Random
    kinds: tuple[Trouble, ...]
    share: float = 0.4

    def __call__(self, asked: Asked) -> Trouble:
        return self.random.choice(self.kinds) if self.random.random() < self.share else Trouble.NONE


def only(trouble: Trouble, call: str) -> Plan:
    """Let every second request of one kind have this trouble."""
    seen: list[int] = []

    def plan(asked: Asked) -> Trouble:
        if call not in asked.path:
            return Trouble.NONE
        seen.append(asked.number)
        return trouble if len(seen) % 2 else Trouble.NONE

    return plan


def carry(way: Carrier) -> None:
    """Do rounds until nothing waits; what the line made look bad is asked for again."""
    for _ in range(MOST_ROUNDS):
        outcome = way.round()
        assert outcome.standing.stopped is None, outcome.standing.error
        if way.waits():
            continue
        if not state(way.rig.world).parked:
            return
        parking.ask_again(way.rig.world)
    raise AssertionError(state(way.rig.world).standing.error)


def test_whatever_the_network_does_all_arrives_once(rig: Rig, central: CentralHouse) -> None:
    kinds = tuple(each for each in Trouble if each is not Trouble.NONE)
    enrolled(rig, central).client.close()
    photos: list[str] = []
    for seed in range(rounds(2)):
        with troubled(central.port, Chance(random.Random(seed), kinds)) as net:
            client = client_of(rig, net.address)
            way = Carrier(rig, client, Round(client, draw=lambda: 0.5))
            for _ in range(4):
                photos += work_shift(rig, 4, photos=2)
                way.round()
            carry(way)
            client.close()
            assert 0 < net.count(Trouble.NONE) < len(net.seen)
    assert once(rig, central) == len(photos)


@pytest.mark.parametrize(
    "trouble", [Trouble.LOSE_ANSWER, Trouble.TWICE, Trouble.TWICE_AT_ONCE, Trouble.LATE, Trouble.CUT_ANSWER]
)
def test_each_trouble_at_each_call(rig: Rig, central: CentralHouse, trouble: Trouble) -> None:
    enrolled(rig, central).client.close()
    photos: list[str] = []
    for call in ("/open", "/photos/", "/entries"):
        with troubled(central.port, only(trouble, call)) as net:
            client = client_of(rig, net.address)
            way = Carrier(rig, client, Round(client, draw=lambda: 0.5))
            for _ in range(2):
                photos += work_shift(rig, 2, photos=1)
                way.with_.session.end()
                carry(way)
            client.close()
            assert net.count(trouble)
    assert once(rig, central) == len(photos)


def test_a_slow_line_is_no_fault(rig: Rig, central: CentralHouse) -> None:
    """A photo takes longer than the station waits for an answer: it goes in parts, and arrives."""
    enrolled(rig, central).client.close()
    with troubled(central.port, speed=400_000) as net:
        client = client_of(rig, net.address, read_seconds=0.7)
        way = Carrier(rig, client, Round(client, draw=lambda: 0.5))
        photos = work_shift(rig, 2, photos=1, size=320_000)
        carry(way)
        client.close()
        assert sum("/photos/" in path for path, _ in net.seen) > len(photos)
    assert once(rig, central) == len(photos)
