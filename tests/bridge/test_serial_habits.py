"""Lines as scanners are set up: seven bits, handshakes, endless noise, and a port that two programs open."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from firmware_bridge.decode.flood import Flood
from firmware_bridge.decode.framing import Terminator
from firmware_bridge.drivers import serial_line
from firmware_bridge.drivers.settings import Flow, Habits, LineSettings
from firmware_bridge.errors import BridgeError
from firmware_bridge.events import DeviceDown, DeviceUp, DownReason, ScanRead
from firmware_bridge.sim.scanner import PtyScanner
from firmware_bridge.supervisor import ScannerSettings, ScannerState, ScannerSupervisor

from .conftest import Inbox, child, until


def even(data: bytes) -> bytes:
    """Put even parity where a line of seven bits has it."""
    return bytes(byte | (byte.bit_count() % 2) << 7 for byte in data)


LINES: list[tuple[LineSettings, bytes]] = [
    (LineSettings(bytesize=7, parity="E"), even(b"CODE-1\r")),
    (LineSettings(bytesize=7, parity="O", stopbits=2), bytes(b ^ 0x80 for b in even(b"CODE-1\r"))),
    (LineSettings(bytesize=7, parity="E", flow=Flow.XON_XOFF), even(b"\x11CO\x13DE\x11-1\r")),
    (LineSettings(flow=Flow.XON_XOFF), b"\x11CO\x13\x11DE-1\x13\r"),
    (LineSettings(flow=Flow.RTS_CTS), b"CODE-1\r"),
    (LineSettings(flow=Flow.DSR_DTR, baud=115200), b"CODE-1\r"),
]


@pytest.mark.parametrize(("line", "sent"), LINES)
def test_a_code_is_the_same_on_every_kind_of_line(
    scanner: PtyScanner, settings: ScannerSettings, inbox: Inbox, line: LineSettings, sent: bytes
) -> None:
    watcher = ScannerSupervisor(replace(settings, line=line), inbox)
    watcher.start()
    inbox.next(DeviceUp)
    scanner.write(sent)
    assert inbox.next(ScanRead).data == "CODE-1"
    watcher.stop()


def test_prefix_suffix_and_identifier_are_no_part_of_the_code(
    scanner: PtyScanner, settings: ScannerSettings, inbox: Inbox
) -> None:
    habits = Habits(terminator=Terminator.CRLF, prefix=b"#7 ", suffix=b"\x03")
    watcher = ScannerSupervisor(replace(settings, habits=habits), inbox)
    watcher.start()
    inbox.next(DeviceUp)
    scanner.write(b"#7 ]E04006381333931\x03\r\n")
    read = inbox.next(ScanRead)
    assert (read.aim, read.data) == ("]E0", "4006381333931")
    watcher.stop()


@pytest.fixture
def flood(scanner: PtyScanner) -> Iterator[threading.Event]:
    """Have the scanner send noise as fast as it is read, until told otherwise."""
    enough = threading.Event()

    def pour() -> None:
        while not enough.is_set():
            try:
                scanner.write(os.urandom(4096).replace(b"\r", b"~"))
            except BridgeError:  # nobody reads at the moment
                enough.wait(0.01)

    scanner.deadline = 0.1
    pouring = threading.Thread(target=pour)
    pouring.start()
    yield enough
    enough.set()
    pouring.join()


def test_a_device_that_floods_is_closed_with_the_reason_and_heard_again_when_it_stops(
    scanner: PtyScanner, supervisor: ScannerSupervisor, inbox: Inbox, flood: threading.Event
) -> None:
    inbox.next(DeviceUp)
    down = inbox.next(DeviceDown)
    assert down.reason is DownReason.FLOODING
    assert "without one code" in down.detail
    flood.set()
    until(lambda: supervisor.state is ScannerState.UP)
    inbox.next(DeviceUp)


def test_many_codes_are_no_flood_and_endless_ones_are() -> None:
    flood = Flood(without_code=1000, burst=10_000, steady=100)
    assert not any(flood.heard(900, True, 0.0) for _ in range(10))
    assert flood.heard(1200, True, 1.0)
    assert not Flood(burst=10_000, steady=100).heard(10_000, True, 1.0)


def test_noise_with_pauses_is_no_flood() -> None:
    flood = Flood(without_code=1000)
    for second in range(100):
        assert not flood.heard(900, False, float(second))
        flood.quiet()
    assert flood.heard(1001, False, 100.0)


OTHER = """
    import os, sys, time
    held = os.open(sys.argv[1], os.O_RDWR | os.O_NOCTTY)
    print("open", flush=True)
    time.sleep(600)
"""


def test_another_program_that_has_the_port_is_named(
    scanner: PtyScanner, settings: ScannerSettings, inbox: Inbox, link: Path
) -> None:
    watcher = ScannerSupervisor(settings, inbox)
    with child(OTHER, str(link)) as (other, _):
        watcher.start()
        down = inbox.next(DeviceDown)
        assert down.reason is DownReason.BUSY
        assert f"python ({other.pid})" in down.detail.replace("python3", "python")
    inbox.next(DeviceUp)
    watcher.stop()


def test_a_program_that_opens_the_port_later_is_named_too(
    scanner: PtyScanner,
    settings: ScannerSettings,
    inbox: Inbox,
    link: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if os.geteuid() != 0:
        pytest.skip("only the administrator's programs get past the claim")
    monkeypatch.setattr(serial_line, "LOOK_SECONDS", 0.1)
    watcher = ScannerSupervisor(settings, inbox)
    watcher.start()
    inbox.next(DeviceUp)
    with child(OTHER, str(link)) as (other, _):
        down = inbox.next(DeviceDown)
        assert down.reason is DownReason.BUSY
        assert f"({other.pid})" in down.detail
    inbox.next(DeviceUp)
    watcher.stop()
