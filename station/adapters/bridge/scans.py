"""Events of the bridge become scans, handled one at a time."""

import queue
import threading
from collections.abc import Sequence
from typing import TypeVar

import structlog

from firmware_bridge.events import BridgeEvent, ScanBroken, ScanRead
from firmware_bridge.supervisor import ScannerState, ScannerSupervisor
from station.domain.scanning import Scan, Source, badge_in
from station.ports import DeviceState, World
from station.services import bench, by_camera

log = structlog.get_logger()
T = TypeVar("T")


class BridgeScanners:
    """The light of all scanners together: ready if one of them is."""

    def __init__(self, supervisors: Sequence[ScannerSupervisor]) -> None:
        self._supervisors = supervisors

    def state(self) -> DeviceState:
        if not self._supervisors:
            return DeviceState.NONE
        up = any(supervisor.state is ScannerState.UP for supervisor in self._supervisors)
        return DeviceState.READY if up else DeviceState.ABSENT


class ScanQueue:
    """Takes events from the readers at once and hands them to the bench in order, one at a time."""

    def __init__(self) -> None:
        self._events: queue.SimpleQueue[BridgeEvent | None] = queue.SimpleQueue()
        self._world: World | None = None
        self._thread = threading.Thread(target=self._work, name="scan-queue", daemon=True)

    def attach(self, world: World) -> None:
        self._world = world

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._events.put(None)
        self._thread.join()

    def emit(self, event: BridgeEvent) -> None:
        """Echo a scan to the screens before anything else is done with it; what a camera sees may be no scan."""
        if isinstance(event, ScanRead) and self._world and _is_told(event):
            self._world.bell.echo(event.data)
        self._events.put(event)

    def _work(self) -> None:
        while (event := self._events.get()) is not None:
            try:
                self._handle(event)
            except Exception:
                log.exception("scan_failed", event_type=type(event).__name__)

    def _handle(self, event: BridgeEvent) -> None:
        assert self._world is not None
        if isinstance(event, ScanRead):
            _scan(self._world, as_scan(event))
        elif isinstance(event, ScanBroken):
            bench.broken_scan(self._world, event.device, event.reason.value, event.size)
        else:
            log.info("device", device_event=str(event))


def as_scan(event: ScanRead) -> Scan:
    """Translate a reading of the bridge."""
    source = Source.CAMERA if _by_camera(event) else Source.SCANNER
    return Scan(event.data, event.aim, event.device, event.at, source, event.simulated)


def _by_camera(event: ScanRead) -> bool:
    return event.device.startswith("camera:")


def _is_told(event: ScanRead) -> bool:
    return badge_in(event.data) is None and not _by_camera(event)


def _scan(world: World, scan: Scan) -> None:
    if scan.source is Source.CAMERA:
        if not by_camera.heeds(world, scan):
            return
        world.bell.echo(scan.text)
    bench.scan(world, scan)
