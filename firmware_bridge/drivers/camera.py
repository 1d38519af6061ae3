"""A camera in a process of its own, replaced whenever it dies or hangs."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from firmware_bridge.drivers.camera_link import CameraLink
from firmware_bridge.drivers.camera_settings import CameraSettings
from firmware_bridge.drivers.camera_wire import Header
from firmware_bridge.errors import BridgeError, Reason
from firmware_bridge.events import Emit, ScanRead, SceneState
from firmware_bridge.ports import CameraHealth, CameraState, Frame, Preview

__all__ = ["CameraHealth", "CameraProcess", "CameraSettings", "CameraState", "Frame", "Preview"]

log = logging.getLogger(__name__)

RESTART_FIRST = 0.2
RESTART_CAP = 5.0
GOOD_RUN_SECONDS = 10.0  # a process that lived this long earns a quick restart
STOP_SECONDS = 1.0
HEALTH = ("width", "height", "fps", "detail", "encoding", "note")
STOPPED = CameraHealth(CameraState.DEAD, detail="the camera is stopped")
STARTING = CameraHealth(CameraState.STARTING, detail="starting the camera process")


@dataclass(slots=True)
class CameraProcess:
    """Take photos and previews through a process that may die; every call is safe from any thread.

    `emit` hears the codes that are held before the camera, from a thread of its own.
    """

    settings: CameraSettings
    emit: Emit = lambda _event: None
    _thread: threading.Thread | None = field(default=None, init=False)
    _link: CameraLink | None = field(default=None, init=False)
    _health: CameraHealth = field(default=STOPPED, init=False)
    _changed: threading.Condition = field(default_factory=threading.Condition, init=False)
    _stop: threading.Event = field(default_factory=threading.Event, init=False)

    @property
    def pid(self) -> int | None:
        """Return the present process's id, if there is one."""
        link = self._link
        return link.pid if link is not None else None

    def start(self) -> None:
        """Begin to open the camera; returns at once."""
        if self._thread is None:
            self._stop.clear()
            self._become(STARTING)
            self._thread = threading.Thread(target=self._run, name=f"camera {self.settings.source}")
            self._thread.start()

    def stop(self) -> None:
        """End the process and the thread that watches it."""
        self._stop.set()
        if self._thread is not None:
            self._end_process()
            self._thread.join()
            self._thread = None
            self._become(STOPPED)

    def photo(self) -> Frame:
        """Take a picture now, at full resolution: never one from before the call; raises BridgeError."""
        message = self._live_link().request("photo")
        return _frame(message.header, message.body, self.settings.simulated)

    def preview(self, width: int = 960) -> Preview:
        """Return the newest picture as a JPEG of `width` pixels across; raises BridgeError.

        Whoever asks looks: for some seconds from then on the camera reads codes and judges the scene.
        """
        message = self._live_link().request("preview", width=width)
        return Preview(message.body, message.header["scene"], SceneState(message.header["scene_state"]))

    def health(self) -> CameraHealth:
        """Say how the camera is, as last heard; asks nobody and never waits."""
        return self._health

    def wait_for(self, state: CameraState, within: float) -> bool:
        """Wait up to `within` seconds for a state; tell whether it came."""
        with self._changed:
            return self._changed.wait_for(lambda: self._health.state is state, within)

    def _live_link(self) -> CameraLink:
        link = self._link
        if link is not None:
            return link
        reason = Reason.CAMERA_STOPPED if self._thread is None else Reason.CAMERA_DIED
        raise BridgeError(reason, self._health.detail)

    def _run(self) -> None:
        failures = 0
        while not self._stop.is_set():
            began = time.monotonic()
            self._serve()
            failures = 0 if time.monotonic() - began > GOOD_RUN_SECONDS else failures + 1
            self._stop.wait(min(RESTART_CAP, RESTART_FIRST * 2.0 ** min(failures, 10)))

    def _serve(self) -> None:
        try:
            self._link = CameraLink(self.settings, self._heard)
            detail = self._link.listen()
        except OSError as error:
            detail = f"the camera process cannot start: {error}"
        self._link = None
        self._report_death(detail)

    def _report_death(self, detail: str) -> None:
        if not self._stop.is_set():
            log.warning("%s: %s, starting another", self.settings.source, detail)
            self._become(CameraHealth(CameraState.DEAD, detail=detail))

    def _end_process(self) -> None:
        """Ask first, then kill; a process that was being spawned meanwhile is caught at the next turn."""
        thread = self._thread
        while thread is not None and thread.is_alive():
            if (link := self._link) is not None:
                link.close()
                thread.join(STOP_SECONDS)
                link.kill()
            thread.join(0.05)

    def _heard(self, header: Header) -> None:
        news: dict[str, Callable[[Header], None]] = {"health": self._told_health, "scan": self._told_scan}
        news[header["kind"]](header)

    def _told_health(self, header: Header) -> None:
        known = {name: header[name] for name in HEALTH}
        if header["note"] and header["note"] != self._health.note:
            log.warning("%s: %s", self.settings.source, header["note"])
        self._become(CameraHealth(CameraState(header["state"]), **known))

    def _told_scan(self, header: Header) -> None:
        at = datetime.fromisoformat(header["at"])
        code, aim = header["data"], header["aim"] or None
        self.emit(ScanRead(self.settings.device, code, aim, at, self.settings.simulated))

    def _become(self, health: CameraHealth) -> None:
        with self._changed:
            self._health = health
            self._changed.notify_all()


def _frame(header: Header, jpeg: bytes, simulated: bool) -> Frame:
    taken_at = datetime.fromisoformat(header["taken_at"])
    return Frame(jpeg, header["width"], header["height"], taken_at, simulated)
