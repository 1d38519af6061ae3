"""A browser without a window: the app over a rig, and people signed in to it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from station.demo_ports import DemoItem, Trouble
from station.domain.people import Role
from station.domain.scanning import BADGE_PREFIX
from tests.support.stations import Rig
from tests.support.templates import compiled_once
from web.factory import create_app

KEY = b"k" * 32


@dataclass
class FakeSimulator:
    """The demo's hardware as a list of what was done to it."""

    done: list[tuple[str, object]] = field(default_factory=list)
    trouble: set[Trouble] = field(default_factory=set)

    def items(self) -> tuple[DemoItem, ...]:
        return ()

    def presented(self) -> DemoItem | None:
        return None

    def present(self, key: str) -> None:
        raise KeyError(key)

    def scan(self, text: str, second: bool = False) -> None:
        self.done.append(("scan with the second" if second else "scan", text))

    def put(self, grams: float) -> None:
        self.done.append(("put", grams))

    def lies(self) -> float:
        return 0.0

    def badges(self) -> tuple[tuple[str, str], ...]:
        return ((BADGE_PREFIX + "SECRET", "Dana L."),)

    def bins(self) -> tuple[tuple[str, str], ...]:
        return ()

    def troubles(self) -> frozenset[Trouble]:
        return frozenset(self.trouble)

    def make(self, trouble: Trouble, on: bool) -> None:
        (self.trouble.add if on else self.trouble.discard)(trouble)


@dataclass
class Browser:
    """A client that sends what the pages' scripts send."""

    rig: Rig
    http: FlaskClient
    tokens: dict[object, str] = field(default_factory=dict)

    def get(self, path: str, **kw: Any) -> TestResponse:
        kw.setdefault("headers", {"Accept": "text/html"})
        return self.http.get(path, **kw)

    def post(self, path: str, body: dict[str, object] | None = None, **headers: str) -> TestResponse:
        known = {"X-CSRFToken": self.token(), "Accept": "application/json", **headers}
        return self.http.post(path, json=body or {}, headers=known)

    def token(self) -> str:
        """Return the token of the pages of this session; a page is asked for one only once."""
        session = self.http.get_cookie("station")
        known = self.tokens.get(session and session.value)
        return known or self.new_token()

    def new_token(self) -> str:
        page = self.http.get("/sign-in", follow_redirects=True, headers={"Accept": "text/html"})
        found = re.search(r'name="csrf-token" content="([^"]+)"', page.text)
        session = self.http.get_cookie("station")
        assert found and session
        self.tokens[session.value] = found[1]
        return found[1]

    def sign_in(self, role: Role = Role.OPERATOR, number: int = 0) -> "Browser":
        person = self.rig.person(role, number)
        self.rig.scan(BADGE_PREFIX + person.badge)
        answer = self.post("/sign-in/pin", {"pin": person.pin})
        assert answer.json == {"to": "/bench"}
        return self

    def act(self, command: str) -> dict[str, Any]:
        answer = self.post("/bench/act", {"command": command})
        assert answer.status_code == 200
        return dict(answer.json or {})


@pytest.fixture
def simulator() -> FakeSimulator:
    return FakeSimulator()


@pytest.fixture
def app(rig: Rig, simulator: FakeSimulator) -> Flask:
    hosts = ["localhost", "127.0.0.1"]
    return compiled_once(create_app(rig.world, secret_key=KEY, trusted_hosts=hosts, simulator=simulator))


@pytest.fixture
def open_browser(rig: Rig, app: Flask) -> Iterator[Callable[[], Browser]]:
    yield lambda: Browser(rig, app.test_client())


@pytest.fixture
def browser(open_browser: Callable[[], Browser]) -> Browser:
    return open_browser()
