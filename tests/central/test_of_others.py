"""What one station has is no other's: a hash that is known opens nothing, and no entry holds up others."""

import pytest

from station.services.central import enrolling, projecting
from tests.support.exchange import Central, hash_of, photo, reason
from web.views.audit import plate


def test_whoever_names_a_photo_of_another_station_is_not_given_it(either: Central) -> None:
    one, two, named = either.opened("07"), either.opened("08"), hash_of(photo())
    assert one.put(photo()).status_code == 201
    assert two.post("photos", [named]).json == {"have": [], "partly": {}}, "nor told that it is here"
    two.write(1, {"inspection": {"photos": [{"sha256": named}]}})
    refused = two.ship()
    assert reason(refused) == (409, "photos_first") and (refused.json or {})["photos"] == [named]
    two.part(photo(), 10, 20)
    assert two.ship(absent=[named]).status_code == 200
    assert reason(two.get(f"photos/{named}")) == (422, "wrong_bytes")
    assert two.put(photo()).status_code == 201
    assert two.get(f"photos/{named}").data == photo()


LONG = "".join(str(number) for number in range(9000))
POISON: dict[str, tuple[str, dict[str, object]]] = {
    "a name that no index holds": ("item_taken_out", {"inspection": LONG}),
    "a name with a zero": ("item_taken_out", {"inspection": "a\x00b"}),
    "a thing for a name": ("item_taken_out", {"inspection": {"id": {"a": [1]}}}),
    "a unit that no index holds": ("claim_begun", {"claim": {"id": LONG}, "inspection": LONG}),
}


def test_no_entry_of_one_station_holds_up_those_of_others(either: Central) -> None:
    one, two = either.opened("07"), either.opened("08")
    for kind, payload in POISON.values():
        one.write(1, payload, kind=kind)
    two.write(1, {"shown": 1}, kind="station_started")
    assert one.ship().status_code == two.ship().status_code == 200
    while projecting.project_waiting(either.world):
        pass
    with either.world.read() as uow:
        looked_at = {uow.projections.upto("07"): len(POISON), uow.projections.upto("08"): 1}
        parked = {each.seq for each in uow.projections.all_parked(9, ("06", 0)) if each.station == "07"}
    assert looked_at == {len(POISON): len(POISON), 1: 1} and parked == {1, 2, 3, 4}
    assert projecting.repeat_all(either.world)[0] == 0, "what is tried again stays where it is"


@pytest.mark.parametrize("text", ["漢", "x" * 5000, ""])
def test_a_plate_that_no_label_has_still_has_a_page(shared: Central, text: str) -> None:
    with shared.app.app_context():
        assert plate(text) == ""
        assert "<script>" not in plate("<script>")


def test_the_name_of_a_station_turns_no_line_around(shared: Central) -> None:
    station = shared.station("97")
    code = enrolling.invite(shared.world, "somebody")
    assert station.enrol(code, name="Bench\n\u202e7\x00 ").status_code == 200
    with shared.world.read() as uow:
        known = uow.stations.get("97")
    assert known and known.name == "Bench7"


@pytest.mark.parametrize("number", [2**53 + 1, 2**60, 2**64 - 1, 2**64, 10**400])
def test_a_number_that_no_double_holds_is_no_entry(shared: Central, number: int) -> None:
    station = shared.fresh()
    station.texts.append(station.entry(1).replace('"payload":{}', f'"payload":{{"count":{number}}}'))
    answer = station.ship()
    assert [each["why"] for each in (answer.json or {})["parked"]] == ["not_an_entry"]
