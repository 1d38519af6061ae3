"""Photos leave a station only after central proved that it has them, and the record knows."""

from dataclasses import replace
from datetime import timedelta

from station.domain.errors import Reason
from station.domain.sync.keeping import Keeping, RoomLeft
from station.ports import World
from station.services.proof.checking import check
from station.services.syncing import pruning
from station.services.vaulted import is_kept, photo_if_there
from station.sync_ports import NoCourier, Room
from tests.support.shift import work_shift
from tests.support.shipped import Carrier, CentralHouse
from tests.support.stations import Rig
from tests.support.work import at_bench, expected, in_hand, open_item, press, said


def keeping(world: World, **days: int) -> World:
    kept = Keeping(**{name: timedelta(days=count) for name, count in days.items()})
    return replace(world, house=replace(world.house, keeping=kept))


def test_only_what_is_old_and_at_central_for_long_enough_goes(
    rig: Rig, central: CentralHouse, way: Carrier
) -> None:
    old = work_shift(rig, 2)
    way.round()
    world = keeping(rig.world, prune_after=30, grace=7)
    assert pruning.plan(world).photos == ()
    rig.clock.advance(days=29)
    assert pruning.plan(world).photos == ()
    rig.clock.advance(days=2)
    young = work_shift(rig, 1)
    way.round()
    planned = pruning.plan(world)
    assert {each.sha256 for each in planned.photos} == set(old)
    assert planned.size == sum(len(rig.world.vault.get(sha256)) for sha256 in old)
    assert pruning.do(world, way.client, planned) == len(old)
    assert [is_kept(world, sha256) for sha256 in (*old, *young)] == [True] * 6
    assert [photo_if_there(world, sha256) is None for sha256 in old] == [True] * 4
    report = check(world)
    assert report.pruned == len(old)
    assert not [each for each in report.findings if "photo" in each.text]
    assert pruning.plan(world).photos == ()


def test_what_central_has_not_stays(rig: Rig, central: CentralHouse, way: Carrier) -> None:
    first, *others = work_shift(rig, 2)
    way.round()
    rig.clock.advance(days=60)
    world = keeping(rig.world, prune_after=30, grace=7)
    planned = pruning.plan(world)
    central.down()
    central.up()
    held = way.client.held

    def lost(photos: list[str], look: bool = False) -> object:
        found = held(photos, look)
        return replace(found, have=tuple(each for each in found.have if each != first))

    way.client.held = lost  # type: ignore[method-assign,assignment]
    assert pruning.do(world, way.client, planned) == len(others)
    assert world.vault.get(first)


def test_what_central_wrote_down_and_its_store_lost_or_changed_stays(
    rig: Rig, central: CentralHouse, way: Carrier
) -> None:
    lost, changed, *others = work_shift(rig, 2)
    way.round()
    central.world.vault.remove(lost)
    (central.station.folder.path / "photos" / changed[:2] / f"{changed}.jpg").write_bytes(b"lies")
    rig.clock.advance(days=60)
    world = keeping(rig.world, prune_after=30, grace=7)
    assert pruning.do(world, way.client, pruning.plan(world)) == len(others)
    assert [world.vault.get(each) is not None for each in (lost, changed)] == [True, True]


def test_a_photo_that_is_at_central_alone_is_fetched_and_compared(
    rig: Rig, central: CentralHouse, way: Carrier
) -> None:
    sha256, *_ = work_shift(rig, 1)
    bytes_ = rig.world.vault.get(sha256)
    way.round()
    rig.clock.advance(days=60)
    world = keeping(rig.world, prune_after=30, grace=7)
    pruning.do(world, way.client, pruning.plan(world))

    class Fetching(NoCourier):
        told = b""

        def fetch(self, sha256: str) -> bytes:
            return self.told or way.client.photo(sha256)

    courier = Fetching()
    world = replace(world, courier=courier)
    assert photo_if_there(world, sha256) == bytes_
    type(courier).told = b"something else"
    assert photo_if_there(world, sha256) is None


def test_an_item_under_way_keeps_its_photos(rig: Rig, way: Carrier) -> None:
    world = keeping(rig.world, prune_after=30, grace=7)
    open_item(rig)
    way.round()
    rig.clock.advance(days=60)
    assert pruning.plan(world).photos == ()


class _Full:
    def room(self) -> Room:
        return Room(100_000_000, 256_000_000_000)


def test_no_item_is_begun_where_the_disk_could_not_hold_it(rig: Rig) -> None:
    open_item(rig)
    press(rig, 1)
    full = replace(rig, world=replace(rig.world, disk=_Full()))
    assert said(press(full, 1)) != Reason.DISK_LOW  # the one in hand goes on
    announced = expected(rig, quantity=1, serial=None)
    held = in_hand(rig).id
    with rig.world.begin() as uow:
        uow.bench.save(at_bench(rig).put_down())
    assert said(full.scan(announced.lines[0].sku)) == Reason.DISK_LOW
    assert at_bench(rig).inspection is None
    with rig.world.read() as uow:
        assert uow.inspections.get(held)


def test_little_and_none_are_told_apart_by_the_smaller_of_two_limits() -> None:
    known = Keeping()
    large, small = 2_000_000_000_000, 4_000_000_000
    assert known.judge(3_000_000_000, large) is RoomLeft.ENOUGH
    assert known.judge(1_900_000_000, large) is RoomLeft.LITTLE
    assert known.judge(400_000_000, large) is RoomLeft.NONE
    assert known.judge(500_000_000, small) is RoomLeft.ENOUGH
    assert known.judge(300_000_000, small) is RoomLeft.LITTLE
    assert known.judge(70_000_000, small) is RoomLeft.NONE
