"""Where metal meets the bench: events become scans in order, and one bad scan stops nothing."""

import threading
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
import structlog

from firmware_bridge.drivers.camera import CameraProcess
from firmware_bridge.drivers.camera_settings import CameraSettings
from firmware_bridge.events import (
    BrokenReason,
    DeviceDown,
    DeviceKind,
    DeviceSpec,
    DeviceUp,
    DownReason,
    ScanBroken,
    ScanRead,
)
from firmware_bridge.ports import CameraState
from firmware_bridge.sim.camera import StreamCamera
from firmware_bridge.sim.scanner import PtyScanner
from firmware_bridge.supervisor import ScannerSettings, ScannerSupervisor
from station.adapters.bridge.camera import BridgeCameras
from station.adapters.bridge.scans import MOST_WAITING, ScanQueue, as_scan
from station.app.run import started
from station.domain.errors import DomainError, Reason
from station.domain.scanning import Source
from station.ports import DeviceState
from tests.support.stations import Rig
from tests.support.waiting import until
from tests.support.work import at_bench, badge, expected, in_hand, payloads


class Switched:
    """A queue that is filled first and starts to work when told, or is stopped by the test."""

    def __init__(self, rig: Rig) -> None:
        self.rig = rig
        self.queue = ScanQueue()
        self.queue.attach(rig.world)

    def read(self, text: str, device: str = "scanner", aim: str | None = None) -> None:
        self.rig.clock.advance(seconds=5)
        self.queue.emit(ScanRead(device, text, aim, self.rig.clock.now(), simulated=True))

    def work(self) -> None:
        """Handle everything that was emitted; stopping takes what is waiting first."""
        self.queue.start()
        self.queue.stop()


@pytest.fixture
def switched(rig: Rig) -> Switched:
    rig.sign_in()
    return Switched(rig)


def unknown(rig: Rig) -> list[str]:
    return [p["text"] for p in payloads(rig, "scan_unknown")]


def test_scans_reach_the_bench_in_the_order_in_which_they_were_read(switched: Switched) -> None:
    texts = [f"CODE-{n}" for n in range(30)]
    for text in texts:
        switched.read(text)
    switched.work()
    assert unknown(switched.rig) == texts


def test_scans_from_several_readers_at_once_are_all_handled_each_in_its_order(switched: Switched) -> None:
    def read(device: str) -> None:
        for number in range(10):
            event = ScanRead(device, f"{device}-{number}", None, switched.rig.clock.now(), simulated=True)
            switched.queue.emit(event)

    readers = [threading.Thread(target=read, args=(name,)) for name in ("one", "two", "three")]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    switched.work()
    kept = unknown(switched.rig)
    assert len(kept) == 30
    for name in ("one", "two", "three"):
        assert [text for text in kept if text.startswith(f"{name}-")] == [f"{name}-{n}" for n in range(10)]


def test_an_exception_in_one_scan_is_logged_and_does_not_stop_the_next(
    switched: Switched, monkeypatch: pytest.MonkeyPatch
) -> None:
    find = switched.rig.world.gs1.interpret

    def stumbles(text: str, aim: str | None) -> object:
        if text == "BAD":
            raise RuntimeError("a mistake of ours")
        return find(text, aim)

    monkeypatch.setattr(switched.rig.world.gs1, "interpret", stumbles)
    for text in ("BEFORE", "BAD", "AFTER"):
        switched.read(text)
    with structlog.testing.capture_logs() as logs:
        switched.work()
    assert unknown(switched.rig) == ["BEFORE", "AFTER"]
    assert [(log["event"], log["log_level"]) for log in logs] == [("scan_failed", "error")]


def test_a_scan_is_echoed_to_the_screens_before_it_is_handled_and_a_badge_never(switched: Switched) -> None:
    bell = switched.rig.world.bell
    switched.read("VISIBLE")
    assert bell.wait(0, 0, timeout=0).text == "VISIBLE"
    switched.read(badge(switched.rig, switched.rig.site.people[0].role))
    assert bell.wait(0, 0, timeout=0).text == "VISIBLE"
    switched.work()


def test_what_a_camera_sees_is_echoed_only_where_it_counts(switched: Switched) -> None:
    bell = switched.rig.world.bell
    for text in ("$ID-LANYARD", "$RS-HOLD"):
        switched.read(text, device="camera:overhead")
    switched.read("NOT-KNOWN", device="camera:overhead", aim="]C0")
    assert bell.wait(0, 0, timeout=0).echo == 0
    switched.work()
    assert (bell.wait(0, 0, timeout=0).echo, bell.wait(0, 0, timeout=0).text) == (1, "NOT-KNOWN")
    assert unknown(switched.rig) == ["NOT-KNOWN"]
    scan = at_bench(switched.rig).last_scan
    assert scan is not None
    assert (scan.source, scan.device, scan.aim) == (Source.CAMERA, "camera:overhead", "]C0")


def test_bytes_that_are_no_scan_are_noted(switched: Switched) -> None:
    event = ScanBroken("scanner", BrokenReason.CUT_BY_UNPLUG, 7, switched.rig.clock.now())
    switched.queue.emit(event)
    switched.work()
    assert payloads(switched.rig, "scan_broken") == [
        {"device": "scanner", "reason": "cut_by_unplug", "size": 7}
    ]


def test_nothing_that_a_flooding_device_sent_is_taken_in_and_what_it_sends_later_is(
    switched: Switched,
) -> None:
    now = switched.rig.clock.now()
    for number in range(3000):
        switched.queue.emit(ScanRead("mad", f"NOISE-{number}", None, now, simulated=True))
    assert switched.queue._events.qsize() <= MOST_WAITING
    switched.read("FROM-ANOTHER")
    switched.queue.emit(DeviceDown("mad", DownReason.FLOODING, "4 MB of noise"))
    switched.queue.start()
    until(lambda: not switched.queue._flooding)
    switched.read("WELL-AGAIN", device="mad")
    switched.queue.stop()
    assert unknown(switched.rig) == ["FROM-ANOTHER", "WELL-AGAIN"]


def test_a_device_that_comes_up_is_logged_and_changes_nothing(switched: Switched) -> None:
    before = at_bench(switched.rig)
    switched.queue.emit(DeviceUp(DeviceSpec("usb:1", DeviceKind.SERIAL, "/dev/ttyUSB0")))
    with structlog.testing.capture_logs() as logs:
        switched.work()
    assert [log["event"] for log in logs] == ["device"]
    assert at_bench(switched.rig) == before


def test_a_reading_keeps_its_device_its_time_and_its_symbology() -> None:
    at = datetime(2026, 7, 1, 12).astimezone()
    scan = as_scan(ScanRead("usb:1", "4006381333931", "]E0", at, simulated=True))
    assert (scan.text, scan.aim, scan.device, scan.at) == ("4006381333931", "]E0", "usb:1", at)
    assert (scan.source, scan.simulated) == (Source.SCANNER, True)


# Real metal, as far as a pty goes -------------------------------------------------------------------


@pytest.fixture
def plugged(rig: Rig, tmp_path: Path) -> Iterator[tuple[PtyScanner, ScannerSupervisor, ScanQueue]]:
    """A simulated scanner on a real pty, read by the real driver, feeding the real queue."""
    scanner, queue = PtyScanner(tmp_path / "scanner"), ScanQueue()
    queue.attach(rig.world)
    settings = ScannerSettings(device=str(scanner.link), runtime_dir=tmp_path / "run", simulated=True)
    supervisor = ScannerSupervisor(settings, queue.emit)
    with started([scanner, queue, supervisor]):
        yield scanner, supervisor, queue


def test_bytes_into_the_scanner_open_an_item_at_the_bench(
    rig: Rig, plugged: tuple[PtyScanner, ScannerSupervisor, ScanQueue]
) -> None:
    scanner, _, _ = plugged
    rig.sign_in()
    revision = at_bench(rig).revision
    scanner.scan(expected(rig).rma, aim="]C0")
    rung = rig.world.bell.wait(revision, 1 << 30, timeout=30)
    assert rung.revision > revision
    assert in_hand(rig).item.rma == expected(rig).rma


def test_a_station_without_a_camera_says_so() -> None:
    camera = BridgeCameras([])
    assert (camera.state(), camera.lenses()) == (DeviceState.NONE, ())
    for take in (camera.photo, camera.preview):
        with pytest.raises(DomainError) as refused:
            take()
        assert refused.value.reason is Reason.CAMERA_ABSENT


def test_a_camera_that_was_never_plugged_in_is_absent(tmp_path: Path) -> None:
    process = CameraProcess(CameraSettings(str(tmp_path / "no-camera"), 640, 480, 10))
    camera = BridgeCameras([process], frozenset({"overhead"}))
    with started([process]):
        with pytest.raises(DomainError) as refused:
            camera.photo()
        assert refused.value.reason is Reason.CAMERA_ABSENT
        assert camera.state() in (DeviceState.ABSENT, DeviceState.STARTING)
        (lens,) = camera.lenses()
        assert (lens.name, lens.reads_codes, lens.auto_shutter) == ("overhead", True, True)


def test_cameras_are_asked_by_name_and_the_worst_of_them_is_the_light(tmp_path: Path) -> None:
    stream = StreamCamera()
    stream.start()
    overhead = CameraProcess(CameraSettings(stream.url, name="overhead"))
    side = CameraProcess(CameraSettings(str(tmp_path / "no-camera"), name="side"))
    cameras = BridgeCameras([overhead, side])
    with started([overhead, side]):
        assert overhead.wait_for(CameraState.LIVE, 30)
        assert side.wait_for(CameraState.ABSENT, 30)
        assert cameras.photo().jpeg in stream.frames()
        assert cameras.preview("overhead").jpeg.startswith(b"\xff\xd8")
        for name in ("side", "nobody"):
            with pytest.raises(DomainError):
                cameras.photo(name)
        assert cameras.state() is DeviceState.ABSENT
        assert [lens.state for lens in cameras.lenses()] == [DeviceState.READY, DeviceState.ABSENT]
    stream.stop()
