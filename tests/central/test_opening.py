"""Stations are let in by a code that counts once and a key; copies of one are found."""

from datetime import timedelta

import pytest

from station.domain.errors import DomainError
from station.services.central import enrolling
from tests.support.exchange import Central, Speaker, reason


def invited(central: Central, station: str = "") -> str:
    return enrolling.invite(central.world, "somebody", station)


def test_a_code_counts_once_and_for_a_day(either: Central) -> None:
    code = invited(either)
    assert len(code) == 19 and code.count("-") == 3
    station = either.station("07")
    typed = code.lower().replace("-", " ")
    assert station.enrol(typed).json["key"] == str(either.world.signer.keys()[0])  # type: ignore[index]
    assert station.enrol(code).status_code == 200, "the answer may have got lost"
    assert reason(either.station("08").enrol(code)) == (403, "wrong_code")
    assert reason(either.station("07", "another").enrol(code)) == (403, "wrong_code")
    late = invited(either)
    either.clock.advance(hours=24)
    assert reason(either.station("08").enrol(late)) == (403, "wrong_code")


def test_a_known_station_needs_a_code_of_its_own(central: Central) -> None:
    first = central.opened("07")
    again = central.station("07", "new")
    assert reason(again.enrol(invited(central))) == (403, "wrong_code")
    assert reason(again.enrol(invited(central, "08"))) == (403, "wrong_code")
    assert again.enrol(invited(central, "07")).status_code == 200
    assert reason(first.get("own")) == (401, "sign_in_again")
    assert reason(first.open()) == (403, "wrong_signature")
    assert again.open().status_code == 200


@pytest.mark.parametrize("station", ["7", "007", "central", "../", "٠٧", ""])
def test_only_two_digits_are_a_station(shared: Central, station: str) -> None:
    asked = shared.station("07").enrol(invited(shared), station=station)
    assert reason(asked) == (403, "wrong_signature")
    if station:
        with pytest.raises(DomainError):
            invited(shared, station)


def test_guessing_codes_is_slowed_down(central: Central) -> None:
    station, code = central.station("07"), invited(central)
    guesses = [reason(station.enrol("AAAA-BBBB-CCCC-DDDD"))[1] for _ in range(21)]
    assert guesses[:20] == ["wrong_code"] * 20 and guesses[20] == "busy"
    refused = station.enrol(code)
    assert refused.status_code == 429 and int(refused.headers["Retry-After"]) > 1
    central.clock.advance(minutes=2)
    assert station.enrol(code).status_code == 200


def test_a_revoked_station_is_out_at_once_and_may_be_let_back(either: Central) -> None:
    station = either.opened()
    station.write(1)
    enrolling.revoke(either.world, "somebody", "07")
    assert reason(station.ship()) == (401, "sign_in_again")
    assert reason(station.open()) == (403, "revoked")
    enrolling.readmit(either.world, "somebody", "07")
    assert station.open().status_code == 200 and station.ship().status_code == 200


def test_who_is_not_known_is_not_let_in(central: Central) -> None:
    stranger = central.station("07")
    assert reason(stranger.open()) == (403, "unknown_station")
    assert reason(stranger.get("own")) == (401, "sign_in_again")
    stranger.token = "x" * 500
    assert reason(stranger.get("feed?after=0"))[1] in ("sign_in_again", "")


def test_an_opening_counts_once(central: Central) -> None:
    station = central.enrolled()
    opening = station.opening()
    assert station.post("open", opening).status_code == 200
    assert reason(station.post("open", opening)) == (401, "sign_in_again")
    early = station.opening()
    later = station.opening()
    assert station.post("open", later).status_code == 200
    assert reason(station.post("open", early)) == (401, "sign_in_again")


def test_a_challenge_is_fresh_and_centrals_own(central: Central) -> None:
    station = central.enrolled()
    opening = station.opening()
    central.clock.advance(seconds=61)
    assert reason(station.post("open", opening)) == (401, "sign_in_again")
    for wrong in ("", "1.2.3", "9" * 30 + ".a.b", str(opening["challenge"]).replace(".", "0.", 1)):
        assert reason(station.post("open", {**opening, "challenge": wrong})) == (401, "sign_in_again")
    other = central.enrolled("08")
    swapped = {**other.opening(), "challenge": station.opening()["challenge"]}
    assert reason(other.post("open", swapped)) == (401, "sign_in_again")


@pytest.mark.parametrize("changed", [{"size": 9}, {"turn": "another"}, {"signature": "x"}, {"station": "00"}])
def test_what_was_signed_cannot_be_changed(shared: Central, changed: dict[str, object]) -> None:
    shared.fresh()
    answer = shared.fresh().open(**changed)
    assert reason(answer) in ((403, "wrong_signature"), (401, "sign_in_again"))


def test_the_answer_to_an_opening_may_get_lost(central: Central) -> None:
    station = central.opened()
    before = station.turn
    for _ in range(3):
        station.open()
        station.turn = before
    assert station.open().status_code == 200 and station.turn != before


def test_a_clock_that_was_ahead_keeps_nobody_out(central: Central) -> None:
    central.clock.advance(days=365)
    station = central.opened()
    central.clock.advance(days=-365)
    assert station.open().status_code == 200


def copy_of(station: Speaker) -> Speaker:
    """Return a station with the same key, the same journal and the same turn."""
    return Speaker(
        station.central,
        station.id,
        station.keys,
        station.central.app.test_client(),
        station.turn,
        texts=list(station.texts),
    )


def test_of_two_with_one_key_one_is_found_and_both_are_stopped(either: Central) -> None:
    station = either.opened()
    clone = copy_of(station)
    assert station.open().status_code == 200
    clone.write(1)
    assert clone.open().status_code == 200, "this could be a lost answer"
    assert reason(station.open()) == (409, "cloned")
    assert reason(clone.get("own")) == (401, "sign_in_again")
    assert reason(clone.open()) == (409, "cloned")
    enrolling.readmit(either.world, "somebody", "07")
    assert clone.open().status_code == 200
    assert reason(station.open()) == (409, "cloned")


def test_a_station_from_a_backup_gets_its_entries_back_and_goes_on(either: Central) -> None:
    station = either.opened()
    backup = copy_of(station)
    station.write(6)
    station.open()
    station.ship()
    station.open()
    refused = backup.open()
    assert reason(refused) == (409, "restored") and refused.json
    assert refused.json["size"] == 6
    backup.token = refused.json["token"]
    assert reason(backup.ship(1, 0)) == (401, "sign_in_again"), "this token is for fetching alone"
    backup.texts += backup.get("own?after=0&limit=100").json or []
    assert backup.texts == station.texts
    assert backup.open().status_code == 200
    backup.write(1)
    assert backup.ship(7).json["size"] == 7  # type: ignore[index]
    assert reason(station.open()) == (409, "restored"), "what it was restored from must not go on as well"
    assert reason(backup.open()) == (409, "cloned")


def test_a_second_one_cannot_heal_in_the_place_of_the_first(either: Central) -> None:
    station = either.opened()
    clone = copy_of(station)
    station.write(2)
    station.open()
    station.ship()
    station.open()
    assert reason(clone.open()) == (409, "restored")
    assert reason(station.get("own")) == (401, "sign_in_again")
    assert reason(station.open()) == (409, "cloned")


def test_versions_are_understood_or_refused_in_words(central: Central) -> None:
    station = central.enrolled()
    assert reason(station.open(health={"protocol": 99})) == (400, "protocol_too_new")
    assert reason(station.open(health={"protocol": 0})) == (400, "protocol_too_old")
    later = station.open(health={"version": "9", "not_known": 1}, more="x")
    assert later.status_code == 200


def test_what_a_station_says_of_itself_is_bounded(central: Central) -> None:
    health = {"devices": {"d" * 999 + str(n): "x" * 999 for n in range(100)}, "disk_free": 2**70}
    assert central.enrolled().open(health=health).status_code == 200
    with central.world.read() as uow:
        known = uow.stations.get("07")
    assert known and known.health.disk_free == 2**53 - 1 and len(str(known.health)) < 12_000


def test_tokens_end(central: Central) -> None:
    station = central.opened()
    central.clock.advance(seconds=timedelta(hours=1).total_seconds() + 1)
    assert reason(station.get("own")) == (401, "sign_in_again")


def test_the_record_says_who_was_let_in_and_stopped(central: Central) -> None:
    station = central.opened()
    clone = copy_of(station)
    station.open()
    station.open()
    clone.open()
    enrolling.readmit(central.world, "somebody", "07")
    enrolling.revoke(central.world, "somebody", "07")
    with central.world.read() as uow:
        told = b"".join(entry.canonical for entry in uow.journal.entries())
    kinds = ("station_invited", "station_enrolled", "station_stopped", "station_let_back", "station_revoked")
    assert [told.count(f'"{kind}"'.encode()) for kind in kinds] == [1] * 5
    assert station.token.encode() not in told and station.turn.encode() not in told
