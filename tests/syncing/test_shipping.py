"""What a station ships: photos first, entries in order, and it goes on from what central has."""

import json

from station.domain.auditing.events import AuditSentBack
from station.domain.identifiers import Lpn
from station.domain.people_events import PhotoRemoved, PhotoRemovedBecause
from station.domain.sync.standing import Stuck, photo_id
from station.services.notes import kept as note_of
from station.services.syncing import parking
from station.services.syncing.backlog import PhotosWaiting
from station.services.syncing.state import state
from station.services.syncing.waiting import Line
from tests.support.shift import work_shift
from tests.support.shipped import Carrier, CentralHouse
from tests.support.stations import Rig


def at_central(central: CentralHouse, station: str = "07") -> list[str]:
    """Return the entries that central has of a station, as text."""
    with central.world.read() as uow:
        return list(uow.arrivals.own(station, 0, 10_000))


def journal(rig: Rig) -> list[str]:
    with rig.world.read() as uow:
        return [entry.canonical.decode() for entry in uow.journal.entries()]


def test_all_of_a_journal_and_every_photo_arrive(rig: Rig, central: CentralHouse, way: Carrier) -> None:
    photos = work_shift(rig, 30)
    outcome = way.round()
    assert (outcome.shipped.entries, outcome.shipped.photos) == (30, 60)
    assert at_central(central) == journal(rig)
    for sha256 in photos:
        assert central.world.vault.get(sha256) == rig.world.vault.get(sha256)


def test_what_is_there_is_not_sent_again(rig: Rig, way: Carrier) -> None:
    work_shift(rig, 1)
    way.round()
    outcome = way.round()
    assert (outcome.shipped.entries, outcome.shipped.photos) == (0, 0)
    assert outcome.standing.in_touch


def test_the_head_that_central_signed_is_over_what_was_sent(
    rig: Rig, central: CentralHouse, way: Carrier
) -> None:
    work_shift(rig, 60, photos=0)
    way.round()
    with rig.world.read() as uow, central.world.read() as at:
        head = at.stations.head("07")
        assert head.tree.size == uow.journal.head()
        assert head.tree.root == uow.tree.root(uow.journal.head())


def test_what_people_wrote_goes_beside_the_entries(rig: Rig, central: CentralHouse, way: Carrier) -> None:
    with rig.world.begin() as uow:
        note = note_of(uow, "the box was wet")
        uow.journal.append(AuditSentBack("i", Lpn("L07-0000001-1"), (), note), "sara")
    way.round()
    with central.world.read() as at:
        assert at.notes.text(note) == "the box was wet"
    assert all("wet" not in text for text in at_central(central))


def test_a_photo_that_is_not_there_any_more_holds_up_nothing(
    rig: Rig, central: CentralHouse, way: Carrier
) -> None:
    first, second = work_shift(rig, 1)
    kept = rig.world.vault.get(first)
    rig.world.vault.remove(first)
    way.round()
    found = state(rig.world)
    assert not way.waits()
    assert [(each.id, each.why) for each in found.parked] == [(photo_id(first), Stuck.MISSING)]
    assert central.world.vault.get(second)
    rig.world.vault.put(kept)
    assert parking.ask_again(rig.world) == 1
    way.round()
    assert not state(rig.world).parked
    assert central.world.vault.get(first) == kept


def test_a_photo_whose_bytes_changed_is_set_aside(rig: Rig, way: Carrier) -> None:
    first, *_ = work_shift(rig, 1)
    path = rig.station.folder.path / "photos" / first[:2] / f"{first}.jpg"
    path.write_bytes(path.read_bytes() + b"!")
    way.round()
    assert [each.why for each in state(rig.world).parked] == [Stuck.CHANGED]
    assert not way.waits()


def test_what_is_no_photo_is_set_aside_with_the_words_of_central(rig: Rig, way: Carrier) -> None:
    work_shift(rig, 1, photos=1, draw=lambda number, _: b"not a photo %d" % number)
    way.round()
    assert [each.why for each in state(rig.world).parked] == ["not_a_photo"]
    assert not way.waits()


def test_a_photo_that_somebody_removed_is_no_fault(rig: Rig, way: Carrier) -> None:
    first, *_ = work_shift(rig, 1)
    with rig.world.begin() as uow:
        removed = PhotoRemoved(
            "shift", Lpn("L07-0000001-1"), first, next(iter(PhotoRemovedBecause)), "sara", "2026-07-01"
        )
        uow.journal.append(removed, "sara")
    rig.world.vault.remove(first)
    way.round()
    assert not way.waits()
    assert not state(rig.world).parked


def test_photos_that_wait_are_counted_from_the_journal(rig: Rig, way: Carrier) -> None:
    counted = PhotosWaiting()
    work_shift(rig, 7)
    with rig.world.read() as uow:
        size = uow.shipping.standing().size
        while not counted.catch_up(uow, size, most=3):
            pass
        assert counted.count == 14
    way.round()
    with rig.world.read() as uow:
        assert counted.catch_up(uow, uow.shipping.standing().size)
        assert counted.count == 0
        assert counted.catch_up(uow, size)
        assert counted.count == 14


def test_a_station_without_a_central_keeps_everything(rig: Rig) -> None:
    found = state(rig.world)
    assert (found.waiting.line, found.waiting.connected) == (Line.KEPT, False)
    assert found.waiting.records == len(journal(rig))


def test_a_parked_entry_can_be_opened(rig: Rig) -> None:
    with rig.world.read() as uow:
        assert parking.entry(uow, 1) == json.loads(journal(rig)[0])
        assert parking.entry(uow, 10_000) is None
        assert parking.entry(uow, 0) is None
