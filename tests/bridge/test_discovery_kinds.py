"""HID scanners, keyboards and cameras are told from what is none, and from each other."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from serial.tools.list_ports_common import ListPortInfo

from firmware_bridge.discovery import find, list_devices
from firmware_bridge.discovery.keyboards import bits
from firmware_bridge.errors import BridgeError, Reason
from firmware_bridge.events import DeviceKind, DeviceSpec

from .fake_sys import MEDIA_KEYS, MOUSE_KEYS, TOUCHPAD_KEYS, FakeSystem, Socket
from .hid_facts import KEYBOARD, POS

GUN = Socket("1-2", serial="S7")


@pytest.fixture
def system(tmp_path: Path) -> FakeSystem:
    return FakeSystem(tmp_path)


def listed(system: FakeSystem) -> list[DeviceSpec]:
    return list_devices(list, system.roots)


def test_a_hid_scanner_is_known_by_its_descriptor_and_named_from_usb(system: FakeSystem) -> None:
    node = system.hidraw(0, GUN, POS)
    system.hidraw(1, Socket("1-4", 0x046D, 0xC31C), KEYBOARD)
    (spec,) = listed(system)
    assert (spec.identity, spec.kind, spec.path) == ("usb:05e0:1300:S7", DeviceKind.HID, str(node))
    assert (spec.vendor, spec.model, spec.connection) == ("Zebra", GUN.name, "USB 1-2, HID POS")


def test_a_keyboard_is_listed_and_its_media_keys_a_mouse_and_a_touchpad_are_not(system: FakeSystem) -> None:
    node = system.event(3, GUN)
    system.event(4, GUN, interface=1, keys=MEDIA_KEYS)
    system.event(5, Socket("1-5"), keys=MOUSE_KEYS, rel="1943")
    system.event(6, Socket("1-6"), keys=TOUCHPAD_KEYS, abs="2e0800000000003")
    (spec,) = listed(system)
    assert (spec.kind, spec.path, spec.identity) == (DeviceKind.KEYBOARD, str(node), "usb:05e0:1300:S7")
    assert spec.connection == "USB 1-2, keyboard"


def test_a_keyboard_that_also_points_is_left_alone(system: FakeSystem) -> None:
    system.event(3, GUN, rel="3")
    assert listed(system) == []


def test_a_device_of_two_kinds_is_found_by_kind(system: FakeSystem) -> None:
    hid = system.hidraw(0, GUN, POS, interface=0)
    keys = system.event(3, GUN, interface=1)
    found = {kind: find("usb:05e0:1300:S7", list, kind=kind, roots=system.roots).path for kind in WEDGE_KINDS}
    assert found == {DeviceKind.HID: str(hid), DeviceKind.KEYBOARD: str(keys)}
    with pytest.raises(BridgeError) as caught:
        find("usb:05e0:1300:S7", list, roots=system.roots)
    assert caught.value.reason is Reason.PORT_ABSENT


WEDGE_KINDS = (DeviceKind.HID, DeviceKind.KEYBOARD)


def test_two_without_serial_numbers_are_told_apart_by_socket_or_refused(system: FakeSystem) -> None:
    system.hidraw(0, Socket("1-2"), POS)
    right = system.hidraw(1, Socket("1-3"), POS)
    assert [spec.identity for spec in listed(system)] == ["usb:05e0:1300@1-2", "usb:05e0:1300@1-3"]
    assert find("usb:05e0:1300@1-3", kind=DeviceKind.HID, roots=system.roots).path == str(right)
    with pytest.raises(BridgeError) as caught:
        find("usb:05e0:1300", kind=DeviceKind.HID, roots=system.roots)
    assert caught.value.reason is Reason.AMBIGUOUS
    assert "@1-2" in caught.value.detail and "@1-3" in caught.value.detail


def test_two_keyboards_in_one_device_are_told_apart_by_interface(system: FakeSystem) -> None:
    system.event(3, GUN, interface=0)
    second = system.event(4, GUN, interface=1)
    assert [s.identity for s in listed(system)] == ["usb:05e0:1300@1-2:1.0", "usb:05e0:1300@1-2:1.1"]
    spec = find("usb:05e0:1300@1-2:1.1", kind=DeviceKind.KEYBOARD, roots=system.roots)
    assert spec.path == str(second)
    with pytest.raises(BridgeError, match=r"@1-2:1\.0.*@1-2:1\.1"):
        find("usb:05e0:1300:S7", kind=DeviceKind.KEYBOARD, roots=system.roots)


def test_a_scanner_off_usb_is_named_by_what_hid_knows(system: FakeSystem) -> None:
    system.hidraw(0, GUN, POS)
    usb = system.roots.sys / "devices/pci0000:00/0000:00:14.0/usb1/1-2"
    (usb / "idVendor").unlink()
    (spec,) = listed(system)
    assert (spec.identity, spec.connection) == ("usb:05e0:1300:S7", "HID POS")


def test_cameras_are_the_nodes_that_capture_by_their_lasting_links(system: FakeSystem) -> None:
    eye = Socket("1-3", 0x046D, 0x0825, "C1", "Logitech", "C270")
    node = system.video(0, 0, system.interface(eye, 0), "C270 HD WEBCAM")
    system.video(1, 1, system.interface(eye, 0), "C270 HD WEBCAM")
    link = system.roots.dev / "v4l/by-id/usb-046d_C270-video-index0"
    link.parent.mkdir(parents=True)
    link.symlink_to(node)
    (spec,) = listed(system)
    assert (spec.identity, spec.kind, spec.path) == ("usb:046d:0825:C1", DeviceKind.CAMERA, str(link))
    assert (spec.description, spec.vendor) == ("C270 HD WEBCAM", "Logitech")


def test_a_camera_off_usb_goes_by_its_path(system: FakeSystem) -> None:
    platform = system.roots.sys / "devices/platform/vivid.0"
    node = system.video(0, 0, platform, "vivid-000-vid-cap")
    (spec,) = listed(system)
    assert (spec.identity, spec.model) == (f"path:{node}", "vivid-000-vid-cap")


def test_a_keyboard_is_found_by_a_link_to_its_node(system: FakeSystem) -> None:
    node = system.event(3, GUN)
    link = system.root / "by-id"
    link.symlink_to(node)
    spec = find(str(link), kind=DeviceKind.KEYBOARD, roots=system.roots)
    assert (spec.identity, spec.kind, spec.serial_number) == (f"path:{link}", DeviceKind.KEYBOARD, "S7")


def test_a_port_that_vanishes_while_ports_are_listed_spoils_nothing(system: FakeSystem) -> None:
    rest = ListPortInfo("/dev/ttyACM0")
    answers = iter([TypeError("idVendor is gone"), [rest]])

    def ports() -> list[ListPortInfo]:
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    assert [spec.path for spec in list_devices(ports, system.roots)] == ["/dev/ttyACM0"]


def test_half_a_device_is_no_device(system: FakeSystem) -> None:
    node = system.roots.sys / "class/hidraw/hidraw0"
    node.mkdir(parents=True)
    (system.roots.sys / "class/input/event0/device").mkdir(parents=True)
    assert listed(system) == []


@given(st.text(max_size=40))
def test_any_words_are_a_bitmap_or_none(words: str) -> None:
    assert bits(words) >= 0
