"""Keeps one scanner open: finds it, reads it, and opens it again after every loss."""

from __future__ import annotations

import logging
import random
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from firmware_bridge.decode.aim import split_aim
from firmware_bridge.decode.framing import (
    MAX_LENGTH,
    PATIENCE_SECONDS,
    QUIET_SECONDS,
    Frame,
    Framer,
    Terminator,
)
from firmware_bridge.decode.text import decode_text
from firmware_bridge.discovery import find
from firmware_bridge.drivers.serial import LineSettings, SerialScanner
from firmware_bridge.errors import BridgeError, Reason
from firmware_bridge.events import (
    BridgeEvent,
    BrokenReason,
    DeviceDown,
    DeviceSpec,
    DeviceUp,
    DownReason,
    Emit,
    ScanBroken,
    ScanRead,
    local_now,
)

log = logging.getLogger(__name__)

DOWN_REASONS: dict[Reason, DownReason] = {
    Reason.PORT_ABSENT: DownReason.ABSENT,
    Reason.UNPLUGGED: DownReason.UNPLUGGED,
    Reason.PORT_BUSY: DownReason.BUSY,
    Reason.PERMISSION: DownReason.PERMISSION,
    Reason.AMBIGUOUS: DownReason.AMBIGUOUS,
}
# Absence is what an unplug looks like at the next attempt: no news after either.
SAME_NEWS = {DownReason.UNPLUGGED: {DownReason.UNPLUGGED, DownReason.ABSENT}}


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
DEFAULT_LINE = LineSettings()


@dataclass(frozen=True, slots=True)
class ScannerSettings:
    """Which scanner, and how it speaks. `device` is an identity, a path or a pyserial URL."""

    device: str
    runtime_dir: Path
    line: LineSettings = DEFAULT_LINE
    terminator: Terminator = Terminator.AUTO
    quiet: float = QUIET_SECONDS
    patience: float = PATIENCE_SECONDS
    max_length: int = MAX_LENGTH
    simulated: bool = False
    backoff: Backoff = DEFAULT_BACKOFF

    def framer(self) -> Framer:
        """Make a framer for a fresh opening."""
        return Framer(self.terminator, self.quiet, self.patience, self.max_length)


@dataclass(slots=True)
class ScannerSupervisor:
    """Watch one scanner from a thread of its own, which calls `emit` for every event.

    `emit` should be quick: bytes wait in the kernel meanwhile. What it raises is logged and goes no further.
    """

    settings: ScannerSettings
    emit: Emit
    _thread: threading.Thread | None = field(default=None, init=False)
    _stop: threading.Event = field(default_factory=threading.Event, init=False)
    _wake: threading.Event = field(default_factory=threading.Event, init=False)
    _driver: SerialScanner | None = field(default=None, init=False)
    _spec: DeviceSpec | None = field(default=None, init=False)
    _framer: Framer | None = field(default=None, init=False)
    _down: DownReason | None = field(default=None, init=False)
    _failures: int = field(default=0, init=False)

    @property
    def state(self) -> ScannerState:
        """Say how the scanner is now."""
        if self._thread is None:
            return ScannerState.STOPPED
        return ScannerState.UP if self._spec is not None else ScannerState.WAITING

    @property
    def spec(self) -> DeviceSpec | None:
        """Return the device that is open, if one is."""
        return self._spec

    @property
    def failures(self) -> int:
        """Return how many attempts in a row found no device."""
        return self._failures

    @property
    def pending(self) -> int:
        """Return how many bytes of an unfinished code arrived."""
        return self._framer.pending if self._framer is not None else 0

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
        driver = self._driver
        if driver is None:
            raise BridgeError(Reason.PORT_ABSENT, f"{self.settings.device} is down")
        driver.write(data)

    def _run(self) -> None:
        while not self._stop.is_set():
            self._wake.clear()
            self._guarded_session()
            self._pause()
        self._tell_stopped()

    def _guarded_session(self) -> None:
        try:
            self._session()
        except BridgeError as error:
            self._lost(DOWN_REASONS.get(error.reason, DownReason.UNUSABLE), error.detail)
        except Exception as error:
            log.exception("%s: the reader failed", self.settings.device)
            self._lost(DownReason.UNUSABLE, repr(error))

    def _session(self) -> None:
        spec = find(self.settings.device)
        driver = SerialScanner(spec.path, self.settings.line, self.settings.runtime_dir)
        try:
            driver.open()
            self._came_up(driver, spec)
            self._read_until_lost(driver)
        finally:
            self._driver = None
            driver.close()

    def _came_up(self, driver: SerialScanner, spec: DeviceSpec) -> None:
        self._driver, self._failures, self._down = driver, 0, None
        self._spec = replace(spec, simulated=self.settings.simulated)
        self._tell(DeviceUp(self._spec))

    def _read_until_lost(self, driver: SerialScanner) -> None:
        framer, heard = self.settings.framer(), time.monotonic()
        self._framer = framer
        try:
            while not self._stop.is_set():
                data = driver.read()
                heard = time.monotonic() if data else heard
                self._tell_frames(framer.feed(data))
                if framer.pending and time.monotonic() - heard >= framer.silence:
                    self._tell_frames(framer.idle())
        finally:
            self._tell_frames(framer.abandon())

    def _tell_frames(self, frames: Iterable[Frame]) -> None:
        for frame in frames:
            self._tell(self._event(frame))

    def _event(self, frame: Frame) -> ScanRead | ScanBroken:
        aim, data = split_aim(decode_text(frame.data))
        fault = frame.fault or (None if data.strip() else BrokenReason.NOTHING_PRINTABLE)
        if fault is not None:
            return ScanBroken(self._identity, fault, frame.size, local_now())
        return ScanRead(self._identity, data, aim, local_now(), self.settings.simulated)

    @property
    def _identity(self) -> str:
        return self._spec.identity if self._spec is not None else self.settings.device

    def _lost(self, reason: DownReason, detail: str) -> None:
        identity, self._spec = self._identity, None
        if self._down is None or reason not in SAME_NEWS.get(self._down, {self._down}):
            self._down = reason
            self._tell(DeviceDown(identity, reason, detail))

    def _pause(self) -> None:
        if not self._stop.is_set():
            self._wake.wait(self.settings.backoff.seconds(self._failures))
            self._failures += 1

    def _tell_stopped(self) -> None:
        if self._spec is not None:
            self._lost(DownReason.STOPPED, "the station stopped")

    def _tell(self, event: BridgeEvent) -> None:
        try:
            self.emit(event)
        except Exception:
            log.exception("%s: the owner failed on %s", self.settings.device, type(event).__name__)
