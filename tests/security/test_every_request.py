"""Every address that takes something, sent what no page of the station sends: refused, nothing changes."""

from collections.abc import Iterator
from typing import Any

import pytest

from station.domain.people import Role
from tests.security.every import Address, addresses, of_people
from tests.security.test_every_page import stored
from tests.support.stations import Rig, stocked_rig
from tests.support.templates import compiled_once
from tests.web.conftest import KEY, Browser, FakeSimulator
from web.factory import LARGEST_BODY, create_app
from web.security import HEADERS, LARGER

FAR = {"REMOTE_ADDR": "192.0.2.7"}
ODD_BODIES = {
    "a list": "[]",
    "no JSON": "{",
    "too deep": "[" * 100_000,
    "half a letter": '{"text": "\\ud800", "fields": {"name": "\\ud800"}, "pin": "\\ud800", "who": "\\ud800"}',
    "wrong kinds": '{"text": {}, "fields": [1], "pin": 1e400, "revision": "x", "items": 7, "command": []}',
    "a number too large": '{"revision": 1'
    + "0" * 400
    + ', "seconds": 1e999, "choice": 99999999999999999999}',
}


@pytest.fixture(scope="module")
def manager(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A manager signed in; what is refused leaves the station to the next test as it was."""
    with stocked_rig(tmp_path_factory.mktemp("requests") / "data") as rig:
        app = create_app(rig.world, secret_key=KEY, trusted_hosts=["localhost"], simulator=FakeSimulator())
        yield Browser(rig, compiled_once(app).test_client()).sign_in(Role.MANAGER)


def posts(browser: Browser) -> list[Address]:
    found = [a for a in of_people(addresses(browser.http.application)) if a.method == "POST"]
    assert len(found) > 50
    return found


def lasting(rig: Rig) -> dict[str, Any]:
    """Read the store but for how long ago somebody was there."""
    return {name: rows for name, rows in stored(rig).items() if name not in ("sessions", "attempts")}


def statuses(browser: Browser, expected: int, headers: dict[str, str], **sent: Any) -> list[str]:
    """Post to every address and list those that answer otherwise."""
    told = [(a.path, browser.http.post(a.path, headers=headers, **sent).status_code) for a in posts(browser)]
    return [f"{path}: {status}" for path, status in told if status != expected]


def test_nothing_is_done_without_the_token_of_a_page(manager: Browser) -> None:
    before = lasting(manager.rig)
    assert statuses(manager, 400, {"Accept": "application/json"}, json={}) == []
    assert statuses(manager, 400, {"X-CSRFToken": "forged"}, json={}) == []
    assert lasting(manager.rig) == before


@pytest.mark.parametrize("origin", ["null", "https://localhost"])
def test_nothing_is_done_for_another_site_even_with_the_token(manager: Browser, origin: str) -> None:
    before = lasting(manager.rig)
    assert statuses(manager, 403, {"X-CSRFToken": manager.token(), "Origin": origin}, json={}) == []
    assert lasting(manager.rig) == before


def test_a_form_of_another_site_cannot_speak_for_a_page(manager: Browser) -> None:
    """The kinds of body that a browser sends across sites without asking first carry no token's header."""
    for kind in ("text/plain", "application/x-www-form-urlencoded"):
        assert statuses(manager, 400, {}, data=b'{"command": "1"}', content_type=kind) == []


def test_a_foreign_name_of_this_computer_is_refused_everywhere(manager: Browser) -> None:
    for host in ("localhost.evil.example",):
        for each in addresses(manager.http.application):
            told = manager.http.open(each.path, method=each.method, base_url=f"http://{host}", buffered=True)
            assert told.status_code == 400, (host, each)


@pytest.mark.parametrize("body", ODD_BODIES.values(), ids=ODD_BODIES.keys())
def test_odd_bodies_break_nothing(manager: Browser, body: str) -> None:
    headers = {"X-CSRFToken": manager.token(), "Accept": "application/json"}
    for each in posts(manager):
        if each.endpoint in ("sign_in.sign_out", "own.sign_out_everywhere"):
            continue
        told = manager.http.post(
            each.path, data=body, headers=headers, content_type="application/json", buffered=True
        )
        assert told.status_code < 500, each


def test_a_body_beyond_any_page_is_refused_unread(manager: Browser) -> None:
    headers = {"X-CSRFToken": manager.token(), "Accept": "application/json"}
    large = b'{"text": "' + b"x" * LARGEST_BODY + b'"}'
    for each in posts(manager):
        if each.endpoint not in LARGER:
            told = manager.http.post(each.path, data=large, headers=headers, content_type="application/json")
            assert told.status_code < 500, each
    told = manager.http.post("/bench/scan", data=large, headers=headers, content_type="application/json")
    assert told.status_code == 413


def test_a_body_in_parts_is_refused_unread(manager: Browser) -> None:
    """Thousands of parts, and a file by a name that climbs: no page sends such a body."""
    part = b'--x\r\nContent-Disposition: form-data; name="text"; filename="../../etc/passwd"\r\n\r\n1\r\n'
    headers, kind = {"X-CSRFToken": manager.token()}, "multipart/form-data; boundary=x"
    assert statuses(manager, 415, headers, data=part * 5000 + b"--x--\r\n", content_type=kind) == []


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Real-IP", "Forwarded", "X-Forwarded-Host"])
def test_what_a_proxy_might_say_is_not_believed(manager: Browser, header: str) -> None:
    """Nobody from afar becomes local by saying so, and no answer repeats a name that somebody made up."""
    stranger = Browser(manager.rig, manager.http.application.test_client())
    claims = {header: "for=127.0.0.1" if header == "Forwarded" else "127.0.0.1", "Accept": "text/html"}
    assert stranger.http.get("/simulator", headers=claims, environ_overrides=FAR).status_code == 303
    evil = stranger.http.get("/audit", headers={**claims, "X-Forwarded-Host": "evil.example"})
    assert "evil" not in str(evil.headers) + evil.text


def test_a_made_up_scheme_does_not_pass_for_the_stations_own(manager: Browser) -> None:
    headers = {"X-CSRFToken": manager.token(), "Origin": "https://localhost", "X-Forwarded-Proto": "https"}
    assert manager.http.post("/bench/scan", json={"text": "x"}, headers=headers).status_code == 403


ATTACKS = ("' OR '1'='1'; DROP TABLE people--%00/../../secret.key", "9" * 400)


@pytest.mark.parametrize("attack", ATTACKS, ids=["a piece of a statement and a path", "a number"])
def test_what_stands_in_an_address_is_looked_up_and_no_more(manager: Browser, attack: str) -> None:
    names = (
        "after",
        "before",
        "visit",
        "center",
        "of",
        "item",
        "why",
        "by",
        "from",
        "to",
        "for.version",
        "key",
    )
    known = dict.fromkeys(("lpn", "rma", "inspection", "work", "recall", "code", "result", "sha256"), attack)
    before = lasting(manager.rig)
    for each in addresses(manager.http.application, known):
        if each.method == "GET" and not each.endpoint.endswith("live"):
            told = manager.get(each.path, query_string=dict.fromkeys(names, attack), buffered=True)
            assert told.status_code < 500, each
            assert b"BEGIN" not in told.data[:20] and manager.http.application.secret_key != told.data
    assert lasting(manager.rig) == before


def test_every_refusal_carries_the_strict_headers_and_no_trace(manager: Browser) -> None:
    headers = {"X-CSRFToken": manager.token()}
    told = {
        400: manager.http.post("/bench/act", json={"command": "rm"}, headers=headers),
        401: Browser(manager.rig, manager.http.application.test_client()).http.get("/live"),
        403: manager.http.post("/bench/act", json={}, headers={**headers, "Origin": "http://evil.example"}),
        404: manager.get("/no/such/page"),
        405: manager.http.put("/bench/act"),
        413: manager.http.post("/bench/scan", data=b"x" * LARGEST_BODY * 2, headers=headers),
    }
    for status, answer in told.items():
        assert answer.status_code == status
        assert {name: answer.headers[name] for name in HEADERS} == dict(HEADERS)
        assert answer.headers["Cache-Control"] == "no-store"
        assert "Traceback" not in answer.text and "site-packages" not in answer.text


@pytest.mark.parametrize("method", ["PUT", "DELETE", "TRACE"])
def test_methods_that_no_page_uses_do_nothing(manager: Browser, method: str) -> None:
    before = lasting(manager.rig)
    for each in addresses(manager.http.application):
        told = manager.http.open(each.path, method=method, headers={"X-CSRFToken": manager.token()})
        assert told.status_code in (400, 404, 405), each
    assert lasting(manager.rig) == before
