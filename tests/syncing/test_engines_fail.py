"""What both stand on breaks while a station ships: PostgreSQL dies, a store fails or lies, a disk is full."""

import random
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from station.adapters.central.s3 import S3Vault
from station.domain.errors import DomainError, Reason
from station.services.syncing import parking, pruning
from station.services.syncing.state import state
from tests.support.arrived import arrived, once, written
from tests.support.longer import rounds
from tests.support.postgres import Server, own_server
from tests.support.rooms import small_disk
from tests.support.s3 import fresh_bucket
from tests.support.shift import work_shift
from tests.support.shipped import Carrier, CentralHouse, central_house, enrolled
from tests.support.stations import Rig, stocked_rig
from tests.support.waiting import until
from tests.syncing.test_pruning import keeping


def all_over(way: Carrier) -> bool:
    standing = way.round().standing
    assert standing.stopped is None, standing.error
    parking.ask_again(way.rig.world)
    return not (way.waits() or standing.attempts or state(way.rig.world).parked)


def carried(way: Carrier) -> None:
    until(lambda: all_over(way))


# PostgreSQL ---------------------------------------------------------------------------------------


@pytest.fixture
def server() -> Iterator[Server]:
    with own_server() as server:
        server.ask("CREATE DATABASE central")
        yield server


@pytest.mark.slow
def test_a_postgresql_that_dies_in_mid_commit_loses_nothing_and_doubles_nothing(
    rig: Rig, tmp_path: Path, server: Server
) -> None:
    chance = random.Random(6)
    with central_house(tmp_path / "central", url=server.url("central")) as central:
        way = enrolled(rig, central)
        for _ in range(rounds(1)):
            work_shift(rig, 60, photos=1)
            size = len(arrived(central.world))
            shipping = threading.Thread(target=lambda: [way.round() for _ in range(3)])
            shipping.start()
            until(lambda size=size: progressed(central, size))  # type: ignore[misc]
            shipping.join(chance.uniform(0, 0.1))
            server.kill()
            shipping.join()
            server.start()
            carried(way)
        assert once(rig, central)
        way.client.close()


def progressed(central: CentralHouse, size: int) -> bool:
    """Tell whether central is in the middle of taking something in."""
    photos = central.station.folder.path / "photos"
    return len(arrived(central.world)) > size or len(list(photos.rglob("*.jpg"))) % 60 > 5


# The store of photos ------------------------------------------------------------------------------


class Lying:
    """A vault before another one, which fails or lies as often as it is told to."""

    def __init__(self, inner: S3Vault) -> None:
        self.inner = inner
        self.fails = self.lies = 0

    def put(self, data: bytes, known: str = "") -> str:
        if self.fails:
            self.fails -= 1
            raise DomainError(Reason.STORE_FAILED)
        if self.lies:
            self.lies -= 1
            self.inner.put(data[:-1] + b"?")  # says that it has it, and has something else
            return known
        return self.inner.put(data, known)

    def get(self, sha256: str) -> bytes:
        return self.inner.get(sha256)

    def remove(self, sha256: str) -> None:
        self.inner.remove(sha256)


@pytest.fixture
def lying(tmp_path: Path) -> Iterator[tuple[CentralHouse, Lying]]:
    """Central whose photos are in a real S3, behind a store that can be told to fail and to lie."""
    with fresh_bucket() as bucket:
        vault = Lying(S3Vault(bucket))
        with central_house(tmp_path / "central", vault=vault) as central:
            yield central, vault


def test_a_store_that_refuses_holds_photos_and_entries_back_and_nothing_else(
    rig: Rig, lying: tuple[CentralHouse, Lying]
) -> None:
    central, vault = lying
    way = enrolled(rig, central)
    assert not way.round().standing.attempts
    photos = work_shift(rig, 4, photos=2)
    vault.fails = 100
    before = arrived(central.world)
    assert way.round().standing.attempts == 1
    assert arrived(central.world) == before
    vault.fails = 0
    carried(way)
    assert arrived(central.world) == written(rig.world)
    assert [vault.get(each) == rig.world.vault.get(each) for each in photos] == [True] * len(photos)
    way.client.close()


def test_a_store_that_lies_costs_no_photo(rig: Rig, lying: tuple[CentralHouse, Lying]) -> None:
    """It said that it has them; the station lets go only of those that central can read."""
    central, vault = lying
    way = enrolled(rig, central)
    photos = work_shift(rig, 3, photos=2)
    vault.lies = 3
    carried(way)
    rig.clock.advance(days=60)
    world = keeping(rig.world, prune_after=30, grace=7)
    pruning.do(world, way.client, pruning.plan(world))
    for sha256 in photos:
        assert there(vault, sha256) or rig.world.vault.get(sha256)
    way.client.close()


def there(vault: Lying, sha256: str) -> bool:
    try:
        return bool(vault.get(sha256))
    except KeyError:
        return False


# Disks --------------------------------------------------------------------------------------------


def filled(disk: Path) -> Path:
    """Take all the room that there is left."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"\0" * 4096)
        except OSError:
            pass
    return ballast


def test_a_full_disk_at_central_is_waited_for(rig: Rig, tmp_path: Path) -> None:
    for disk in small_disk(tmp_path, megabytes=40):
        with central_house(disk / "central") as central:
            way = enrolled(rig, central)
            carried(way)
            work_shift(rig, 30, photos=2, size=60_000)
            ballast = filled(disk)
            for _ in range(3):
                assert way.round().standing.attempts
            assert way.waits() and not way.round().standing.stopped
            ballast.unlink()
            carried(way)
            assert once(rig, central) == 60
            way.client.close()


def test_a_full_disk_at_the_station_stops_no_shipping_for_good(tmp_path: Path, central: CentralHouse) -> None:
    for disk in small_disk(tmp_path, megabytes=40):
        with stocked_rig(disk / "data") as rig:
            way = enrolled(rig, central)
            work_shift(rig, 30, photos=2, size=20_000)
            ballast = filled(disk)
            for _ in range(3):
                try:
                    way.round()
                except DomainError as full:
                    assert full.reason is Reason.DISK_FULL
            ballast.unlink()
            carried(way)
            assert once(rig, central) == 60
            way.client.close()
