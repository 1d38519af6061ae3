"""The one adapter that touches metal: events of the bridge become scans, its camera becomes ours."""

import queue
import threading
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

import structlog

from firmware_bridge.drivers.camera import CameraProcess
from firmware_bridge.errors import BridgeError
from firmware_bridge.errors import Reason as BridgeReason
from firmware_bridge.events import BridgeEvent, ScanBroken, ScanRead
from firmware_bridge.ports import CameraState
from firmware_bridge.supervisor import ScannerState, ScannerSupervisor
from station.domain.errors import DomainError, Reason
from station.domain.scanning import Scan, Source, badge_in
from station.ports import DeviceState, Shot, World
from station.services import bench

log = structlog.get_logger()
T = TypeVar("T")

_CAMERA_STATES: Mapping[CameraState, DeviceState] = {
    CameraState.LIVE: DeviceState.READY,
    CameraState.STARTING: DeviceState.STARTING,
    CameraState.FROZEN: DeviceState.FROZEN,
}


class BridgeCamera:
    """A camera in a process of its own."""

    def __init__(self, camera: CameraProcess) -> None:
        self._camera = camera

    def photo(self) -> Shot:
        frame = _asked(self._camera.photo)
        return Shot(frame.jpeg, frame.width, frame.height, frame.taken_at, frame.simulated)

    def preview(self) -> bytes:
        return _asked(self._camera.preview)

    def state(self) -> DeviceState:
        return _CAMERA_STATES.get(self._camera.health().state, DeviceState.ABSENT)


def _asked(take: Callable[[], T]) -> T:
    try:
        return take()
    except BridgeError as error:
        frozen = error.reason is BridgeReason.CAMERA_FROZEN
        raise DomainError(Reason.CAMERA_FROZEN if frozen else Reason.CAMERA_ABSENT) from error


class NoCamera:
    """A station that was set up without a camera."""

    def photo(self) -> Shot:
        raise DomainError(Reason.CAMERA_ABSENT)

    def preview(self) -> bytes:
        raise DomainError(Reason.CAMERA_ABSENT)

    def state(self) -> DeviceState:
        return DeviceState.NONE


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
        """Echo a scan to the screens before anything else is done with it."""
        if isinstance(event, ScanRead) and self._world and badge_in(event.data) is None:
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
            bench.scan(self._world, as_scan(event))
        elif isinstance(event, ScanBroken):
            bench.broken_scan(self._world, event.device, event.reason.value, event.size)
        else:
            log.info("device", device_event=str(event))


def as_scan(event: ScanRead) -> Scan:
    """Translate a reading of the bridge."""
    return Scan(event.data, event.aim, event.device, event.at, Source.SCANNER, event.simulated)
