"""Who comes in by central's doors for stations: whoever has a token of today, and no browser."""

import logging
from pathlib import Path

import pytest

from station.services.central import enrolling, receiving
from tests.support.exchange import Central, photo, reason
from tests.support.stations import stocked_rig
from web.factory import create_app
from web.sync import refusals
from web.views.sync import DOORS


def every(central: Central) -> list[tuple[str, str, str]]:
    """List the doors by method, address and endpoint."""
    rules = [rule for rule in central.app.url_map.iter_rules() if rule.endpoint.startswith("sync.")]
    found = []
    for rule in rules:
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            found.append((method, rule.rule.replace("<sha256>", "0" * 64), rule.endpoint))
    return found


def test_nothing_but_three_doors_answers_without_a_token(central: Central) -> None:
    http = central.app.test_client()
    shut = [each for each in every(central) if each[2] not in DOORS]
    assert len(shut) >= 7 and len(every(central)) == len(shut) + 3
    for method, path, _ in shut:
        for token in (
            {},
            {"Authorization": "Bearer "},
            {"Authorization": "Basic x"},
            {"Cookie": "station=x"},
        ):
            answer = http.open(path, method=method, headers=token)
            assert reason(answer) == (401, "sign_in_again"), path


def test_no_door_gives_a_cookie_and_each_answer_carries_the_strict_headers(central: Central) -> None:
    station = central.opened()
    for method, path, _ in every(central):
        known = {"Authorization": f"Bearer {station.token}"}
        answer = station.http.open(path, method=method, headers=known, data=b"{}")
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.content_type in ("application/json", "application/problem+json"), path


def test_another_site_cannot_ask_even_with_a_token(central: Central) -> None:
    station = central.opened()
    assert station.post("photos", [], Origin="https://evil.example").status_code == 403
    body = {"Content-Type": "multipart/form-data; boundary=x"}
    assert station.post("photos", [], **body).status_code == 415


def test_a_token_of_a_station_opens_no_page(central: Central) -> None:
    station = central.opened()
    known = {"Authorization": f"Bearer {station.token}"}
    assert station.http.get("/stations", headers=known).status_code == 401
    assert station.http.get("/metrics", headers=known).status_code == 401
    assert station.http.get("/api/v1/items", headers=known).status_code in (401, 403, 404)


def test_a_station_has_no_such_doors(tmp_path: Path) -> None:
    with stocked_rig(tmp_path / "data") as rig:
        app = create_app(rig.world, secret_key=b"k" * 32, trusted_hosts=["localhost"])
        assert not [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/sync")]


def test_no_secret_is_in_the_log_and_each_refusal_is(
    central: Central, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    code = enrolling.invite(central.world, "somebody")
    station = central.station("07")
    station.enrol("AAAA-AAAA-AAAA-AAAA")
    station.enrol(code)
    station.enrol(code[:-1] + "2")
    station.open()
    station.write(1, {"text": "a secret of somebody"})
    station.ship(note="x")
    station.open()
    said = capsys.readouterr()
    told = said.out + said.err + caplog.text
    assert told.count("wrong_code") == 2 and told.count("wrong_head") >= 2
    assert "127.0.0.1" in told and "station_refused" in told
    for secret in (code, code.replace("-", ""), station.token, station.turn, "a secret of somebody"):
        assert secret not in told


def test_more_at_once_than_there_is_room_for_is_put_off(central: Central) -> None:
    station = central.opened()
    station.write(1)
    taken = [refusals.place() for _ in range(refusals.AT_ONCE)]
    for each in taken:
        each.__enter__()
    try:
        refused = station.ship()
        assert reason(refused) == (503, "busy") and int(refused.headers["Retry-After"]) > 0
    finally:
        for each in taken:
            each.__exit__(None, None, None)
    assert station.ship().status_code == 200


def test_a_mistake_of_ours_tells_a_stranger_nothing(
    central: Central, monkeypatch: pytest.MonkeyPatch
) -> None:
    station = central.opened()
    station.write(1)

    def broken(*_: object) -> None:
        raise ZeroDivisionError("inner workings")

    monkeypatch.setattr(receiving, "witnessed", broken)
    answer = station.ship()
    assert answer.status_code == 500 and b"inner" not in answer.data
    monkeypatch.undo()
    assert station.put(photo()).status_code == 201 and station.ship().json["size"] == 1  # type: ignore[index]
