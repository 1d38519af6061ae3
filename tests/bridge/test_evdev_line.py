"""A keyboard wedge through the real supervisor and line, over a pty that carries the kernel's events."""

from __future__ import annotations

import contextlib
import errno
import os
import pty
import tty
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from firmware_bridge.decode.framing import Terminator
from firmware_bridge.decode.input_event import EV_LED, EV_SYN, LED_CAPS_LOCK, SYN_DROPPED, SYN_REPORT, packed
from firmware_bridge.drivers.evdev_line import EvdevLine, take_over
from firmware_bridge.drivers.settings import Habits, Place
from firmware_bridge.drivers.table import DRIVERS
from firmware_bridge.errors import BridgeError, Reason
from firmware_bridge.events import (
    BrokenReason,
    DeviceDown,
    DeviceKind,
    DeviceUp,
    DownReason,
    ScanBroken,
    ScanRead,
)
from firmware_bridge.ports import Line
from firmware_bridge.sim.scanner import PtyScanner
from firmware_bridge.sim.typist import flushed, typed
from firmware_bridge.supervisor import ScannerSettings, ScannerSupervisor

from .conftest import QUICK, Inbox, child, until


def simulated_line(place: Place) -> Line:
    return EvdevLine(place.path, place.runtime_dir, flushed)


@pytest.fixture(autouse=True)
def no_grab(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(DRIVERS, "wedge", replace(DRIVERS["wedge"], line=simulated_line))


@pytest.fixture
def settings(link: Path, tmp_path: Path) -> ScannerSettings:
    habits = Habits(layout="de", terminator=Terminator.AUTO, patience=0.3)
    return ScannerSettings(str(link), tmp_path / "run", "wedge", habits=habits, backoff=QUICK)


@pytest.fixture
def wedge(scanner: PtyScanner, supervisor: ScannerSupervisor, inbox: Inbox) -> PtyScanner:
    """Return the keyboard once it is open."""
    assert inbox.next(DeviceUp).spec.kind is DeviceKind.KEYBOARD
    return scanner


def test_codes_typed_on_a_german_keyboard_arrive_in_order(wedge: PtyScanner, inbox: Inbox) -> None:
    texts = [f"Zy-{number:03}/@\x1d[x]" for number in range(100)]
    for text in texts:
        wedge.write(typed(f"{text}\r", "de"))
    assert [inbox.next(ScanRead).data for _ in texts] == texts


def test_caps_lock_is_put_out(wedge: PtyScanner) -> None:
    off = packed(EV_LED, LED_CAPS_LOCK, 0) + packed(EV_SYN, SYN_REPORT, 0)
    until(lambda: wedge.heard == off)
    wedge.write(packed(EV_LED, LED_CAPS_LOCK, 1))
    until(lambda: wedge.heard == off * 2)


def test_a_queue_that_overflows_is_said_and_the_next_code_is_whole(wedge: PtyScanner, inbox: Inbox) -> None:
    dropped = packed(EV_SYN, SYN_DROPPED, 0) + packed(EV_SYN, SYN_REPORT, 0)
    wedge.write(typed("4006", "de") + dropped + typed("31\r", "de") + typed("NEXT\r", "de"))
    assert inbox.next(ScanBroken).reason is BrokenReason.INCOMPLETE
    assert inbox.next(ScanRead).data == "NEXT"


def test_an_enter_that_was_lost_is_noticed_by_the_silence(wedge: PtyScanner, inbox: Inbox) -> None:
    wedge.write(typed("LOST", "de"))
    broken = inbox.next(ScanBroken)
    assert (broken.reason, broken.size) == (BrokenReason.INCOMPLETE, 4)


def test_an_unplug_in_mid_code_breaks_it_and_a_replug_goes_on(
    wedge: PtyScanner, supervisor: ScannerSupervisor, inbox: Inbox
) -> None:
    wedge.write(typed("40063", "de"))
    until(lambda: supervisor.pending == 5)
    wedge.unplug()
    broken = inbox.next(ScanBroken)
    assert broken.reason in {BrokenReason.CUT_BY_UNPLUG, BrokenReason.INCOMPLETE}
    assert inbox.next(DeviceDown).reason is DownReason.UNPLUGGED
    wedge.replug()
    inbox.next(DeviceUp)


def test_two_stations_do_not_share_a_keyboard(wedge: PtyScanner, link: Path, tmp_path: Path) -> None:
    with pytest.raises(BridgeError) as caught:
        EvdevLine(str(link), tmp_path / "run", flushed).open()
    assert caught.value.reason is Reason.PORT_BUSY


HOLDS = """
    import os, sys, time
    os.open(sys.argv[1], os.O_RDWR | os.O_NOCTTY)
    print("open", flush=True)
    time.sleep(60)
"""


def test_what_is_typed_while_it_is_opened_is_no_code(
    scanner: PtyScanner, settings: ScannerSettings, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    def types_meanwhile(descriptor: int) -> None:
        flushed(descriptor)
        scanner.write(typed("31\r", "de"))

    line = partial(EvdevLine, runtime_dir=settings.runtime_dir, take=types_meanwhile)
    monkeypatch.setitem(DRIVERS, "wedge", replace(DRIVERS["wedge"], line=lambda place: line(place.path)))
    watcher = ScannerSupervisor(settings, inbox)
    watcher.start()
    inbox.next(DeviceUp)
    scanner.write(typed("WHOLE\r", "de"))
    assert inbox.next(ScanRead).data == "WHOLE"
    watcher.stop()


@pytest.fixture
def node() -> Iterator[str]:
    device, host = pty.openpty()
    tty.setraw(host)
    yield os.ttyname(host)
    for descriptor in (device, host):
        with contextlib.suppress(OSError):
            os.close(descriptor)


def test_a_keyboard_that_another_program_grabbed_is_busy_and_named(node: str, tmp_path: Path) -> None:
    def grabbed(descriptor: int) -> None:
        raise OSError(errno.EBUSY, "grabbed")

    with child(HOLDS, node) as (other, _), pytest.raises(BridgeError) as caught:
        EvdevLine(node, tmp_path, grabbed).open()
    assert caught.value.reason is Reason.PORT_BUSY
    assert str(other.pid) in caught.value.detail


def test_what_is_no_keyboard_is_not_taken(node: str, tmp_path: Path) -> None:
    with pytest.raises(BridgeError) as caught:
        EvdevLine(node, tmp_path, take_over).open()
    assert caught.value.reason in {Reason.NOT_A_PORT, Reason.PORT_ABSENT}


def test_a_node_that_is_not_there_is_absent(tmp_path: Path) -> None:
    with pytest.raises(BridgeError) as caught:
        EvdevLine(str(tmp_path / "event9"), tmp_path, flushed).open()
    assert caught.value.reason is Reason.PORT_ABSENT


# In a program of its own, which gives up an administrator's powers: permissions do not bind them.
WAITS_FOR_PERMISSION = """
    import os, queue, sys, tempfile
    from dataclasses import replace
    from pathlib import Path
    from firmware_bridge.drivers.evdev_line import EvdevLine
    from firmware_bridge.drivers.table import DRIVERS
    from firmware_bridge.events import DeviceDown, DeviceUp
    from firmware_bridge.sim.typist import flushed
    from firmware_bridge.supervisor import Backoff, ScannerSettings, ScannerSupervisor
    DRIVERS["wedge"] = replace(
        DRIVERS["wedge"], line=lambda place: EvdevLine(place.path, place.runtime_dir, flushed)
    )
    if os.getuid() == 0:
        os.setgroups([])
        os.setgid(65534)
        os.setuid(65534)
    heard = queue.Queue()
    with tempfile.TemporaryDirectory() as runtime:
        settings = ScannerSettings(sys.argv[1], Path(runtime), "wedge", backoff=Backoff(0.05, 0.05))
        supervisor = ScannerSupervisor(settings, heard.put)
        supervisor.start()
        down = heard.get(timeout=20)
        print(down.reason.value, down.detail, flush=True)
        print(type(heard.get(timeout=20)).__name__, flush=True)
        supervisor.stop()
"""


def test_permissions_that_arrive_after_the_node_are_enough(node: str) -> None:
    Path(node).chmod(0o000)
    with child(WAITS_FOR_PERMISSION, node) as (program, first):
        assert first.startswith("permission")
        assert "70-returns-station.rules" in first
        Path(node).chmod(0o666)
        assert program.stdout is not None
        assert program.stdout.readline().strip() == "DeviceUp"
