"""A thread that reads a camera without pause and keeps only its newest frame.

Asking for a buffer of one frame is not honoured (measured), so the buffer is kept empty by reading.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from firmware_bridge.drivers.camera_capture import Capture, Picture
from firmware_bridge.drivers.camera_settings import CameraSettings
from firmware_bridge.drivers.pace import Pace
from firmware_bridge.drivers.still import StillWatch
from firmware_bridge.events import local_now
from firmware_bridge.ports import CameraHealth, CameraState

REOPEN_FROZEN_SECONDS = 8.0
STREAM_BEHIND = 1.0  # frames
GLITCH_SECONDS = 1.0  # a camera that is back by then was not worth a word
BUFFERED_FRAMES = 24  # 18 were measured in a network stream's sockets; a V4L2 queue holds 4


@dataclass(frozen=True, slots=True)
class Grab:
    """One frame: its picture, number, wall time, and when its reading began and ended (monotonic seconds).

    `changed` tells that it differs from the frame before, `current` that it did not wait in a buffer.
    """

    picture: Picture
    number: int
    taken_at: datetime
    began: float
    ended: float
    changed: bool
    current: bool


@dataclass(slots=True)
class Grabber:
    """Read a camera for ever; `tell` hears each change of state."""

    settings: CameraSettings
    tell: Callable[[], None]
    _news: threading.Condition = field(default_factory=threading.Condition, init=False)
    _newest: Grab | None = field(default=None, init=False)
    _state: CameraState = field(default=CameraState.STARTING, init=False)
    _detail: str = field(default="opening the camera", init=False)
    _pace: Pace = field(init=False)
    _renew: threading.Event = field(default_factory=threading.Event, init=False)
    _size: tuple[int, int] = field(default=(0, 0), init=False)
    _still: StillWatch = field(default_factory=StillWatch, init=False)
    _began: float = field(default_factory=time.monotonic, init=False)
    _busy_since: float = field(default_factory=time.monotonic, init=False)
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
        return CameraHealth(state, *self._size, round(1 / gap, 1) if gap else 0.0, detail)

    def busy_seconds(self) -> float:
        """Return for how long one call into OpenCV has not come back."""
        return time.monotonic() - self._busy_since

    def newest(self) -> Grab | None:
        """Return the newest frame while the camera is live."""
        return self._newest if self.health().state is CameraState.LIVE else None

    def fresh(self, asked: float, within: float) -> Grab | None:
        """Wait for a frame made after `asked` (monotonic seconds); None when none comes or the camera fails.

        A stream that is behind is opened anew, which is all that empties its sockets. A machine too slow to
        ever keep up with the camera gets the first frame that no buffer reaches back to.
        """
        # A network's sockets may hold the one frame that was sent just before the asking.
        asked += self._pace.gap if self.settings.is_url else 0.0
        end = time.monotonic() + within
        with self._news:
            beyond = self._number() + BUFFERED_FRAMES
            while not self._is_fresh(asked, beyond):
                if time.monotonic() >= end or self._hopeless():
                    return None
                self._renew_if_behind()
                self._news.wait(0.1)
            return self._newest

    def _renew_if_behind(self) -> None:
        if self.settings.is_url and self._pace.behind >= STREAM_BEHIND:
            self._renew.set()

    def _number(self) -> int:
        return self._newest.number if self._newest else 0

    def _is_fresh(self, asked: float, beyond: int) -> bool:
        newest = self._newest
        if newest is None or self._state is not CameraState.LIVE or newest.began < asked:
            return False
        # One that repeats an old picture is no evidence, even before the camera counts as frozen.
        return newest.changed and (newest.current or newest.number > beyond)

    def _hopeless(self) -> bool:
        # Mere silence is no verdict: it may have been this process that was held up.
        lost = self._state is CameraState.ABSENT and self._silence() > GLITCH_SECONDS
        return lost or self._state is CameraState.FROZEN

    def _silence(self) -> float:
        return time.monotonic() - (self._newest.ended if self._newest else self._began)

    def _judged(self) -> tuple[CameraState, str]:
        silent = self._silence()
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
            return True
        self._become(CameraState.ABSENT, f"no camera at {self.settings.source}")
        return False

    def _read_until_lost(self, capture: Capture) -> None:
        opened = time.monotonic()
        while not self._reopen_is_due(opened):
            if not self._read(capture):
                self._become(CameraState.ABSENT, "the camera stopped sending pictures")
                return

    def _reopen_is_due(self, opened: float) -> bool:
        if self._renew.is_set():
            return True
        return self._state is CameraState.FROZEN and time.monotonic() - opened > REOPEN_FROZEN_SECONDS

    def _read(self, capture: Capture) -> bool:
        self._busy_since = began = time.monotonic()
        picture = capture.read()
        if picture is None:
            return False
        self._failures = 0
        self._keep(picture, began, capture)
        return True

    def _keep(self, picture: Picture, began: float, capture: Capture) -> None:
        now = time.monotonic()
        still, current = self._still.seconds(picture, now), self._pace.arrived(now)
        with self._news:
            self._newest = Grab(picture, self._number() + 1, local_now(), began, now, still == 0, current)
            self._size = (capture.width, capture.height)
            self._news.notify_all()
        self._become(*self._liveliness(still))

    def _liveliness(self, still: float) -> tuple[CameraState, str]:
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
