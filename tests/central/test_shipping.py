"""Entries and photos arrive: in order, once, with the head that both signed."""

from station.domain.proof.cosigning import cosigned_at
from station.domain.proof.signed_note import read_note, signers
from station.services.central.refusing import exchange_of
from tests.support.exchange import Central, hash_of, photo, reason


def test_a_station_enrols_opens_and_ships(either: Central) -> None:
    station = either.opened()
    station.write(3)
    answer = station.ship()
    assert answer.status_code == 200, answer.data
    receipt = answer.json
    assert receipt and receipt["size"] == 3 and receipt["parked"] == []
    note = read_note(receipt["cosigned"].encode())
    assert signers(note, station.keys.keys(), either.world.signer.holds) == station.keys.keys()
    seen = cosigned_at(note, either.world.signer.keys(), either.world.signer.holds)
    assert seen == int(either.clock.time.timestamp())
    station.write(2)
    later = station.ship(4)
    assert later.json and later.json["size"] == 5
    assert station.get("own?after=0&limit=10").json == station.texts
    assert station.get("own?after=3&limit=1").json == station.texts[3:4]


def test_the_same_batch_again_changes_nothing(either: Central) -> None:
    station = either.opened()
    station.write(4)
    first = station.ship(1, 3)
    assert station.ship(1, 3).json == first.json
    wider = station.ship(2, 4)
    assert wider.json and wider.json["size"] == 4
    assert station.get("own?limit=10").json == station.texts


def test_a_photo_comes_before_the_entry_that_names_it(either: Central) -> None:
    station = either.opened()
    names = [hash_of(photo(n)) for n in range(3)]
    inspection = {"photos": [{"sha256": names[0]}, {"sha256": names[1]}], "candidate": {"sha256": names[2]}}
    station.write(1, {"inspection": inspection})
    assert station.put(photo(0)).status_code == 201
    first = station.ship()
    assert reason(first) == (409, "photos_first")
    assert first.json and first.json["photos"] == names[1:]
    assert station.put(photo(1)).status_code == 201
    assert station.ship(absent=[names[2]]).status_code == 200
    assert station.get(f"photos/{names[0]}").data == photo(0)


def test_texts_beside_are_kept_where_they_are_what_was_committed_to(central: Central) -> None:
    from base64 import b64encode

    from station.services.notes import committed

    station, salt = central.opened(), b"s" * 16
    right, wrong = committed(salt, "scratched"), committed(salt, "as new")
    station.write(1, {"note": right, "inner": {"note": wrong}})
    told = b64encode(salt).decode()
    beside = {right: [told, "scratched"], wrong: [told, "another"], "0" * 64: [told, "named by nothing"]}
    assert station.ship(beside=beside).status_code == 200
    with central.world.read() as uow:
        texts = [uow.notes.text(each) for each in (right, wrong, "0" * 64)]
    assert texts == ["scratched", None, None]


def test_unknown_fields_and_newer_versions_are_kept_to_the_byte(central: Central) -> None:
    station = central.opened()
    station.write(1, {"a": {"b": [1, 2.5, "ä𝄞"]}}, schema_version=9, kind="not_known_yet", more={"x": None})
    assert station.ship().json["parked"] == []  # type: ignore[index]
    assert station.get("own?limit=1").json == station.texts


def test_a_key_that_the_journal_names_is_known_from_then_on(central: Central) -> None:
    station = central.opened()
    was = str(station.keys.keys()[0])
    station.keys.rotate()
    station.write(1, {"key": str(station.keys.keys()[0]), "was": was, "lost": False}, kind="key_rotated")
    assert station.ship().status_code == 200
    station.keys.rotate()  # the first one signs no longer
    station.write(1, {"key": str(station.keys.keys()[0]), "was": str(station.keys.keys()[1]), "lost": False})
    assert station.open().status_code == 200
    assert station.ship(2).status_code == 200


def test_what_a_killed_central_had_is_what_it_says_after(central: Central) -> None:
    """The answer got lost after the entries were kept: the station goes on from what central says."""
    station = central.opened()
    station.write(5)
    station.ship(1, 3)
    assert station.open().json["size"] == 3  # type: ignore[index]
    gap = station.ship(5)
    assert reason(gap) == (409, "gap") and gap.json and gap.json["size"] == 3
    assert station.ship(1).json["size"] == 5  # type: ignore[index]


def test_each_station_has_a_place_of_its_own(either: Central) -> None:
    first, second = either.opened("07"), either.opened("08")
    first.write(2)
    second.write(1)
    assert first.ship().status_code == second.ship().status_code == 200
    with either.world.read() as uow:
        assert {id_: head.tree.size for id_, head in uow.stations.heads().items()} == {"07": 2, "08": 1}
        assert set(uow.stations.contacts()) == {"07", "08"}
    assert second.get("own?limit=9").json == second.texts


def test_a_transaction_of_a_station_ends_with_its_lock(either: Central) -> None:
    either.opened()
    with exchange_of(either.world).receiving("07") as one:
        assert one.stations.get("07")
    with exchange_of(either.world).receiving("07") as two:
        assert two.stations.get("07")
