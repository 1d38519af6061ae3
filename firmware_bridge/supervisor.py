"""Keeps one scanner open: finds it, reads it, and opens it again after every loss."""

from __future__ import annotations

import logging
import random
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from firmware_bridge.decode.dialect import Signal
from firmware_bridge.discovery import find
from firmware_bridge.drivers.settings import DEFAULT_HABITS, DEFAULT_LINE, Habits, LineSettings, Place
from firmware_bridge.drivers.table import DRIVERS
from firmware_bridge.errors import BridgeError, Reason
from firmware_bridge.events import (
    BridgeEvent,
    DeviceDown,
    DeviceSpec,
    DeviceUp,
    DownReason,
    Emit,
    Tap,
)
from firmware_bridge.ports import Described, Line
from firmware_bridge.session import Session

log = logging.getLogger(__name__)

DOWN_REASONS: dict[Reason, DownReason] = {
    Reason.PORT_ABSENT: DownReason.ABSENT,
    Reason.UNPLUGGED: DownReason.UNPLUGGED,
    Reason.PORT_BUSY: DownReason.BUSY,
    Reason.PERMISSION: DownReason.PERMISSION,
    Reason.AMBIGUOUS: DownReason.AMBIGUOUS,
    Reason.FLOODING: DownReason.FLOODING,
}
# Absence is what an unplug looks like at the next attempt: no news after either.
SAME_NEWS = {DownReason.UNPLUGGED: {DownReason.UNPLUGGED, DownReason.ABSENT}}
FLOOD_REST = 10  # times the usual pause: a device that floods is heard for a moment, seldom


class ScannerState(StrEnum):
    """Name how a scanner is, for a device light."""

    STOPPED = "stopped"
    WAITING = "waiting"
    UP = "up"


@dataclass(frozen=True, slots=True)
class Backoff:
    """Seconds between attempts: doubling from `first` to `cap`, each off by up to `jitter` of itself."""

    first: float = 0.1
    cap: float = 2.0
    jitter: float = 0.2

    def seconds(self, attempt: int) -> float:
        """Return how long to wait after the given number of failures in a row, counted from 0."""
        base: float = min(self.cap, self.first * 2.0 ** min(attempt, 30))
        return base * (1 + random.uniform(-self.jitter, self.jitter))  # noqa: S311 - spreads load, guards nothing


DEFAULT_BACKOFF = Backoff()


@dataclass(frozen=True, slots=True)
class ScannerSettings:
    """Which scanner, and how it speaks. `device` is an identity, a path or a pyserial URL.

    `driver` is a key of the table of drivers.
    """

    device: str
    runtime_dir: Path
    driver: str = "plain"
    line: LineSettings = DEFAULT_LINE
    habits: Habits = DEFAULT_HABITS
    simulated: bool = False
    backoff: Backoff = DEFAULT_BACKOFF


@dataclass(slots=True)
class ScannerSupervisor:
    """Watch one scanner from a thread of its own, which calls `emit` for every event.

    `emit` should be quick: bytes wait in the kernel meanwhile. What it raises is logged and goes no further.
    `tap` hears every byte in and out with its meaning. `locate` finds what the settings name.
    """

    settings: ScannerSettings
    emit: Emit
    tap: Tap | None = None
    locate: Callable[[], DeviceSpec] | None = None
    _thread: threading.Thread | None = field(default=None, init=False)
    _stop: threading.Event = field(default_factory=threading.Event, init=False)
    _wake: threading.Event = field(default_factory=threading.Event, init=False)
    _session: Session | None = field(default=None, init=False)
    _down: DownReason | None = field(default=None, init=False)
    _failures: int = field(default=0, init=False)

    @property
    def state(self) -> ScannerState:
        """Say how the scanner is now."""
        if self._thread is None:
            return ScannerState.STOPPED
        return ScannerState.UP if self._session is not None else ScannerState.WAITING

    @property
    def spec(self) -> DeviceSpec | None:
        """Return the device that is open, if one is."""
        session = self._session
        return session.spec if session is not None else None

    @property
    def down(self) -> DownReason | None:
        """Return why the device does not answer, None while it does."""
        return self._down

    @property
    def failures(self) -> int:
        """Return how many attempts in a row found no device."""
        return self._failures

    @property
    def pending(self) -> int:
        """Return how many bytes of an unfinished code arrived."""
        session = self._session
        return session.pending if session is not None else 0

    def start(self) -> None:
        """Begin to watch; returns at once, device or no device."""
        if self._thread is None:
            self._stop.clear()
            self._thread = threading.Thread(target=self._run, name=f"scanner {self.settings.device}")
            self._thread.start()

    def stop(self) -> None:
        """Close the device and end the thread."""
        self._stop.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def poke(self) -> None:
        """Say that something was plugged in: try at once, and patiently from the start again."""
        self._failures = 0
        self._wake.set()

    def write(self, data: bytes) -> None:
        """Send bytes to the scanner; raises BridgeError PORT_ABSENT while it is down."""
        self._open_session().write(data)

    def signal(self, signal: Signal) -> None:
        """Say a result on the scanner; raises BridgeError PORT_ABSENT while it is down."""
        self._open_session().signal(signal)

    def switch(self, on: bool) -> None:
        """Let the scanner scan, or keep it from it; raises BridgeError PORT_ABSENT while it is down."""
        self._open_session().switch(on)

    def _open_session(self) -> Session:
        session = self._session
        if session is None:
            raise BridgeError(Reason.PORT_ABSENT, f"{self.settings.device} is down")
        return session

    def _run(self) -> None:
        while not self._stop.is_set():
            self._wake.clear()
            self._guarded_session()
            self._pause()
        self._tell_stopped()

    def _guarded_session(self) -> None:
        try:
            self._serve()
        except BridgeError as error:
            self._lost(DOWN_REASONS.get(error.reason, DownReason.UNUSABLE), error.detail)
        except Exception as error:
            log.exception("%s: the reader failed", self.settings.device)
            self._lost(DownReason.UNUSABLE, repr(error))

    def _serve(self) -> None:
        settings = self.settings
        driver = DRIVERS[settings.driver]
        spec = self.locate() if self.locate else find(settings.device, kind=driver.kind)
        line = driver.line(Place(spec.path, settings.runtime_dir, settings.line))
        spec = replace(spec, simulated=settings.simulated)
        try:
            line.open()
            session = Session(line, driver.dialect(self._habits(line)), spec, self._tell, self.tap)
            self._came_up(session)
            session.run(self._stop)
        finally:
            line.close()

    def _habits(self, line: Line) -> Habits:
        habits = self.settings.habits
        return replace(habits, descriptor=line.descriptor) if isinstance(line, Described) else habits

    def _came_up(self, session: Session) -> None:
        if self._down is not DownReason.FLOODING:
            self._failures = 0
        self._session, self._down = session, None
        self._tell(DeviceUp(session.spec))

    def _lost(self, reason: DownReason, detail: str) -> None:
        identity = self._session.spec.identity if self._session else self.settings.device
        if self._session is not None and reason is not DownReason.FLOODING:
            self._failures = 0
        self._session = None
        if self._down is None or reason not in SAME_NEWS.get(self._down, {self._down}):
            self._down = reason
            self._tell(DeviceDown(identity, reason, detail))

    def _pause(self) -> None:
        if not self._stop.is_set():
            rest = FLOOD_REST if self._down is DownReason.FLOODING else 1
            self._wake.wait(self.settings.backoff.seconds(self._failures) * rest)
            self._failures += 1

    def _tell_stopped(self) -> None:
        if self._session is not None:
            self._lost(DownReason.STOPPED, "the station stopped")

    def _tell(self, event: BridgeEvent) -> None:
        try:
            self.emit(event)
        except Exception:
            log.exception("%s: the owner failed on %s", self.settings.device, type(event).__name__)
