"""Central in a browser: its own pages keep nobody out, from the door on."""

import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect
from waitress import wasyncore
from waitress.server import create_server

from station.app.serving import LOOKAHEAD, THREADS
from station.domain.people import Role
from station.services import signing_in
from station.services.central.projecting.batch import project_waiting
from station.services.loading import load_site
from station.services.starting import publish_rules
from tests.journeys import axe
from tests.journeys.conftest import SIZE, Watcher
from tests.support.exchange import Central, central_on
from tests.support.stations import sample

OPEN_ALL = "() => document.querySelectorAll('main details').forEach((each) => { each.open = true; })"
PAGES = ("/stations", "/parked", "/parked/07/1")


@pytest.fixture
def central(tmp_path: Path) -> Iterator[Central]:
    """Start a central with a station that sent what nobody knows yet."""
    with central_on(tmp_path / "central") as started:
        publish_rules(started.world)
        load_site(started.world, (), (), (), sample()[2].people)
        station = started.opened("07")
        station.write(1, kind="something_new")
        assert station.ship().status_code == 200
        project_waiting(started.world, 10)
        yield started


@pytest.fixture
def address(central: Central) -> Iterator[str]:
    server = create_server(
        central.app, host="127.0.0.1", port=0, threads=THREADS, channel_request_lookahead=LOOKAHEAD
    )
    thread = threading.Thread(target=server.run, name="waitress-central")
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.trigger.pull_trigger(lambda: wasyncore.close_all(server._map))
    thread.join()
    server.task_dispatcher.shutdown()


def test_nothing_on_the_pages_of_central_keeps_somebody_out(
    browser: Browser, central: Central, address: str
) -> None:
    manager = next(person for person in sample()[2].people if person.role is Role.MANAGER)
    with central.world.read() as uow:
        number = uow.people.get(manager.id).sign_in
    context = browser.new_context(viewport=SIZE, base_url=address)  # type: ignore[arg-type]
    watcher = Watcher(urlsplit(address).netloc)
    watcher.watch(context)
    page = context.new_page()
    page.goto("/sign-in")
    wrong = [f"the door: {fault}" for fault in axe.faults(page)]
    page.locator("#who").fill(number)
    page.locator("#pin").fill(manager.pin)
    page.keyboard.press("Enter")
    expect(page.locator("main.stations")).to_be_visible()
    for language in ("en", "he"):
        signing_in.set_taste(central.world, manager.id, language)
        for path in PAGES:
            answer = page.goto(path)
            assert answer and answer.ok, path
            page.evaluate(OPEN_ALL)
            wrong += [f"{path} {language}: {fault}" for fault in axe.faults(page)]
    context.close()
    assert not wrong, "\n".join(wrong)
    assert not watcher.wrong
