"""A device is found by what it is, not by the node it landed on."""

from __future__ import annotations

from pathlib import Path

import pytest
from serial.tools.list_ports import comports
from serial.tools.list_ports_common import ListPortInfo

from firmware_bridge.discovery import find, list_devices
from firmware_bridge.errors import BridgeError, Reason
from firmware_bridge.events import DeviceKind


def port(device: str, serial: str | None, location: str, product: int = 0x1701) -> ListPortInfo:
    info = ListPortInfo(device)
    info.vid, info.pid, info.serial_number, info.location = 0x05E0, product, serial, location
    info.description = "Scanner"
    return info


WITH_SERIAL = port("/dev/ttyACM0", "S123", "1-1")
BARE_LEFT = port("/dev/ttyACM1", None, "1-2", 0x0600)
BARE_RIGHT = port("/dev/ttyACM2", None, "1-3", 0x0600)
PLAIN = ListPortInfo("/dev/ttyS0")
ALL = [WITH_SERIAL, BARE_LEFT, BARE_RIGHT, PLAIN]


def test_each_device_has_an_identity_of_its_own() -> None:
    assert [spec.identity for spec in list_devices(lambda: ALL)] == [
        "path:/dev/ttyS0",
        "usb:05e0:0600@1-2",
        "usb:05e0:0600@1-3",
        "usb:05e0:1701:S123",
    ]


@pytest.mark.parametrize(
    ("identity", "path"),
    [
        ("usb:05e0:1701:S123", "/dev/ttyACM0"),
        ("usb:05E0:1701", "/dev/ttyACM0"),
        ("usb:05e0:1701@1-1", "/dev/ttyACM0"),
        ("usb:05e0:0600@1-3", "/dev/ttyACM2"),
    ],
)
def test_a_device_is_found_by_any_name_it_has(identity: str, path: str) -> None:
    spec = find(identity, lambda: ALL)
    assert (spec.path, spec.identity) == (path, identity)


def test_the_node_may_change() -> None:
    moved = port("/dev/ttyACM7", "S123", "1-4")
    assert find("usb:05e0:1701:S123", lambda: [moved]).path == "/dev/ttyACM7"


def test_a_socket_names_the_ports_that_are_plugged_into_it() -> None:
    several = [port("/dev/ttyACM0", None, "1-2:1.0"), port("/dev/ttyACM1", None, "1-3:1.0")]
    assert find("usb:05e0:1701@1-2", lambda: several).path == "/dev/ttyACM0"
    both = [*several, port("/dev/ttyACM2", None, "1-2:1.2")]
    with pytest.raises(BridgeError, match=r"@1-2:1\.0.*@1-2:1\.2"):
        find("usb:05e0:1701@1-2", lambda: both)


def test_two_that_fit_are_refused_and_named() -> None:
    with pytest.raises(BridgeError) as caught:
        find("usb:05e0:0600", lambda: ALL)
    assert caught.value.reason is Reason.AMBIGUOUS
    assert "/dev/ttyACM1 (@1-2)" in caught.value.detail


def test_clones_with_one_serial_number_are_told_apart_by_location() -> None:
    clones = [port("/dev/ttyACM0", "0001", "1-1"), port("/dev/ttyACM1", "0001", "1-2")]
    assert [spec.identity for spec in list_devices(lambda: clones)] == [
        "usb:05e0:1701@1-1",
        "usb:05e0:1701@1-2",
    ]
    with pytest.raises(BridgeError) as caught:
        find("usb:05e0:1701:0001", lambda: clones)
    assert caught.value.reason is Reason.AMBIGUOUS


def test_what_is_not_there_is_absent() -> None:
    for identity in ("usb:ffff:ffff", "/dev/tty-that-is-not-there", "path:/dev/tty-that-is-not-there"):
        with pytest.raises(BridgeError) as caught:
            find(identity, lambda: ALL)
        assert caught.value.reason is Reason.PORT_ABSENT


def test_a_path_or_a_url_is_taken_as_it_is(tmp_path: Path) -> None:
    node = tmp_path / "ttyTEST"
    node.touch()
    link = tmp_path / "by-id"
    link.symlink_to(node)
    known = port(str(node), "S9", "1-9")
    spec = find(str(link), lambda: [known])
    assert (spec.identity, spec.path, spec.serial_number) == (f"path:{link}", str(link), "S9")
    assert find("socket://127.0.0.1:1", lambda: []).identity == "path:socket://127.0.0.1:1"


def test_this_machines_own_ports_are_those_that_pyserial_lists() -> None:
    own = {spec.path for spec in list_devices() if spec.kind is DeviceKind.SERIAL}
    assert own == {port.device for port in comports()}
