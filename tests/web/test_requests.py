"""What a request must carry, and what every answer carries."""

import re
from collections.abc import Callable

from station.domain.people import Role
from tests.support.stations import Rig
from tests.web.conftest import Browser
from web.factory import LARGEST_BODY


def test_a_post_without_its_token_changes_nothing(browser: Browser) -> None:
    browser.sign_in()
    answer = browser.http.post("/sign-out", headers={"Accept": "application/json"})
    assert answer.status_code == 400
    assert browser.get("/bench").status_code == 200


def test_another_site_cannot_post(browser: Browser) -> None:
    browser.sign_in()
    assert browser.post("/sign-out", Origin="http://evil.example").status_code == 403
    assert browser.post("/sign-out", Origin="null").status_code == 403
    assert browser.post("/sign-out", Origin="http://localhost").status_code == 200


def test_a_foreign_host_is_refused_with_a_page(browser: Browser) -> None:
    answer = browser.get("/sign-in", base_url="http://evil.example")
    assert answer.status_code == 400
    assert "Nothing was changed" in answer.text


def test_no_get_changes_anything(browser: Browser, rig: Rig) -> None:
    browser.sign_in(Role.MANAGER)
    before = _revision(rig)
    for path in (
        "/",
        "/bench",
        "/bench/view",
        "/bench/commands",
        "/audit",
        "/metrics",
        "/simulator",
        "/sign-out",
    ):
        browser.get(path)
    assert _revision(rig) == before


def _revision(rig: Rig) -> int:
    with rig.world.read() as uow:
        return uow.bench.load().revision


def test_every_page_carries_the_strict_headers(browser: Browser) -> None:
    for answer in (browser.get("/sign-in"), browser.get("/nothing"), browser.sign_in().get("/bench")):
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy and "base-uri 'none'" in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert answer.headers["Cache-Control"] == "no-store"


def test_pages_hold_no_inline_script_or_style(browser: Browser) -> None:
    browser.sign_in(Role.MANAGER)
    for path in ("/bench", "/bench/commands", "/audit", "/simulator"):
        page = browser.get(path).text
        assert not re.search(
            r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|https?://(?!www\.w3\.org)", page
        )


def test_the_cookie_is_closed_and_names_nobody(browser: Browser, rig: Rig) -> None:
    browser.get("/sign-in")
    before = browser.http.get_cookie("station")
    browser.sign_in()
    cookie = browser.http.get_cookie("station")
    assert cookie and before and cookie.value != before.value
    assert cookie.http_only and cookie.same_site == "Strict"
    with browser.http.session_transaction() as session:
        assert set(session) <= {"token", "csrf_token"}
        assert rig.person(Role.OPERATOR).id not in str(dict(session))


def test_a_session_ends_with_sign_out_wherever_it_is_used(
    browser: Browser, open_browser: Callable[[], Browser]
) -> None:
    cookie = browser.sign_in().http.get_cookie("station")
    assert cookie
    copy = open_browser()
    copy.http.set_cookie("station", cookie.value)
    assert copy.get("/bench").status_code == 200
    browser.post("/sign-out")
    assert copy.get("/bench").status_code == 303


def test_a_new_sign_in_ends_the_one_before(browser: Browser, open_browser: Callable[[], Browser]) -> None:
    browser.sign_in(Role.OPERATOR)
    open_browser().sign_in(Role.SUPERVISOR)
    assert browser.get("/bench").status_code == 303


def test_a_body_that_is_too_large_is_refused(browser: Browser) -> None:
    browser.sign_in()
    assert browser.post("/bench/scan", {"text": "x" * LARGEST_BODY}).status_code == 413


def test_what_is_no_command_is_refused(browser: Browser) -> None:
    browser.sign_in()
    for body in ({"command": "rm"}, {"command": 1}, {}, {"command": "1" * 99}):
        assert browser.post("/bench/act", body).status_code == 400


def test_control_characters_of_a_wedge_are_dropped(browser: Browser, rig: Rig) -> None:
    browser.sign_in()
    browser.post("/bench/scan", {"text": "AB\x00\x08\x1b<b>C\x1dD"})
    with rig.world.read() as uow:
        scanned = uow.bench.load().last_scan
    assert scanned and scanned.text == "AB<b>C\x1dD"


def test_what_is_scanned_is_never_markup(browser: Browser) -> None:
    browser.sign_in()
    answer = browser.post("/bench/scan", {"text": "<img src=x onerror=alert(1)>"})
    assert "<img src=x" not in answer.text
    assert "&lt;img src=x" in answer.json["html"]  # type: ignore[index]
