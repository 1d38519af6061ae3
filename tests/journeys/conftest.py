"""Browsers, benches and people for the journeys. A served station is shared by a worker's journeys.

It ends with them, and the browser too: both would take their part of a core from every test after."""

import os
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect

from station.domain.people import Role
from station.ports import DeviceState
from station.services.signing_in import sign_out
from tests.journeys.hand import PATIENCE, Hand, emptied, mended, person, prefer, renewed, wait_until
from tests.support.browsers import chromium, chromium_path
from tests.support.served import Served, ShiftedClock, served_demo

SIZE = {"width": 1280, "height": 800}
# The browser reports these itself when the station says no; the tests that make it do so look at the page.
SAID_NO = ("status of 401", "status of 403", "status of 404", "status of 503")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark journeys, and let one that failed try again: two browsers on two cores may hold a typed key
    back for longer than a scanner ever does, and what is under test is the bench, not the machine."""
    for item in items:
        if "tests/journeys" in item.nodeid:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.flaky(reruns=2))


expect.set_options(timeout=PATIENCE * 1000)


@pytest.fixture(autouse=True)
def no_leaked_threads() -> None:
    """Leave the count to ``served``: the shared station's camera may reconnect while any test runs."""


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    if chromium_path() is None:
        plain = "no Chromium on this machine: apt-get install chromium"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(plain)
    with chromium() as started:
        yield started


@pytest.fixture(scope="package")
def clock() -> ShiftedClock:
    return ShiftedClock()


@pytest.fixture(scope="package")
def served(
    browser: Browser, clock: ShiftedClock, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    before = set(threading.enumerate())
    with served_demo(tmp_path_factory.mktemp("demo") / "data", clock) as station:
        yield station
    wait_until(lambda: not left_over(before), said=lambda: f"left over: {left_over(before)}")


def left_over(before: set[threading.Thread]) -> list[str]:
    """Name the threads that the station left; Playwright's own, for its files, end with it."""
    names = [thread.name for thread in threading.enumerate() if thread not in before]
    return [name for name in names if not name.startswith("asyncio_")]


class Watcher:
    """Listens to every page of a browser: nothing may fail, and nothing may go to another host."""

    def __init__(self, host: str) -> None:
        self.host = host
        self.wrong: list[str] = []

    def watch(self, context: BrowserContext) -> None:
        context.on("console", self._console)
        context.on("weberror", lambda error: self.wrong.append(f"uncaught: {error.error}"))
        context.on("request", self._request)

    def _console(self, message: ConsoleMessage) -> None:
        expected = any(status in message.text for status in SAID_NO)
        if message.type in ("error", "warning") and not expected:
            self.wrong.append(f"{message.type}: {message.text}")

    def _request(self, request: Request) -> None:
        to = urlsplit(request.url)
        if to.scheme not in ("blob", "data", "about") and to.netloc != self.host:
            self.wrong.append(f"asked another host: {request.url}")


@pytest.fixture
def open_page(browser: Browser, served: Served) -> Iterator[Callable[..., Page]]:
    """Open pages in browsers of their own; each call is another browser."""
    watcher = Watcher(urlsplit(served.address).netloc)
    contexts: list[BrowserContext] = []

    def opened(address: str = "", size: dict[str, int] = SIZE) -> Page:
        context = browser.new_context(viewport=size, base_url=served.address)  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE * 1000)
        watcher.watch(context)
        contexts.append(context)
        page = context.new_page()
        page.goto(address or served.address)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not watcher.wrong


@pytest.fixture
def door(served: Served, clock: ShiftedClock, open_page: Callable[..., Page]) -> Hand:
    """A browser at the sign-in page; everyone reads English by daylight."""
    clock.ahead = timedelta()
    sign_out(served.demo.station.world)
    emptied(served)
    mended(served)
    renewed(served)
    wait_until(lambda: served.demo.station.world.camera.state() is DeviceState.READY)
    wait_until(lambda: served.demo.station.world.scanners.state() is DeviceState.READY)
    for role, number in ((Role.OPERATOR, 0), (Role.OPERATOR, 1), (Role.SUPERVISOR, 0), (Role.MANAGER, 0)):
        prefer(served, person(served, role, number))
    return Hand(served, open_page())


@pytest.fixture
def hand(door: Hand) -> Hand:
    """The first operator, signed in at a bench with nothing in hand."""
    door.sign_in(person(door.served))
    door.clear()
    return door


@pytest.fixture(scope="session")
def screens() -> Path | None:
    """The folder for screenshots, None where nobody asked for them."""
    named = os.environ.get("SCREENS")
    folder = Path(named) if named else None
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
    return folder
