"""Events of the bridge become scans, handled one at a time."""

import queue
import threading
from collections import Counter

import structlog

from firmware_bridge.events import BridgeEvent, DeviceDown, DownReason, ScanBroken, ScanRead
from station.domain.scanning import Scan, Source, badge_in
from station.ports import World
from station.services import bench, by_camera, devices

log = structlog.get_logger()


# Nobody scans so far ahead of the bench: what is more is noise that looks like codes.
MOST_WAITING = 2000


class ScanQueue:
    """Takes events from the readers at once and hands them to the bench in order, one at a time.

    What a device sent while it flooded is dropped: none of it was scanned by anyone.
    """

    def __init__(self) -> None:
        self._events: queue.SimpleQueue[BridgeEvent | None] = queue.SimpleQueue()
        self._waiting: Counter[str] = Counter()
        self._flooding: set[str] = set()
        self._counting = threading.Lock()
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
        """Echo a scan to the screens before anything else; what a camera sees may be no scan."""
        if not self._admitted(event):
            return
        if isinstance(event, ScanRead) and self._world and _is_told(event):
            self._world.bell.echo(event.data)
        self._events.put(event)

    def _admitted(self, event: BridgeEvent) -> bool:
        """Note a flood; refuse what is too much from one device, so that no other has to wait for it."""
        with self._counting:
            if isinstance(event, DeviceDown) and event.reason is DownReason.FLOODING:
                self._flooding.add(event.device)
            if isinstance(event, ScanRead | ScanBroken):
                if self._waiting[event.device] >= MOST_WAITING:
                    return False
                self._waiting[event.device] += 1
        return True

    def _counts(self, event: BridgeEvent) -> bool:
        """Tell whether what was waiting is to be handled; the end of a flood is behind what it sent."""
        with self._counting:
            if isinstance(event, DeviceDown) and event.reason is DownReason.FLOODING:
                self._flooding.discard(event.device)
                self._waiting.pop(event.device, None)
            if isinstance(event, ScanRead | ScanBroken):
                self._waiting[event.device] -= 1
                return event.device not in self._flooding
        return True

    def _work(self) -> None:
        while (event := self._events.get()) is not None:
            try:
                self._handle(event)
            except Exception:
                log.exception("scan_failed", event_type=type(event).__name__)

    def _handle(self, event: BridgeEvent) -> None:
        assert self._world is not None
        if not self._counts(event):
            return
        if isinstance(event, ScanRead):
            _scan(self._world, as_scan(event))
        elif isinstance(event, ScanBroken):
            told = bench.broken_scan(self._world, event.device, event.reason.value, event.size)
            devices.answer(self._world, event.device, told)
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
    told = bench.scan(world, scan)
    if scan.source is Source.SCANNER:
        devices.answer(world, scan.device, told)
