"""A HID scanner through the real supervisor and the real line, over a socket that stands for the node."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from firmware_bridge.decode.dialect import Signal
from firmware_bridge.decode.hid_pos import LOST
from firmware_bridge.drivers.hid_line import HidLine
from firmware_bridge.drivers.hidraw_port import Hidraw
from firmware_bridge.drivers.settings import Place
from firmware_bridge.drivers.table import DRIVERS
from firmware_bridge.errors import BridgeError, Reason
from firmware_bridge.events import (
    BrokenReason,
    DeviceDown,
    DeviceKind,
    DeviceKnown,
    DeviceUp,
    DownReason,
    ScanBroken,
    ScanRead,
)
from firmware_bridge.ports import Line
from firmware_bridge.sim.hid_honeywell import HoneywellAnswers
from firmware_bridge.sim.hid_reports import COMMON, HONEYWELL
from firmware_bridge.sim.hid_scanner import HidScanner, SimulatedHid
from firmware_bridge.supervisor import ScannerSettings, ScannerSupervisor

from .conftest import QUICK, Inbox, until
from .hid_facts import TURNED, TURNED_SHAPE


def simulated_line(place: Place) -> Line:
    return HidLine(place.path, place.runtime_dir, SimulatedHid)


@pytest.fixture(autouse=True)
def opener(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(DRIVERS, "hid_pos", replace(DRIVERS["hid_pos"], line=simulated_line))


@pytest.fixture
def gun(tmp_path: Path) -> Iterator[HidScanner]:
    scanner = HidScanner(tmp_path / "hidraw0")
    yield scanner
    scanner.unplug()


@pytest.fixture
def host(gun: HidScanner, tmp_path: Path, inbox: Inbox) -> Iterator[ScannerSupervisor]:
    supervisor = ScannerSupervisor(
        ScannerSettings(str(gun.node), tmp_path / "run", "hid_pos", simulated=True, backoff=QUICK), inbox
    )
    yield supervisor
    supervisor.stop()


def test_codes_of_all_lengths_arrive_in_order(gun: HidScanner, host: ScannerSupervisor, inbox: Inbox) -> None:
    gun.plug()
    host.start()
    assert inbox.next(DeviceUp).spec.kind is DeviceKind.HID
    texts = [f"{length}-" + "x" * length for length in range(0, 400, 7)]
    for text in texts:
        gun.scan(text, "]C0")
    reads = [inbox.next(ScanRead) for _ in texts]
    assert [read.data for read in reads] == texts
    assert {read.aim for read in reads} == {"]C0"}


def test_the_descriptor_decides(gun: HidScanner, host: ScannerSupervisor, inbox: Inbox) -> None:
    gun.descriptor, gun.shape = TURNED, TURNED_SHAPE
    gun.plug()
    host.start()
    inbox.next(DeviceUp)
    gun.scan("0104006381333931\x1d10" + "L" * 80, "]d2")
    read = inbox.next(ScanRead)
    assert (read.aim, read.data) == ("]d2", "0104006381333931\x1d10" + "L" * 80)


def test_an_unplug_in_mid_code_breaks_it_and_the_next_plug_goes_on(
    gun: HidScanner, host: ScannerSupervisor, inbox: Inbox
) -> None:
    gun.plug()
    host.start()
    inbox.next(DeviceUp)
    gun.send(COMMON.one(b"A" * 56, more=True))
    until(lambda: host.pending == 56)
    gun.unplug()
    broken = inbox.next(ScanBroken)
    assert (broken.reason, broken.size) == (BrokenReason.CUT_BY_UNPLUG, 56)
    assert inbox.next(DeviceDown).reason is DownReason.UNPLUGGED
    gun.plug()
    inbox.next(DeviceUp)
    gun.scan("AFTER")
    assert inbox.next(ScanRead).data == "AFTER"


def test_a_honeywell_says_who_it_is_and_is_heard(
    gun: HidScanner, host: ScannerSupervisor, inbox: Inbox
) -> None:
    answers = HoneywellAnswers()
    gun.descriptor, gun.answer = HONEYWELL, answers
    gun.plug()
    host.start()
    inbox.next(DeviceUp)
    spec = inbox.next(DeviceKnown).spec
    assert (spec.vendor, spec.model, spec.serial_number) == ("Honeywell", "Granit 1981i", "17093B4567")
    host.signal(Signal.DONE)
    until(lambda: answers.beeps == 2)
    gun.scan("4006381333931", "]E0")
    assert inbox.next(ScanRead).data == "4006381333931"


def test_two_programs_do_not_share_a_scanner(
    gun: HidScanner, host: ScannerSupervisor, inbox: Inbox, tmp_path: Path
) -> None:
    gun.plug()
    host.start()
    inbox.next(DeviceUp)
    with pytest.raises(BridgeError) as caught:
        HidLine(str(gun.node), tmp_path / "run", SimulatedHid).open()
    assert caught.value.reason is Reason.PORT_BUSY


def test_what_was_sent_before_an_unplug_is_read_before_it_is_told(gun: HidScanner, tmp_path: Path) -> None:
    gun.plug()
    line = HidLine(str(gun.node), tmp_path / "run", SimulatedHid)
    line.open()
    sent = [COMMON.one(b"%d" % number) for number in range(20)]
    for report in sent:
        gun.send(report)
    gun.unplug()
    assert [line.read() for _ in sent] == sent
    with pytest.raises(BridgeError) as caught:
        line.read()
    assert caught.value.reason is Reason.UNPLUGGED
    line.close()


def test_a_slow_owner_leaves_no_report_in_the_kernel(gun: HidScanner, tmp_path: Path) -> None:
    """Send more than the kernel keeps for a node, with one read for every eight reports."""
    gun.plug()
    counting = Counting(str(gun.node))
    line = HidLine(str(gun.node), tmp_path / "run", lambda _: counting)
    line.open()
    for number in range(400):
        gun.send(COMMON.one(b"%d" % number))
        if number % 8 == 0:
            line.read()
    assert counting.taken > 390
    line.close()


def test_more_than_the_kernel_keeps_is_not_trusted(gun: HidScanner, tmp_path: Path) -> None:
    gun.plug()
    line = HidLine(str(gun.node), tmp_path / "run", Keeping)
    line.open()
    for number in range(Hidraw.keeps):
        gun.send(COMMON.one(b"%d" % number))
    read = [line.read() for _ in range(Hidraw.keeps + 1)]
    assert read[-1] == LOST
    assert LOST not in read[:-1]
    line.close()


class Keeping(SimulatedHid):
    """Keeps no more than the kernel does."""

    keeps = Hidraw.keeps


class Counting(SimulatedHid):
    """Counts the reports that were taken out."""

    taken = 0

    def read(self, size: int, milliseconds: int) -> bytes:
        report = super().read(size, milliseconds)
        self.taken += bool(report)
        return report


class Refusing(SimulatedHid):
    """A device that takes no report at all, as one does that stalls."""

    def write(self, report: bytes) -> None:
        raise OSError(errno.EPIPE, "stalled")

    set_feature = write


def test_a_device_that_refuses_a_report_goes_on_scanning(
    gun: HidScanner, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    gun.plug()
    line = HidLine(str(gun.node), tmp_path / "run", Refusing)
    line.open()
    line.write(b"\xfd\x03\x16\x07\r")
    gun.scan("X")
    assert line.read()[5:6] == b"X"
    line.close()
    line.close()
    assert "refused report fd" in caplog.text


def denied(path: str) -> SimulatedHid:
    raise PermissionError(errno.EACCES, "no", path)


def test_a_missing_permission_names_the_rule(gun: HidScanner, tmp_path: Path) -> None:
    with pytest.raises(BridgeError) as caught:
        HidLine(str(gun.node), tmp_path / "run", denied).open()
    assert caught.value.reason is Reason.PERMISSION
    assert "config/devices/70-returns-station.rules" in caught.value.detail


@pytest.mark.parametrize(("name", "reason"), [("hidraw9", Reason.PORT_ABSENT), ("file", Reason.NOT_A_PORT)])
def test_hidapi_itself_opens_by_path_and_says_why_not(tmp_path: Path, name: str, reason: Reason) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(BridgeError) as caught:
        HidLine(str(tmp_path / name), tmp_path / "run", Hidraw).open()
    assert caught.value.reason is reason


def test_without_hidapi_only_hid_scanners_are_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("firmware_bridge.drivers.hidraw_port.hidraw", None)
    monkeypatch.setattr("firmware_bridge.drivers.hidraw_port.MISSING", "no wheel", raising=False)
    with pytest.raises(BridgeError, match="hidapi is not usable here: no wheel"):
        HidLine(str(tmp_path / "hidraw0"), tmp_path / "run").open()
