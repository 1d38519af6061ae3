"""A thread that reads a camera without pause and keeps only its newest frame.

Asking for a buffer of one frame is not honoured (measured), so the buffer is kept empty by reading. A frame
that came as JPEG is kept as it came; one that has to be decoded stays in the driver while nobody looks.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from firmware_bridge.drivers.camera_capture import Capture
from firmware_bridge.drivers.camera_check import Check
from firmware_bridge.drivers.camera_given import Given
from firmware_bridge.drivers.camera_settings import CameraSettings
from firmware_bridge.drivers.holders import holders
from firmware_bridge.drivers.pace import Pace
from firmware_bridge.drivers.still import StillWatch
from firmware_bridge.events import local_now
from firmware_bridge.ports import CameraHealth, CameraState

REOPEN_FROZEN_SECONDS = 8.0
STREAM_BEHIND = 1.0  # frames
GLITCH_SECONDS = 1.0  # a camera that is back by then was not worth a word
BUFFERED_FRAMES = 24  # 18 were measured in a network stream's sockets; a V4L2 queue holds 4
LEAST_GAP = 0.002  # seconds from read to read: a camera that floods gets no more of the machine
PREVIEW_WAITS = 0.3  # seconds for a frame to look at, after a rest
LOST = frozenset({CameraState.ABSENT, CameraState.BUSY})
OLD = 0.5  # seconds after which a frame is not worth looking at


@dataclass(frozen=True, slots=True)
class Grab:
    """One frame: as given, its number, wall time, and when its reading began and ended (monotonic seconds).

    `changed` tells that it differs from the frame before, `current` that it did not wait in a buffer.
    """

    given: Given
    number: int
    taken_at: datetime
    began: float
    ended: float
    changed: bool
    current: bool


@dataclass(slots=True)
class Grabber:
    """Read a camera for ever; `tell` hears each change of state, `attended` is set when somebody looks."""

    settings: CameraSettings
    tell: Callable[[], None]
    attended: threading.Event = field(default_factory=threading.Event, init=False)
    _news: threading.Condition = field(default_factory=threading.Condition, init=False)
    _newest: Grab | None = field(default=None, init=False)
    _number: int = field(default=0, init=False)
    _state: CameraState = field(default=CameraState.STARTING, init=False)
    _detail: str = field(default="opening the camera", init=False)
    _pace: Pace = field(init=False)
    _renew: threading.Event = field(default_factory=threading.Event, init=False)
    _check: Check = field(default_factory=Check, init=False)
    _still: StillWatch = field(default_factory=StillWatch, init=False)
    _encoding: str = field(default="", init=False)
    _notes: str = field(default="", init=False)
    _read_at: float = field(default_factory=time.monotonic, init=False)
    _busy_since: float = field(default_factory=time.monotonic, init=False)
    _looked_at: float = field(default=-math.inf, init=False)
    _waiting: int = field(default=0, init=False)
    _failures: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        self._pace = Pace(STREAM_BEHIND if self.settings.is_url else math.inf)

    def run(self) -> None:
        """Open, read until it fails, wait, again."""
        while True:
            self._session(Capture(self.settings))
            time.sleep(self._backoff())

    def health(self) -> CameraHealth:
        """Say how the camera is, from what was last read."""
        state, detail = self._judged()
        gap = self._pace.gap
        rate = round(1 / gap, 1) if gap else 0.0
        return CameraHealth(state, *self._check.size, rate, detail, self._encoding, self._notes)

    def busy_seconds(self) -> float:
        """Return for how long one call into OpenCV has not come back."""
        return time.monotonic() - self._busy_since

    @property
    def looked_at(self) -> bool:
        """Tell whether somebody has asked for pictures lately."""
        return time.monotonic() - self._looked_at < self.settings.rest_seconds

    def newest(self) -> Grab | None:
        """Return the newest frame while the camera is live; from now on somebody looks."""
        self._looked_at = time.monotonic()
        self.attended.set()
        if self.health().state is not CameraState.LIVE:
            return None
        with self._news:
            self._news.wait_for(self._is_recent, PREVIEW_WAITS)
            return self._newest

    def after(self, number: int, within: float) -> Grab | None:
        """Wait for a frame with a higher number, if the camera is live; None when none comes in time."""
        with self._news:
            self._news.wait_for(lambda: self._newest is not None and self._newest.number > number, within)
            newest = self._newest
        live = self._state is CameraState.LIVE
        return newest if live and newest is not None and newest.number > number else None

    def _is_recent(self) -> bool:
        return self._newest is not None and time.monotonic() - self._newest.ended < OLD

    def fresh(self, asked: float, within: float) -> Grab | None:
        """Wait for a frame made after `asked` (monotonic seconds); None when none comes or the camera fails.

        A stream that is behind is opened anew, which is all that empties its sockets. A machine too slow to
        ever keep up with the camera gets the first frame that no buffer reaches back to.
        """
        end = time.monotonic() + within
        with self._news:
            beyond = self._number + BUFFERED_FRAMES
            self._waiting += 1
            try:
                while not self._is_fresh(asked, beyond):
                    if time.monotonic() >= end or self._hopeless():
                        return None
                    self._renew_if_behind()
                    self._news.wait(0.1)
                return self._newest
            finally:
                self._waiting -= 1

    def _renew_if_behind(self) -> None:
        if self.settings.is_url and self._pace.behind >= STREAM_BEHIND:
            self._renew.set()

    def _is_fresh(self, asked: float, beyond: int) -> bool:
        newest = self._newest
        if newest is None or self._state is not CameraState.LIVE or newest.ended < asked + self._pace.gap:
            return False  # it was under way when it was asked for, and may show what was before
        # One that repeats an old picture is no evidence, even before the camera counts as frozen.
        return newest.changed and (newest.current or newest.number > beyond)

    def _hopeless(self) -> bool:
        # Mere silence is no verdict: it may have been this process that was held up.
        lost = self._state in LOST and time.monotonic() - self._read_at > GLITCH_SECONDS
        return lost or self._state is CameraState.FROZEN

    def _judged(self) -> tuple[CameraState, str]:
        silent = time.monotonic() - self._read_at
        if self._state is CameraState.LIVE and silent > self.settings.stale_seconds:
            return CameraState.ABSENT, f"no new picture for {silent:.1f} s"
        return self._state, self._detail

    def _session(self, capture: Capture) -> None:
        try:
            if self._open(capture):
                self._read_until_lost(capture)
        finally:
            capture.close()

    def _open(self, capture: Capture) -> bool:
        self._busy_since = time.monotonic()
        self._pace.restart()
        self._renew.clear()
        if capture.open():
            self._encoding, self._notes = capture.encoding, "; ".join(capture.notes)
            return True
        self._lose(f"no camera at {self.settings.source}")
        return False

    def _lose(self, detail: str) -> None:
        others = holders(self.settings.source) if self.settings.source.startswith("/") else []
        if others:
            self._become(CameraState.BUSY, f"{self.settings.source} is in use by {', '.join(others)}")
        else:
            self._become(CameraState.ABSENT, detail)

    def _read_until_lost(self, capture: Capture) -> None:
        opened = time.monotonic()
        while not self._reopen_is_due(opened):
            if not self._read(capture):
                self._lose("the camera stopped sending pictures")
                return

    def _reopen_is_due(self, opened: float) -> bool:
        if self._renew.is_set():
            return True
        return self._state is CameraState.FROZEN and time.monotonic() - opened > REOPEN_FROZEN_SECONDS

    def _read(self, capture: Capture) -> bool:
        self._busy_since = began = time.monotonic()
        if not capture.grab():
            return False
        now = time.monotonic()
        self._read_at, self._failures, self._number = now, 0, self._number + 1
        current = self._pace.arrived(now)
        if capture.encoded or self._is_wanted(now):
            given = capture.take()
            if given is None:
                return False
            self._keep(given, began, now, current)
        time.sleep(max(0.0, LEAST_GAP - (now - began)))
        return True

    def _is_wanted(self, now: float) -> bool:
        return self.looked_at or self._waiting > 0 or self._check.due(now)

    def _keep(self, given: Given, began: float, now: float, current: bool) -> None:
        still = self._still.seconds(given.data, now)
        with self._news:
            self._newest = Grab(given, self._number, local_now(), began, now, still == 0, current)
            self._news.notify_all()
        self._check.see(given, now, self._state is CameraState.FROZEN)
        self._become(*self._liveliness(max(still, self._check.still), now))

    def _liveliness(self, still: float, now: float) -> tuple[CameraState, str]:
        if self._check.wrong and now - self._check.wrong_since > GLITCH_SECONDS:
            return CameraState.ABSENT, f"the camera sends no pictures: {self._check.wrong}"
        if still >= self.settings.frozen_seconds:
            return CameraState.FROZEN, f"the picture has not changed for {self.settings.frozen_seconds:g} s"
        if still and self._state is CameraState.FROZEN:
            return self._state, self._detail
        return CameraState.LIVE, ""

    def _become(self, state: CameraState, detail: str) -> None:
        changed = (state, detail) != (self._state, self._detail)
        self._state, self._detail = state, detail
        if changed:
            with self._news:
                self._news.notify_all()
            self.tell()

    def _backoff(self) -> float:
        if self._renew.is_set():
            return 0.0
        seconds = min(self.settings.reopen_cap, self.settings.reopen_first * 2.0**self._failures)
        self._failures = min(self._failures + 1, 10)
        self._busy_since = time.monotonic()
        return seconds
