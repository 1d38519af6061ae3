"""A scanner is read, lost and found again, and its owner hears each of these once."""

from __future__ import annotations

import os
import pty
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from firmware_bridge.decode.framing import Terminator
from firmware_bridge.drivers.settings import Habits
from firmware_bridge.errors import BridgeError, Reason
from firmware_bridge.events import (
    BridgeEvent,
    BrokenReason,
    DeviceDown,
    DeviceUp,
    DownReason,
    ScanBroken,
    ScanRead,
)
from firmware_bridge.sim.scanner import PtyScanner
from firmware_bridge.supervisor import Backoff, ScannerSettings, ScannerState, ScannerSupervisor

from .conftest import DEADLINE, Inbox, until


def test_a_scan_arrives_with_its_identifier_device_and_time(
    scanner: PtyScanner, supervisor: ScannerSupervisor, inbox: Inbox, link: Path
) -> None:
    assert inbox.next(DeviceUp).spec.identity == f"path:{link}"
    scanner.scan("4006381333931", aim="]E0")
    read = inbox.next(ScanRead)
    assert (read.data, read.aim, read.device) == ("4006381333931", "]E0", f"path:{link}")
    assert read.at.tzinfo is not None
    assert read.simulated


def test_scans_stay_in_order_and_apart(
    scanner: PtyScanner, supervisor: ScannerSupervisor, inbox: Inbox
) -> None:
    inbox.next(DeviceUp)
    codes = [f"CODE-{number:03}" for number in range(200)]
    for code in codes:
        scanner.scan(code)
    assert [inbox.next(ScanRead).data for _ in codes] == codes


def test_two_codes_in_one_write_are_two_scans(
    scanner: PtyScanner, supervisor: ScannerSupervisor, inbox: Inbox
) -> None:
    inbox.next(DeviceUp)
    scanner.write(b"ONE\rTWO\r")
    assert [inbox.next(ScanRead).data for _ in range(2)] == ["ONE", "TWO"]


def test_an_unplug_in_mid_code_breaks_it_and_a_replug_on_another_node_goes_on(
    scanner: PtyScanner, supervisor: ScannerSupervisor, inbox: Inbox, link: Path
) -> None:
    inbox.next(DeviceUp)
    first_node = link.resolve()
    scanner.write(b"40063")
    until(lambda: supervisor.pending == 5)
    scanner.unplug()
    broken = inbox.next(ScanBroken)
    assert broken.size == 5
    assert broken.reason in {BrokenReason.CUT_BY_UNPLUG}
    assert inbox.next(DeviceDown).reason is DownReason.UNPLUGGED
    with placeholder(str(first_node)):
        scanner.replug()
        assert link.resolve() != first_node
        inbox.next(DeviceUp)
        scanner.scan("AFTER")
        assert inbox.next(ScanRead).data == "AFTER"


class placeholder:  # noqa: N801 - reads as a word in a with statement
    """Occupies freed pty nodes until the one given is taken, so that a replug must land elsewhere."""

    def __init__(self, node: str) -> None:
        self.node = node
        self.held: list[int] = []

    def __enter__(self) -> None:
        for _ in range(64):
            device, host = pty.openpty()
            self.held += [device, host]
            if os.ttyname(host) == self.node:
                return
        raise AssertionError(f"{self.node} was never freed")

    def __exit__(self, *_: object) -> None:
        for descriptor in self.held:
            os.close(descriptor)


def test_a_port_absent_from_the_start_is_said_once_and_found_when_it_comes(
    link: Path, supervisor: ScannerSupervisor, inbox: Inbox
) -> None:
    assert inbox.next(DeviceDown).reason is DownReason.ABSENT
    assert supervisor.state is ScannerState.WAITING
    until(lambda: supervisor.failures > 3)
    inbox.assert_empty()
    scanner = PtyScanner(link)
    scanner.start()
    inbox.next(DeviceUp)
    assert supervisor.state is ScannerState.UP
    scanner.stop()
    assert inbox.next(DeviceDown).reason is DownReason.UNPLUGGED


def test_a_poke_ends_a_long_wait(settings: ScannerSettings, link: Path, inbox: Inbox) -> None:
    patient = ScannerSupervisor(replace(settings, backoff=Backoff(first=3600, cap=3600)), inbox)
    patient.start()
    inbox.next(DeviceDown)
    scanner = PtyScanner(link)
    scanner.start()
    patient.poke()
    inbox.next(DeviceUp)
    patient.stop()
    scanner.stop()


def test_a_port_that_is_held_names_the_holder(
    scanner: PtyScanner, supervisor: ScannerSupervisor, settings: ScannerSettings, inbox: Inbox
) -> None:
    inbox.next(DeviceUp)
    second, other = Inbox(), ScannerSupervisor(settings, inbox)
    other.emit = second
    other.start()
    down = second.next(DeviceDown)
    assert down.reason is DownReason.BUSY
    assert str(os.getpid()) in down.detail
    supervisor.stop()
    second.next(DeviceUp)
    other.stop()


def test_an_owner_that_fails_does_not_stop_the_reader(
    scanner: PtyScanner, settings: ScannerSettings, inbox: Inbox, caplog: pytest.LogCaptureFixture
) -> None:
    def fail_after_telling(event: BridgeEvent) -> None:
        inbox(event)
        raise RuntimeError("the owner is ill")

    watcher = ScannerSupervisor(settings, fail_after_telling)
    watcher.start()
    inbox.next(DeviceUp)
    scanner.scan("ONE")
    scanner.scan("TWO")
    assert [inbox.next(ScanRead).data for _ in range(2)] == ["ONE", "TWO"]
    watcher.stop()
    assert "the owner failed on ScanRead" in caplog.text


def test_noise_is_one_broken_scan_and_the_next_code_is_whole(
    scanner: PtyScanner, supervisor: ScannerSupervisor, inbox: Inbox
) -> None:
    inbox.next(DeviceUp)
    scanner.write(b"~" * 10_000 + b"\rGOOD\r")
    broken = inbox.next(ScanBroken)
    assert (broken.reason, broken.size) == (BrokenReason.TOO_LONG, 10_000)
    assert inbox.next(ScanRead).data == "GOOD"


def test_a_terminator_that_never_comes_is_incomplete(
    scanner: PtyScanner, settings: ScannerSettings, inbox: Inbox
) -> None:
    watcher = ScannerSupervisor(replace(settings, habits=replace(settings.habits, patience=0.1)), inbox)
    watcher.start()
    inbox.next(DeviceUp)
    scanner.write(b"HALF")
    assert inbox.next(ScanBroken).reason is BrokenReason.INCOMPLETE
    watcher.stop()


def test_control_characters_are_dropped_and_gs_is_kept(
    scanner: PtyScanner, supervisor: ScannerSupervisor, inbox: Inbox
) -> None:
    inbox.next(DeviceUp)
    scanner.write(b"\x1b]d201\x0004006381333931\x1d10\x08LOT\r\x07\x1b\r")
    read = inbox.next(ScanRead)
    assert (read.aim, read.data) == ("]d2", "0104006381333931\x1d10LOT")
    assert inbox.next(ScanBroken).reason is BrokenReason.NOTHING_PRINTABLE


def test_what_is_written_reaches_the_scanner(
    scanner: PtyScanner, supervisor: ScannerSupervisor, inbox: Inbox
) -> None:
    inbox.next(DeviceUp)
    supervisor.write(b"\x07")
    until(lambda: scanner.heard == b"\x07")


def test_writing_to_a_scanner_that_is_down_says_so(supervisor: ScannerSupervisor) -> None:
    with pytest.raises(BridgeError) as caught:
        supervisor.write(b"\x07")
    assert caught.value.reason is Reason.PORT_ABSENT


def test_stopping_is_told_and_can_be_repeated(
    scanner: PtyScanner, supervisor: ScannerSupervisor, inbox: Inbox
) -> None:
    inbox.next(DeviceUp)
    supervisor.stop()
    supervisor.stop()
    assert inbox.next(DeviceDown).reason is DownReason.STOPPED
    assert supervisor.state is ScannerState.STOPPED


def test_an_owner_that_takes_long_over_a_scan_cuts_no_other(
    scanner: PtyScanner, settings: ScannerSettings, inbox: Inbox
) -> None:
    sent = threading.Event()

    def slow(event: BridgeEvent) -> None:
        inbox(event)
        if isinstance(event, ScanRead) and event.data == "FIRST":
            assert sent.wait(DEADLINE)
            threading.Event().wait(4 * patient.patience)  # longer than the line may ever be quiet

    patient = Habits(terminator=Terminator.CR, patience=0.05)
    watcher = ScannerSupervisor(replace(settings, habits=patient), slow)
    watcher.start()
    inbox.next(DeviceUp)
    scanner.write(b"FIRST\rSEC")
    assert inbox.next(ScanRead).data == "FIRST"
    scanner.write(b"OND\r")
    sent.set()
    assert inbox.next(ScanRead).data == "SECOND"
    watcher.stop()
