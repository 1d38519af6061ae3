"""What waits is on every screen, and the page about it says why and what to do."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from html import unescape

import pytest
from flask import Flask

from station.domain.people import Role
from station.domain.sync.messages import STOPS, Refusal
from station.domain.sync.standing import Parked, Standing, entry_id, photo_id
from tests.support.stations import Rig
from tests.web.conftest import Browser
from web.words.waiting import WHAT_TO_DO


@dataclass
class Carrying:
    """A courier that carries nothing and counts how often it was woken."""

    address: str = "https://central.example.org"
    woken: int = 0

    def photos(self) -> int:
        return 7

    def changes(self) -> int:
        return 0

    def wake(self, at_once: bool = False) -> None:
        self.woken += at_once

    def fetch(self, sha256: str) -> bytes | None:
        return None


@pytest.fixture
def courier(app: Flask) -> Carrying:
    found = Carrying()
    app.extensions["station"] = replace(app.extensions["station"], courier=found)
    return found


def signed_in(browser: Browser, role: Role = Role.OPERATOR) -> Browser:
    browser.sign_in(role)
    browser.post("/taste", {"language": "en"})
    return browser


def stand(rig: Rig, standing: Standing) -> None:
    with rig.world.begin() as uow:
        uow.shipping.stand(standing)


def park(rig: Rig) -> None:
    with rig.world.begin() as uow:
        uow.shipping.park(Parked(photo_id("a" * 64), 3, "a" * 64, "missing", rig.clock.now(), 2))
        uow.shipping.park(Parked(entry_id(2), 2, "", "other_content", rig.clock.now()))


def test_without_a_central_the_bench_says_what_is_kept_and_other_pages_nothing(browser: Browser) -> None:
    signed_in(browser)
    assert "kept" in browser.get("/bench").text
    assert "/waiting" not in browser.get("/work").text
    assert "has no central" in browser.get("/waiting").text


@pytest.mark.parametrize("path", ["/bench", "/work", "/labels", "/waiting"])
def test_what_waits_is_in_the_bar_of_every_screen(
    rig: Rig, browser: Browser, courier: Carrying, path: str
) -> None:
    signed_in(browser)
    since = rig.clock.now()
    stand(rig, Standing(size=3, contact=since, attempts=4, failing_since=since, due=since))
    text = browser.get(path).text
    with rig.world.read() as uow:
        assert f"{uow.journal.head() - 3} records and 7 photos wait" in text
    assert "Offline since" in text


@pytest.mark.parametrize("why", sorted(STOPS), ids=str)
def test_a_station_that_was_stopped_says_what_to_do(
    rig: Rig, browser: Browser, courier: Carrying, why: Refusal
) -> None:
    signed_in(browser)
    stand(rig, Standing(stopped=why, stopped_at=rig.clock.now(), contact=rig.clock.now()))
    page = browser.get("/waiting").text
    told = str(WHAT_TO_DO[why])  # without a request: as it is written
    assert told[:30] in unescape(page)
    assert "Sending stopped" in browser.get("/bench").text


def test_what_was_set_aside_is_tried_again_on_a_key(rig: Rig, browser: Browser, courier: Carrying) -> None:
    signed_in(browser)
    stand(rig, Standing(size=10_000, contact=rig.clock.now()))
    park(rig)
    assert "Set aside: " in browser.get("/bench").text
    page = browser.get("/waiting").text
    assert "not on this station" in page
    assert "same identity" in page
    assert browser.post("/waiting/again", {"id": entry_id(2)}).json["ok"]
    with rig.world.read() as uow:
        assert {each.id: each.again for each in uow.shipping.parked(9)} == {
            entry_id(2): True,
            photo_id("a" * 64): False,
        }
    assert browser.post("/waiting/again", {"id": ""}).json["ok"]
    assert browser.post("/waiting/now", {}).json["ok"]
    assert courier.woken == 3
    assert browser.post("/waiting/again", {"id": "no such thing"}).json["ok"]


def test_only_supervisors_open_a_record(
    rig: Rig, open_browser: Callable[[], Browser], courier: Carrying
) -> None:
    operator = signed_in(open_browser())
    assert operator.get("/waiting/records/1").status_code == 403
    assert operator.get("/waiting/records/1.json").status_code == 403
    supervisor = signed_in(open_browser(), Role.SUPERVISOR)
    assert "key_made" in supervisor.get("/waiting/records/1").text
    saved = supervisor.get("/waiting/records/1.json")
    assert json.loads(saved.text)["seq"] == 1
    assert "attachment" in saved.headers["Content-Disposition"]
    assert supervisor.get("/waiting/records/999999").status_code == 404


def test_who_signs_in_or_has_left_sees_that_something_waits(
    rig: Rig, browser: Browser, courier: Carrying
) -> None:
    stand(rig, Standing(size=1, contact=rig.clock.now() - timedelta(hours=5)))
    assert "wait for central" in browser.get("/sign-in").text
