"""Central in a browser: the page of stations, who may do what there, and what a central has no pages for."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from station.domain.people import Role
from station.domain.sync.condition import Condition
from station.domain.sync.known import stopped
from station.domain.sync.messages import Refusal
from station.services.central import overview
from station.services.loading import load_site
from station.services.starting import publish_rules
from tests.support.exchange import Central, central_on
from tests.support.stations import sample
from tests.web.conftest import Browser


class Desk:
    """A browser at central in which somebody signed in."""

    def __init__(self, central: Central, role: Role | None) -> None:
        self.central = central
        self.http = central.app.test_client()
        self.pin = ""
        if role:
            person = next(p for p in sample()[2].people if p.role is role)
            with central.world.read() as uow:
                number = uow.people.get(person.id).sign_in
            assert self.post("/sign-in/desk", {"who": number, "pin": person.pin}).json == {"to": "/"}
            self.pin = person.pin

    def get(self, path: str) -> TestResponse:
        return self.http.get(path, headers={"Accept": "text/html"})

    def post(self, path: str, body: dict[str, object]) -> TestResponse:
        page = self.get("/me" if self.pin else "/sign-in/desk").text
        token = page.split('name="csrf-token" content="')[1].split('"')[0]
        return self.http.post(path, json=body, headers={"X-CSRFToken": token})

    def decide(self, act: str, station: str, pin: str = "") -> dict[str, object]:
        fields = {"pin": pin or self.pin, "station": station}
        answer = self.post(f"/stations/{act}", {"station": station, "fields": fields})
        assert answer.status_code == 200, answer.text
        return dict(answer.json or {})


@pytest.fixture
def central(tmp_path: Path) -> Iterator[Central]:
    with central_on(tmp_path / "central") as started:
        publish_rules(started.world)
        load_site(started.world, (), (), (), sample()[2].people)
        yield started


def test_central_is_opened_from_a_desk_and_its_home_is_the_stations(central: Central) -> None:
    stranger = Desk(central, None)
    assert stranger.get("/").location == "/sign-in/desk"
    assert stranger.get("/sign-in").location == "/sign-in/desk"
    assert "Sign in at the bench instead" not in stranger.get("/sign-in/desk").text
    for role, home in ((Role.OPERATOR, "/me"), (Role.SUPERVISOR, "/stations"), (Role.MANAGER, "/stations")):
        assert Desk(central, role).get("/").location == home


def test_central_has_no_bench_and_leads_to_none(central: Central) -> None:
    desk = Desk(central, Role.MANAGER)
    away = ("/bench", "/live", "/labels", "/devices", "/bins", "/work", "/second", "/simulator")
    assert [path for path in away if desk.get(path).status_code != 404] == []
    there = ("/stations", "/audit", "/claims", "/signals", "/recalls", "/rules", "/people", "/personal")
    for path in there:
        page = desk.get(path)
        assert page.status_code == 200, path
        assert [other for other in away if f'href="{other}"' in page.text] == [], path
        assert "<b>Central</b>" in page.text


def test_a_station_has_no_page_of_stations(browser: Browser) -> None:
    browser.sign_in(Role.MANAGER)
    assert browser.get("/stations").status_code == 404


def test_a_station_is_let_in_by_a_code_that_is_shown_once(central: Central) -> None:
    desk = Desk(central, Role.MANAGER)
    told = desk.decide("enrol", "07")
    code = told["once"]["code"]  # type: ignore[index]
    assert central.station("08").enrol(code).status_code == 403
    assert central.station("07").enrol(code).status_code == 200
    page = desk.get("/stations").text
    assert 'data-station="07"' in page
    assert code not in page
    with central.world.read() as uow:
        entries = [entry.canonical.decode() for entry in uow.journal.entries()]
    assert not [entry for entry in entries if code in entry or code.replace("-", "") in entry]
    assert [entry for entry in entries if '"enrol_station"' in entry]


def test_what_is_no_number_of_a_station_is_said_at_its_field(central: Central) -> None:
    desk = Desk(central, Role.MANAGER)
    for station in ("7", "central", "007", "-1", "٠٧"):
        told = desk.decide("enrol", station)
        assert (told["ok"], list(told["wrong"])) == (False, ["station"]), station  # type: ignore[call-overload]


def test_revoking_counts_at_once_and_can_be_taken_back(central: Central) -> None:
    station, desk = central.opened("07"), Desk(central, Role.MANAGER)
    assert station.get("feed?after=0").status_code == 200
    assert desk.decide("revoke", "07", pin="00000000")["reason"] == "wrong_pin"
    assert station.get("feed?after=0").status_code == 200
    assert desk.decide("revoke", "07")["ok"]
    assert station.get("feed?after=0").status_code in (401, 403)
    assert station.open().json["reason"] == Refusal.REVOKED.value  # type: ignore[index]
    assert desk.decide("let-back", "07")["ok"]
    assert station.open().status_code == 200


def test_supervisors_look_and_decide_nothing(central: Central) -> None:
    central.opened("07")
    desk = Desk(central, Role.SUPERVISOR)
    page = desk.get("/stations").text
    assert 'data-station="07"' in page
    assert "/stations/revoke" not in page and "/stations/enrol" not in page
    for act in ("enrol", "revoke", "let-back"):
        answer = desk.post(f"/stations/{act}", {"station": "07", "fields": {"pin": desk.pin}})
        assert answer.status_code == 403


def test_an_open_page_alone_keeps_nobody_signed_in(central: Central) -> None:
    desk = Desk(central, Role.SUPERVISOR)
    for _ in range(3):
        central.clock.advance(minutes=5)
        answer = desk.get("/stations/list")
    assert answer.status_code == 303


def conditions(central: Central, station: str = "07") -> tuple[Condition, ...]:
    (seen,) = (each for each in overview.stations(central.world) if each.known.station == station)
    return seen.conditions


def test_each_condition_is_told_with_what_to_do(central: Central) -> None:
    central.enrolled("07")
    assert conditions(central) == (Condition.NEVER,)
    station = central.opened("08")
    assert conditions(central, "08") == (Condition.FINE,)
    central.clock.advance(minutes=11)
    assert conditions(central, "08") == (Condition.SILENT,)
    late = (central.clock.now() - timedelta(hours=1)).isoformat()
    health = {"parked": 2, "devices": {"scanner": "absent"}, "at": late, "photos_waiting": 5}
    signed = station.opening()
    station.post("open", {**signed, "health": health})
    told = (Condition.PARKED_THERE, Condition.CLOCK_OFF, Condition.DEVICES)
    assert conditions(central, "08") == told
    page = Desk(central, Role.SUPERVISOR).get("/stations").text
    assert "1 hour behind central" in page and "Scanner: not there" in page


def test_what_stops_a_station_comes_first(central: Central) -> None:
    central.opened("06")
    central.opened("07")
    stops = {
        Refusal.CLONED: Condition.CLONED,
        Refusal.RESTORED: Condition.RESTORED,
        Refusal.WRONG_HEAD: Condition.FORKED,
        Refusal.PROTOCOL_TOO_OLD: Condition.STOPPED,
    }
    desk = Desk(central, Role.SUPERVISOR)
    for why, said in stops.items():
        with central.world.begin() as uow:
            known = uow.stations.get("07")
            assert known
            late = replace(stopped(known, why, "", "", central.clock.now()), size=9000)
            uow.stations.put(late)
        assert [each.known.station for each in overview.stations(central.world)] == ["07", "06"]
        assert conditions(central) == (said,)
        assert 'data-urgency="now"' in desk.get("/stations").text
