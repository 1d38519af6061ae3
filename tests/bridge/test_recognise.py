"""A device's language is suspected by what it is, sends and answers, and asking harms no family."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firmware_bridge.decode.recognise import (
    LANGUAGES,
    PROBES,
    REASONS,
    REQUEST_REVISION,
    SEEMS,
    Sure,
    Suspicion,
    Why,
    by_answer,
    by_bytes,
    by_identity,
    probe,
    surest,
)
from firmware_bridge.drivers.table import DRIVERS
from firmware_bridge.events import DeviceKind, DeviceSpec
from firmware_bridge.sim.ssi_engine import Engine


def device(vendor: int | None = None, product: int = 1, kind: DeviceKind = DeviceKind.SERIAL) -> DeviceSpec:
    return DeviceSpec("x", kind, "/dev/x", vendor, product if vendor else None)


@pytest.mark.parametrize(
    ("spec", "driver"),
    [
        (device(0x05E0, 0x1701), "ssi"),
        (device(0x05E0, 0x0600), "plain"),
        (device(0x0C2E), "honeywell"),
        (device(0x0536), "honeywell"),
        (device(0x05F9), "datalogic"),
        (device(0x1EAB, 0x0106), "newland"),
        (device(0x1EAB, 0x0110, DeviceKind.HID), "hid_pos"),
        (device(0x05E0, 0x1200, DeviceKind.KEYBOARD), "wedge"),
    ],
)
def test_a_device_is_suspected_by_what_it_is(spec: DeviceSpec, driver: str) -> None:
    suspicion = by_identity(spec)
    assert suspicion is not None
    assert suspicion.driver == driver
    assert suspicion.sure < Sure.CERTAIN


@pytest.mark.parametrize("spec", [device(), device(0x0403), device(kind=DeviceKind.CAMERA)])
def test_a_cable_and_a_camera_are_nothing_to_suspect(spec: DeviceSpec) -> None:
    assert by_identity(spec) is None


@pytest.mark.parametrize(
    ("data", "driver", "why"),
    [
        (bytes.fromhex("07 F3 00 00 01 4E 52 FE 65"), "ssi", Why.PACKET),
        (b"noise" + bytes.fromhex("04 D0 00 00 FF 2C"), "ssi", Why.PACKET),
        (b"\x024006381333931\x03", "plain", Why.FRAMED),
        (b"]E04006381333931", "plain", Why.IDENTIFIER),
        (b"4006381333931\r\n", "plain", Why.TEXT),
    ],
)
def test_a_device_is_suspected_by_what_it_sends(data: bytes, driver: str, why: Why) -> None:
    suspicion = by_bytes(data)
    assert suspicion is not None
    assert (suspicion.driver, suspicion.why) == (driver, why)


@pytest.mark.parametrize("data", [b"", b"\r\n", b"\xff" * 40, bytes.fromhex("07 F3 00 00 01 4E 52 FE 66")])
def test_noise_tells_nothing(data: bytes) -> None:
    assert by_bytes(data) is None


def test_only_a_makers_own_devices_are_asked_in_its_language() -> None:
    assert probe(device()) == probe(device(0x0403)) == probe(device(0x05E0)) == REQUEST_REVISION
    assert probe(device(0x0C2E)) == b"\x16M\rREVINF."
    assert probe(device(0x05F9)) == b"i"
    assert probe(device(0x1EAB)) == PROBES["newland"]
    assert probe(device(0x0C2E, kind=DeviceKind.HID)) is None
    assert probe(device(kind=DeviceKind.KEYBOARD)) is None


def test_the_question_to_strangers_is_no_command_of_any_other_family() -> None:
    assert bytes.fromhex("04 A3 04 00 FF 55") == REQUEST_REVISION
    honeywell, newland = b"\x16\x1b", b"~\x01"
    datalogic = b"BDEFRhis\x01"
    handshake = b"\x06\x15\x11\x13\x07\r\n"
    assert not set(REQUEST_REVISION) & set(honeywell + newland + datalogic + handshake)


def test_a_scanner_that_answers_is_known_for_certain() -> None:
    answer = Engine().feed(REQUEST_REVISION, 0.0)
    assert by_answer(device(), answer) == Suspicion("ssi", Why.ANSWER, Sure.CERTAIN)
    assert by_answer(device(0x0C2E), b"Product Name: Voyager\r\nREVINF\x06.") == Suspicion(
        "honeywell", Why.ANSWER, Sure.CERTAIN
    )
    newland = b"\x02\x010000#QRYSYS{...}\x06;\x03"
    assert by_answer(device(0x1EAB), newland) == Suspicion("newland", Why.ANSWER, Sure.CERTAIN)
    assert by_answer(device(0x05F9), b"GD4500\r\n") == Suspicion("datalogic", Why.ANSWER, Sure.LIKELY)


def test_a_code_that_comes_instead_of_an_answer_is_none() -> None:
    suspicion = by_answer(device(), b"4006381333931\r")
    assert suspicion == Suspicion("plain", Why.TEXT, Sure.MAYBE)
    assert by_answer(device(0x0C2E), b"") is None


def test_the_surest_is_shown_and_what_was_heard_last_among_equals() -> None:
    label = Suspicion("ssi", Why.IDENTITY, Sure.MAYBE)
    text = Suspicion("plain", Why.TEXT, Sure.MAYBE)
    packet = Suspicion("ssi", Why.PACKET, Sure.CERTAIN)
    assert surest(None, label, text) == text
    assert surest(packet, text, None) == packet
    assert surest(None) is None


def test_every_suspicion_is_of_a_driver_there_is_and_has_words() -> None:
    assert set(LANGUAGES) <= set(DRIVERS)
    assert set(SEEMS) == set(Sure)
    assert set(REASONS) == set(Why)
    assert Suspicion("ssi", Why.ANSWER, Sure.LIKELY).words == (
        "seems to speak Zebra SSI: it answered when it was asked"
    )


@given(st.binary(max_size=400), st.sampled_from([None, 0x05E0, 0x0C2E, 0x05F9, 0x1EAB]))
def test_no_bytes_are_too_odd(data: bytes, vendor: int | None) -> None:
    by_bytes(data)
    by_answer(device(vendor), data)
