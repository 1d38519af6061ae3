"""What nobody may read: keys, PINs, badges and tokens; and what happens when something breaks."""

import ast
import logging
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from flask import Flask
from structlog.testing import capture_logs

from station.domain.errors import DomainError, Reason
from station.domain.people import Role
from station.domain.scanning import BADGE_PREFIX
from tests.support.stations import Rig
from tests.support.templates import compiled_once
from tests.web.conftest import KEY, Browser
from web import security
from web.factory import create_app

ROOT = Path(__file__).parents[2]
# Two hashes from the store may be compared: nobody outside chooses either.
SECRET_WORDS = ("token", "secret", "pin", "digest", "badge")


def test_nothing_of_a_sign_in_reaches_the_log(
    browser: Browser, rig: Rig, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    who = rig.person(Role.MANAGER)
    with capture_logs() as logged:
        browser.post("/sign-in/badge", {"text": BADGE_PREFIX + who.badge})
        browser.post("/sign-in/pin", {"pin": "91827364"})
        browser.sign_in(Role.MANAGER)
        browser.http.post("/bench/pin", json={"pin": who.pin})
    told = f"{logged} {caplog.text}"
    with browser.http.session_transaction() as session:
        secrets = {who.badge, who.pin, "91827364", str(session["token"]), KEY.decode()}
    assert [secret for secret in secrets if secret in told] == []


def test_who_tries_what_is_refused_is_in_the_log(browser: Browser, rig: Rig) -> None:
    browser.sign_in()
    with capture_logs() as logged:
        browser.get("/people")
        browser.http.post("/bench/act", json={"command": "1"}, headers={"Accept": "application/json"})
        browser.get("/bench", base_url="http://evil.example")
    told = [
        (each["status"], each["endpoint"], each["person"]) for each in logged if each["event"] == "refused"
    ]
    dana = rig.person(Role.OPERATOR).id
    assert told[:2] == [(403, "people.page", dana), (400, "bench.act", dana)]
    assert told[2][0] == 400


def test_a_log_line_is_one_line_whatever_was_sent(
    browser: Browser, capsys: pytest.CaptureFixture[str]
) -> None:
    structlog.configure(processors=[structlog.processors.JSONRenderer()], cache_logger_on_first_use=False)
    try:
        browser.get("/x%0a%22forged%22", base_url="http://evil.example")
        lines = [line for line in capsys.readouterr().out.splitlines() if line]
    finally:
        structlog.reset_defaults()
    assert lines and all(line.startswith('{"status"') for line in lines)


@pytest.mark.parametrize("name", ["secret.key", "keys", "keys/station.key"])
def test_secrets_are_for_this_account_alone(rig: Rig, name: str) -> None:
    folder = rig.station.folder
    folder.secret_key()
    assert stat.S_IMODE(folder.path.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder.path / name).stat().st_mode) & 0o077 == 0


def test_the_database_holds_no_secret_in_clear(rig: Rig) -> None:
    token = rig.sign_in(Role.MANAGER)
    with rig.world.read() as uow:
        read = uow.inspections._connection.exec_driver_sql  # type: ignore[attr-defined]
        tables = [name for (name,) in read("SELECT name FROM sqlite_master WHERE type = 'table'")]
        kept = repr([[list(row) for row in read(f"SELECT * FROM {name}")] for name in tables])
    who = rig.person(Role.MANAGER)
    assert [
        secret for secret in (token, who.badge, rig.station.folder.secret_key().hex()) if secret in kept
    ] == []
    assert f"'{who.pin}'" not in kept and "$argon2id$" in kept


def comparisons(source: Path) -> Iterator[str]:
    """Find where two secrets are compared by a sign: it stops at the first letter that differs."""
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.Eq | ast.NotEq):
            names = [ast.unparse(side).rsplit(".", 1)[-1] for side in (node.left, *node.comparators)]
            if all(name in SECRET_WORDS for name in names):
                yield f"{source.name}:{node.lineno} {ast.unparse(node)}"


def test_secrets_are_compared_in_the_same_time_wherever_they_differ(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [
        each for room in ("web", "station") for f in (ROOT / room).rglob("*.py") for each in comparisons(f)
    ]
    assert found == []
    compared = []
    monkeypatch.setattr(security, "compare_digest", lambda *both: bool(compared.append(both)))
    with Flask("x").test_request_context(headers={"Authorization": "Bearer nearly"}):
        assert not security.bears("nearly right")
    assert compared == [(b"Bearer nearly", b"Bearer nearly right")]


# When something breaks ------------------------------------------------------------------------------


def test_a_mistake_of_ours_tells_a_stranger_nothing(
    browser: Browser, rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError(f"at {rig.station.folder.path} with {KEY!r}")

    browser.sign_in(Role.MANAGER)
    monkeypatch.setattr("station.services.rules.overview", broken)
    told = browser.get("/rules")
    assert told.status_code == 500
    assert "made a mistake" in told.text
    assert not [
        word
        for word in ("Traceback", "RuntimeError", "kkkk", str(rig.station.folder.path))
        if word in told.text
    ]
    assert told.headers["Content-Security-Policy"] == security.POLICY


def test_nobody_gets_in_while_it_cannot_be_known_who_it_is(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Doors stay shut when the store fails, also those that were open a moment before."""

    def broken(*_: object) -> None:
        raise DomainError(Reason.STORE_FAILED)

    browser.sign_in(Role.MANAGER)
    assert browser.get("/people").status_code == 200
    monkeypatch.setattr("station.services.people.sessions.known_by", broken)
    assert browser.get("/people").status_code == 500
    assert browser.post("/bench/act", {"command": "1"}).status_code == 500


# Over TLS --------------------------------------------------------------------------------------------


def over_tls(rig: Rig) -> Browser:
    app = create_app(rig.world, secret_key=KEY, trusted_hosts=["localhost"], https=True)
    return Browser(rig, compiled_once(app).test_client())


def test_over_tls_cookies_are_for_this_host_and_tls_alone(rig: Rig) -> None:
    secure = {"base_url": "https://localhost", "headers": {"Accept": "text/html"}}
    told = over_tls(rig).http.get("/sign-in", **secure)  # type: ignore[arg-type]
    cookie = told.headers["Set-Cookie"]
    assert cookie.startswith("__Host-station=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Strict"} <= set(cookie.split("; "))
    assert "Domain" not in cookie
    assert told.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_without_tls_cookies_are_closed_to_scripts_and_other_sites(browser: Browser) -> None:
    told = browser.get("/sign-in")
    cookie = told.headers["Set-Cookie"]
    assert {"HttpOnly", "Path=/", "SameSite=Strict"} <= set(cookie.split("; "))
    assert "Domain" not in cookie and "Strict-Transport-Security" not in told.headers
    taste = browser.post("/taste", {"language": "he"}).headers["Set-Cookie"]
    assert {"HttpOnly", "SameSite=Strict"} <= set(taste.split("; "))
