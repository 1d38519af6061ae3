"""Whoever has a key may send anything: what is wrong keeps its place, is told, and holds up nothing."""

import json
import zlib
from typing import Any

import pytest

from station.domain.proof.merkle import EMPTY
from station.domain.sync.limits import LARGEST_BATCH, LARGEST_ENTRY, MOST_ENTRIES
from station.domain.sync.messages import Refusal
from tests.support.exchange import Central, Speaker, reason

NOT_ENTRIES = {
    "no JSON": "{",
    "more than any number": '{"seq":9007199254740992}',
    "a list": "[]",
    "spaces": '{"seq": 1}',
    "text": "x" * 100,
    "empty": "",
    "too deep": '{"a":' + "[" * 500 + "]" * 500 + "}",
    "far too deep": "[" * 200_000,
}


def parked(answer: Any) -> list[tuple[int, str]]:
    assert answer.status_code == 200, answer.data
    return [(each["seq"], each["why"]) for each in answer.json["parked"]]


def goes_on(station: Speaker, answer: Any, why: str, at: int = 2) -> None:
    """See that one entry was refused, those after it came, and the tree is the station's own."""
    assert parked(answer) == [(at, why)]
    station.write(1)
    after = station.ship(len(station.texts))
    assert after.json["size"] == len(station.texts) and parked(after) == []  # type: ignore[index]
    assert parked(station.ship()) == [(at, why)], "whoever asks again is told again"
    assert station.get("own?limit=99").json == station.texts


@pytest.mark.parametrize("text", NOT_ENTRIES.values(), ids=list(NOT_ENTRIES))
def test_what_is_no_entry_keeps_its_place(shared: Central, text: str) -> None:
    station = shared.fresh()
    station.write(1)
    station.texts.append(text)
    station.write(1)
    goes_on(station, station.ship(), "not_an_entry")


ENVELOPES: dict[str, dict[str, object]] = {
    "another number": {"seq": 9},
    "no number": {"seq": "2"},
    "an id that is a path": {"id": "../../x"},
    "no id": {"id": ""},
    "a kind with a line": {"kind": "a\nb"},
    "an id with a line behind it": {"id": "abc\n"},
    "a payload that is none": {"payload": [1]},
    "a time with a zero in it": {"at": "2026\x00"},
    "no version": {"schema_version": None},
}


@pytest.mark.parametrize("changed", ENVELOPES.values(), ids=list(ENVELOPES))
def test_an_envelope_that_is_not_right_is_no_entry(shared: Central, changed: dict[str, Any]) -> None:
    station = shared.fresh()
    station.write(1)
    station.texts.append(station.entry(**{"seq": 2, **changed}))
    goes_on(station, station.ship(), "not_an_entry")


@pytest.mark.parametrize(
    ("written", "canonical"), [("1.0", "1"), ("1e16", "10000000000000000"), ("-0.0", "0"), ("0.50", "0.5")]
)
def test_numbers_are_written_in_one_way(shared: Central, written: str, canonical: str) -> None:
    station = shared.fresh()
    station.write(1, {"a": 7})
    right = station.texts[0].replace('"a":7', f'"a":{canonical}')
    station.texts = [right, station.entry(2, {"a": 7}).replace('"a":7', f'"a":{written}')]
    assert parked(station.ship()) == [(2, "not_an_entry")]


def test_an_entry_of_another_station_is_refused(either: Central) -> None:
    either.opened("08")
    station = either.opened()
    station.write(1)
    station.write(1, station="08")
    goes_on(station, station.ship(), "other_station")


def test_an_id_that_is_taken_is_refused_with_what_came_under_it(either: Central) -> None:
    station = either.opened()
    station.write(1)
    taken = json.loads(station.texts[0])["id"]
    station.write(1, {"other": "content"}, id=taken)
    goes_on(station, station.ship(), "other_content")
    thief = either.opened("08")
    thief.write(1)
    thief.write(1, id=taken)
    goes_on(thief, thief.ship(), "other_content")


def test_two_of_one_id_in_one_batch_are_told_apart(shared: Central) -> None:
    station = shared.fresh()
    station.write(3, id=f"same-{station.id}")
    assert parked(station.ship()) == [(2, "other_content"), (3, "other_content")]


def test_a_journal_with_two_pasts_is_stopped_and_nothing_is_overwritten(either: Central) -> None:
    station = either.opened()
    station.write(3)
    station.ship()
    kept = list(station.texts)
    station.texts[1] = station.entry(2, {"another": "past"})
    station.write(1)
    forked = station.ship()
    assert reason(forked) == (409, "forked") and forked.json and forked.json["seq"] == 2
    with either.world.read() as uow:
        assert uow.stations.get("07").stopped is Refusal.FORKED  # type: ignore[union-attr]
    assert station.open().status_code == 200, "it may have been mended there"
    assert reason(station.ship(2)) == (409, "forked")
    station.texts = [*kept, station.entry(4, {"moved": "behind"})]
    assert station.open().status_code == 200 and station.ship(4).status_code == 200
    kept = list(station.texts)
    with either.world.read() as uow:
        assert uow.arrivals.own("07", 0, 9) == tuple(kept)


HEADS: dict[str, dict[str, Any]] = {
    "another root": {"root": EMPTY},
    "another size": {"size": 1},
    "another station": {"origin": "returns-station/99"},
}


@pytest.mark.parametrize("changed", HEADS.values(), ids=list(HEADS))
def test_a_head_that_is_not_that_of_the_entries_stops_the_station(
    shared: Central, changed: dict[str, Any]
) -> None:
    station = shared.fresh()
    station.write(2)
    assert reason(station.ship(note=station.note(2, **changed))) == (409, "wrong_head")
    assert reason(station.open()) == (409, "wrong_head")
    with shared.world.read() as uow:
        assert uow.stations.head(station.id).tree.size == 0 and uow.arrivals.own(station.id, 0, 9) == ()


@pytest.mark.parametrize("note", ["", "x", "\n\n\n", "returns-station/07\n1\n\n", "\x00", "a" * 9000])
def test_no_head_at_all_is_no_head(shared: Central, note: str) -> None:
    station = shared.fresh()
    station.write(1)
    assert reason(station.ship(note=note))[1] in ("wrong_head", "too_large")
    with shared.world.read() as uow:
        assert uow.stations.head(station.id).tree.size == 0


def test_a_head_signed_by_another_is_forged(central: Central) -> None:
    station, other = central.opened("07"), central.opened("08")
    station.write(1)
    other.texts = station.texts
    assert reason(station.ship(note=other.note(1)))[1] == "wrong_head"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'{"first":1}',
        b'{"first":"1","entries":[]}',
        b'{"first":1,"entries":[]}',
        b'{"first":0,"entries":["x"]}',
        b'{"first":1e300,"entries":["x"]}',
        b'{"first":1,"entries":[1]}',
        b'{"first":1,"entries":["\\ud800"]}',
        b'{"first":1,"entries":["x"],"beside":[]}',
        b"\xff\xfe",
        b"[" * 500_000,
    ],
)
def test_a_body_that_is_no_batch_is_refused(shared: Central, body: bytes) -> None:
    station = shared.fresh()
    assert reason(station.packed(body)) == (400, "not_an_entry")


def test_what_unfolds_beyond_any_batch_is_not_unfolded(shared: Central) -> None:
    station = shared.fresh()
    packing = zlib.compressobj(1, wbits=31)
    bomb = b"".join(packing.compress(b" " * (1 << 20)) for _ in range(100)) + packing.flush()
    known = {"Authorization": f"Bearer {station.token}", "Content-Encoding": "gzip"}
    answer = station.http.post("/sync/v1/entries", data=bomb, headers=known)
    assert reason(answer) == (413, "too_large")
    for broken in (b"\x1f\x8b", bomb[: len(bomb) // 2][:1000], b"no gzip"):
        answer = station.http.post("/sync/v1/entries", data=broken, headers=known)
        assert reason(answer) == (422, "wrong_bytes")
    known["Content-Encoding"] = "br"
    assert reason(station.http.post("/sync/v1/entries", data=b"", headers=known)) == (400, "not_an_entry")


def test_a_body_of_a_gigabyte_is_refused_unread(shared: Central) -> None:
    station = shared.fresh()
    known, length = {"Authorization": f"Bearer {station.token}"}, {"CONTENT_LENGTH": str(1 << 30)}
    for call in ("entries", "open", "enrol", "photos"):
        answer = station.http.post(f"/sync/v1/{call}", data=b"[", headers=known, environ_overrides=length)
        assert reason(answer) == (413, "too_large")


def test_more_at_once_than_anybody_sends_is_refused(shared: Central) -> None:
    station = shared.fresh()
    station.write(MOST_ENTRIES + 1)
    assert reason(station.ship()) == (413, "too_large")
    assert reason(station.ship(1, 1, absent=["x"] * 5001)) == (413, "too_large")
    assert reason(station.post("photos", ["x"] * 5001)) == (413, "too_large")
    assert LARGEST_ENTRY < LARGEST_BATCH


def test_an_entry_that_is_too_large_keeps_its_place(shared: Central) -> None:
    station = shared.fresh()
    station.write(1)
    station.write(1, {"text": "x" * LARGEST_ENTRY})
    goes_on(station, station.ship(), "not_an_entry")
