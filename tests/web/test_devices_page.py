"""The devices page: who may do what, and what is said first."""

from dataclasses import replace

import pytest

from station.device_ports import Device
from station.domain.devices import Binding, DeviceKind, Down, Standing
from station.domain.people import Role
from tests.support.waiting import until
from tests.support.work import payloads
from tests.web.conftest import Browser
from web.advice import Advice, advice

BODY: dict[str, object] = {"device": "/dev/ttyUSB7", "driver": "plain", "baud": 115200, "parity": "even"}


def reading_english(browser: Browser, role: Role) -> Browser:
    browser.sign_in(role)
    browser.post("/taste", {"language": "en"})
    return browser


def test_an_operator_looks_and_a_supervisor_binds(browser: Browser) -> None:
    reading_english(browser, Role.OPERATOR)
    page = browser.get("/devices")
    assert "Plug in a scanner" in page.text
    assert 'id="network"' not in page.text
    answer = browser.post("/devices/bind", BODY)
    assert answer.json and answer.json["ok"] is False
    assert payloads(browser.rig, "device_bound") == []
    reading_english(browser, Role.SUPERVISOR)
    assert 'id="network"' in browser.get("/devices").text
    assert browser.post("/devices/bind", BODY).json == {"ok": True, "say": "Kept. Its scans count here."}
    (bound,) = payloads(browser.rig, "device_bound")
    assert bound["binding"]["line"]["baud"] == 115200
    assert bound["binding"]["line"]["parity"] == "even"
    until(lambda: "not plugged in" in browser.get("/devices").text)  # once somebody has looked for it
    browser.post("/devices/unbind", {"key": "path:/dev/ttyUSB7"})
    assert len(payloads(browser.rig, "device_unbound")) == 1


@pytest.mark.parametrize(
    "wrong", [{"parity": "maybe"}, {"baud": 1}, {"baud": "fast"}, {"stopbits": True}, {"terminator": "bell"}]
)
def test_what_no_form_sends_is_refused(browser: Browser, wrong: dict[str, object]) -> None:
    browser.sign_in(Role.SUPERVISOR)
    assert browser.post("/devices/bind", BODY | wrong).status_code == 400
    assert payloads(browser.rig, "device_bound") == []


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"device": "nonsense", "driver": "plain"}, "nonsense is no address"),
        ({"device": "/dev/ttyUSB7", "driver": "morse"}, "does not speak morse"),
    ],
)
def test_a_refusal_is_a_sentence(browser: Browser, body: dict[str, object], said: str) -> None:
    reading_english(browser, Role.MANAGER)
    answer = browser.post("/devices/bind", body)
    assert answer.json and not answer.json["ok"]
    assert said in answer.json["say"]


def test_the_stream_tells_of_devices(browser: Browser) -> None:
    reading_english(browser, Role.OPERATOR)
    stream = browser.http.get("/devices/live", buffered=False)
    first = next(iter(stream.response))
    told = first.decode() if isinstance(first, bytes) else first
    assert told.startswith("event: devices\n")
    assert "Plug in a scanner" in told
    stream.close()


SCANNER = Device("usb:1", "usb:1", Standing.HEARD, DeviceKind.SERIAL, plugged=True, up=True)
BOUND = replace(SCANNER, standing=Standing.BOUND, binding=Binding("usb:1", "plain"))
KEYBOARD = Device("k", "k", Standing.LISTED, DeviceKind.KEYBOARD, plugged=True)
CAMERA = Device("c", "c", Standing.BOUND, DeviceKind.CAMERA, plugged=True, up=True)


def down(device: Device, why: Down) -> Device:
    return replace(device, up=False, down=why)


@pytest.mark.parametrize(
    ("devices", "said"),
    [
        ([], Advice.PLUG_IN),
        ([CAMERA], Advice.PLUG_IN),
        ([KEYBOARD], Advice.KEYBOARD),
        ([SCANNER, KEYBOARD], Advice.TRY_IT),
        ([replace(SCANNER, scans=1)], Advice.USE_IT),
        ([BOUND], Advice.READY),
        ([BOUND, SCANNER], Advice.ANOTHER),
        ([down(BOUND, Down.UNPLUGGED)], Advice.PLUG_IN_AGAIN),
        ([down(BOUND, Down.ABSENT), SCANNER], Advice.PLUG_IN_AGAIN),
        ([BOUND, down(BOUND, Down.ABSENT)], Advice.READY),
        ([down(BOUND, Down.BUSY)], Advice.BUSY),
        ([down(SCANNER, Down.PERMISSION)], Advice.PERMISSION),
        ([replace(KEYBOARD, down=Down.PERMISSION)], Advice.KEYBOARD),
        ([BOUND, replace(SCANNER, standing=Standing.REFUSED, up=False)], Advice.ALIKE),
        ([down(BOUND, Down.AMBIGUOUS)], Advice.ALIKE),
    ],
)
def test_what_stands_in_the_way_is_said_first(devices: list[Device], said: Advice) -> None:
    assert advice(devices) is said
