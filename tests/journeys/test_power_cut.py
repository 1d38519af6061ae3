"""The station is killed in mid-item and started again on the same data."""

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from station.adapters.clock import SystemClock
from station.adapters.site_files.site import Site, read_site
from station.app.paths import SAMPLE_SITE
from station.domain.people import Role
from station.domain.scanning import BADGE_PREFIX
from tests.journeys.hand import wait_until

POST = "async ([path, body]) => { await (await import('/static/js/post.js')).post(path, body); }"
START = "import sys; from station.app.cli import main; sys.exit(main(sys.argv[1:]))"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/healthz", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


@contextmanager
def running(data: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """Run the demo as a program of its own; what is left of it afterwards is killed."""
    command = [sys.executable, "-c", START, "demo", "--port", str(port), "--data", str(data)]
    with (data.parent / "log").open("ab") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)
    try:
        wait_until(lambda: answers(f"http://127.0.0.1:{port}"), patience=40)
        yield process
    finally:
        kill(process)


def kill(process: "subprocess.Popen[bytes]") -> None:
    if process.poll() is None:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()


def site() -> Site:
    return read_site(SAMPLE_SITE, SystemClock().now().date(), {"general", "electronics", "apparel"})


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


def simulate(page: Page) -> Callable[[str, dict[str, str]], None]:
    return lambda path, body: page.evaluate(POST, [f"/simulator/{path}", body])


def work_up_to_a_photo(page: Page) -> str:
    """Sign in, take a phone in hand, answer, take a photo; return the question that is shown then."""
    simulator = simulate(page)
    who = next(p for p in site().people if p.role is Role.OPERATOR)
    simulator("scan", {"text": BADGE_PREFIX + who.badge})
    page.locator("#pin").fill(who.pin)
    page.keyboard.press("Enter")
    expect(page.locator("[data-face=ready]")).to_be_visible()
    simulator("present", {"key": "RMA-10002/1"})
    simulator("scan", {"text": "RMA-10002"})
    first = page.locator("[data-face=question] h1")
    sealed = first.inner_text()
    page.keyboard.press("Digit2")
    expect(first).not_to_have_text(sealed)
    expect(page.locator("[data-live] canvas")).to_be_visible()
    page.keyboard.press("Space")
    expect(page.locator(".slot[data-state=kept]")).to_have_count(1)
    return first.inner_text()


def test_a_killed_station_comes_back_to_the_same_question_and_photos(page: Page, tmp_path: Path) -> None:
    port, data = free_port(), tmp_path / "data"
    with running(data, port) as process:
        page.goto(f"http://127.0.0.1:{port}/")
        question = work_up_to_a_photo(page)
        photos = sorted(path.name for path in (data / "photos").rglob("*") if path.is_file())
        kill(process)
        expect(page.locator("body")).to_have_class(re.compile("is-away"))
    with running(data, port):
        expect(page.locator("body")).not_to_have_class(re.compile("is-away"))
        page.reload()
        expect(page.locator("[data-face=question] h1")).to_have_text(question)
        expect(page.locator(".slot[data-state=kept]")).to_have_count(1)
        assert sorted(path.name for path in (data / "photos").rglob("*") if path.is_file()) == photos
        page.keyboard.press("Digit1")
        expect(page.locator("[data-face=question] h1")).not_to_have_text(question)
