"""The live stream: the first look, an echo at once, changes, and the end of the session."""

import json
from collections.abc import Iterator
from typing import Any

from werkzeug.test import TestResponse

from station.domain.people import Role
from station.services.signing_in import sign_out
from tests.support.stations import Rig
from tests.web.conftest import Browser


def events(answer: TestResponse) -> Iterator[tuple[str, Any]]:
    """Parse a stream as it comes; comments are left out."""
    for chunk in answer.response:
        text = chunk.decode() if isinstance(chunk, bytes) else chunk
        fields = dict(line.split(": ", 1) for line in text.strip().split("\n") if not line.startswith(":"))
        if fields:
            yield fields["event"], json.loads(fields["data"])


def test_the_stream_tells_what_the_page_shows(browser: Browser, rig: Rig) -> None:
    browser.sign_in()
    answer = browser.get("/live")
    assert answer.mimetype == "text/event-stream"
    stream = events(answer)
    name, told = next(stream)
    assert name == "bench"
    assert set(told) == {"revision", "html", "bar", "tone", "say", "title"}
    assert told["html"] == browser.get("/bench/view").text
    answer.close()


def test_an_echo_comes_before_the_change(browser: Browser, rig: Rig) -> None:
    browser.sign_in()
    answer = browser.get("/live")
    stream = events(answer)
    first = next(stream)[1]
    rig.world.bell.echo("AB-1")
    assert next(stream) == ("echo", {"text": "AB-1"})
    rig.scan("AB-1")
    name, told = next(stream)
    assert (name, told["say"], told["tone"]) == ("bench", "unknown_code", "unknown")
    assert told["revision"] > first["revision"]
    answer.close()


def test_a_device_that_goes_shows_without_a_scan(browser: Browser, rig: Rig) -> None:
    from station.ports import DeviceState

    browser.sign_in()
    answer = browser.get("/live")
    stream = events(answer)
    before = next(stream)[1]
    rig.camera.state_ = DeviceState.ABSENT
    after = next(stream)[1]
    assert after["revision"] == before["revision"]
    assert 'data-state="absent"' in after["bar"]
    answer.close()


def test_the_stream_ends_with_the_session(browser: Browser, rig: Rig) -> None:
    browser.sign_in()
    stream = events(browser.get("/live"))
    next(stream)
    sign_out(rig.world)
    assert next(stream) == ("locked", {})
    assert list(stream) == []


def test_the_door_tells_of_a_badge(browser: Browser, rig: Rig) -> None:
    answer = browser.get("/sign-in/live")
    stream = events(answer)
    assert 'id="pin"' not in next(stream)[1]["html"]
    rig.scan("$ID-" + rig.person(Role.OPERATOR).badge)
    assert 'id="pin"' in next(stream)[1]["html"]
    answer.close()


def test_a_wrong_pin_is_said_and_opens_nothing(browser: Browser, rig: Rig) -> None:
    rig.scan("$ID-" + rig.person(Role.OPERATOR).badge)
    answer = browser.post("/sign-in/pin", {"pin": "00000000"})
    assert answer.json and answer.json["say"] == "wrong_pin"
    assert browser.get("/bench").status_code == 303
