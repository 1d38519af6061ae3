"""The page on sampling: streams with their reasons in sentences, lots with their items, resuming."""

import re

import pytest

from station.domain.people import Role
from station.domain.sampling.plans import Severity
from station.domain.sampling.streams import Stream
from station.domain.texts import LANGUAGES
from tests.services.test_sampling import decide, finish, severity
from tests.support.stations import Rig
from tests.web.conftest import Browser
from web.sampled import why_drawn


def text(page: str) -> str:
    """Return the words of a page, without its tags and isolates."""
    return " ".join(re.sub(r"<[^>]+>", "", page).split())


def in_english(rig: Rig, browser: Browser) -> Browser:
    browser.sign_in(Role.SUPERVISOR)
    browser.post("/taste", {"language": "en"})
    return browser


def test_operators_do_not_see_it(browser: Browser) -> None:
    assert browser.sign_in().get("/sampling").status_code == 403


@pytest.mark.parametrize("language", LANGUAGES)
def test_streams_say_why_and_what_comes(browser: Browser, rig: Rig, language: str) -> None:
    finish(rig, 20)
    decide(rig, bad=2)
    finish(rig, 5, start=20)
    browser.sign_in(Role.SUPERVISOR)
    browser.post("/taste", {"language": language})
    page = text(browser.get("/sampling").text)
    rejected = {
        "en": "1 of the last 1 lots were rejected",
        "he": "1 מתוך 1 המנות האחרונות נדחו",
        "ru": "Отклонено партий: 1 из последних 1",
    }
    assert rejected[language] in page
    assert "2 wrong of 8" in page or language != "en"
    inside = text(browser.get("/sampling/lot?id=dana/kitchen/1").text)
    assert "L07-0000003-1" in inside


def test_a_lot_that_is_not_there_is_not_found(browser: Browser) -> None:
    browser.sign_in(Role.SUPERVISOR)
    assert browser.get("/sampling/lot?id=dana/kitchen/1").status_code == 404
    assert browser.post("/sampling/resume", {"stream": "nobody"}).status_code == 404


def test_a_supervisor_lets_an_ended_stream_go_on(browser: Browser, rig: Rig) -> None:
    with rig.world.begin() as uow:
        uow.sampling.put_stream(Stream("dana/kitchen", "dana", "kitchen", Severity.DISCONTINUED))
    in_english(rig, browser)
    assert "Sampling has ended" in browser.get("/sampling").text
    assert browser.post("/sampling/resume", {"stream": "dana/kitchen"}).json == {"to": "/sampling"}
    assert severity(rig) == "tightened"
    assert "data-resume" not in browser.get("/sampling").text


def test_ones_own_stream_is_let_go_on_by_another(browser: Browser, rig: Rig) -> None:
    own = rig.person(Role.SUPERVISOR).id
    with rig.world.begin() as uow:
        uow.sampling.put_stream(Stream(f"{own}/", own, "", Severity.DISCONTINUED))
    answer = in_english(rig, browser).post("/sampling/resume", {"stream": f"{own}/"}).json
    assert answer and not answer["ok"] and "Another supervisor" in answer["say"]


def test_the_queue_says_why_an_item_was_drawn(rig: Rig, browser: Browser) -> None:
    told = {"sample_plan": "T, II, AQL 1, C", "sample_lot": "3", "sample_of": "50", "sample_size": "8"}
    in_english(rig, browser)
    with browser.http.application.test_request_context(headers={"Accept-Language": "en"}):
        drawn = text(why_drawn({**told, "severity": "reduced"}))
        whole = text(why_drawn({**told, "severity": "discontinued"}))
        rejected = text(
            why_drawn({**told, "severity": "normal", "sample_bad": "2", "sample_rejected": "yes"})
        )
        nothing = text(why_drawn({}))
    assert drawn == (
        "Drawn by chance: 8 of the 50 items of lot 3 are looked at (reduced inspection; T, II, AQL 1, C)."
    )
    assert whole.startswith("Every item")
    assert rejected.startswith("Lot 3 was rejected: 2 of the 8 items")
    assert "– of the –" in nothing
