"""A person who is removed at central is gone from what stations sent, too: before it, and late."""

from base64 import b64encode

from station.domain.people import Person, Role
from station.services.central import projecting
from station.services.notes import committed
from station.services.people.kept import give_out
from station.services.people.removing import remove
from tests.support.exchange import Central, Speaker

SALT = b"s" * 16


def wrote(station: Speaker, text: str, **changed: object) -> str:
    """Let a station ship an entry with a note, and return the note's commitment."""
    note = committed(SALT, text)
    station.write(1, {"note": note, "inspection": "i-1"}, **changed)
    shipped = station.ship(len(station.texts), beside={note: [b64encode(SALT).decode(), text]})
    assert shipped.status_code == 200
    return note


def test_what_stations_sent_of_a_removed_person_goes_and_what_comes_late_does_too(either: Central) -> None:
    station, world = either.opened(), either.world
    station.texts.append("no entry at all")
    assert station.ship().status_code == 200
    by, on = wrote(station, "Dana was tired", actor="dana"), wrote(station, "dana again", actor="someone")
    others = committed(SALT, "of another item")
    station.write(1, {"note": others, "inspection": "i-2"}, actor="someone")
    station.ship(len(station.texts), beside={others: [b64encode(SALT).decode(), "of another item"]})
    with world.begin() as uow:
        ended = world.clock.now()
        uow.people.save(Person("dana", "Dana", Role.OPERATOR, "en", "hash", "hash", ended_at=ended))
    assert {note["text"] for note in give_out(world, "dana", "boss")["notes"]} == {
        "Dana was tired",
        "dana again",
    }
    with world.begin() as uow:
        assert remove(world, uow, "dana", "boss") == 2
    late = wrote(station, "written before it was known there", actor="dana")
    station.write(1, {"person": "dana", "notes": 0}, kind="person_removed", actor="central/boss")
    assert station.ship(len(station.texts)).status_code == 200
    while projecting.project_waiting(world):
        pass
    with world.read() as uow:
        assert [uow.notes.text(note) for note in (by, on, late, others)] == [
            None,
            None,
            None,
            "of another item",
        ]
