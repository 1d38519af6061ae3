"""What lies before a live camera: does it move, is it worth a photo, is it what the last photo shows.

A picture is compared by a copy of 48 x 27 means. The change of the whole picture's brightness is taken off
first: a camera that corrects its exposure moves nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from firmware_bridge.events import SceneState
from firmware_bridge.vision.photo import Gray

_SIZE: Final = (48, 27)
_LEVELS: Final = 8.0
"""Brightness levels by which a mean has to differ: noise of 10 levels a pixel moves it by a quarter."""
_PARTS: Final = 3
"""How many of the 1296 means have to differ."""
_STILL_SECONDS: Final = 0.6
_AGAIN_SECONDS: Final = 0.7
"""From one measurement of a scene with faults to the next: the camera may still be focusing."""

Outline = NDArray[np.float32]
Faults = Callable[[Gray], SceneState]
"""Measures a picture whole: DARK, BLURRED or READY."""


def outline(gray: Gray) -> Outline:
    """Shrink a picture to its outline."""
    return np.asarray(cv2.resize(gray, _SIZE, interpolation=cv2.INTER_AREA), np.float32)


def differs(one: Outline, other: Outline) -> bool:
    """Tell whether something else lies there, or lies elsewhere."""
    change = one - other
    change -= np.median(change)
    return int(np.count_nonzero(np.abs(change) > _LEVELS)) >= _PARTS


@dataclass(slots=True)
class SceneWatch:
    """Follow one camera's scene. `number` grows with each that settles, `moves` with every movement."""

    measure: Faults
    number: int = field(default=0, init=False)
    moves: int = field(default=0, init=False)
    state: SceneState = field(default=SceneState.MOVING, init=False)
    _last: Outline | None = field(default=None, init=False)
    _settled: Outline | None = field(default=None, init=False)
    _taken: Outline | None = field(default=None, init=False)
    _moved_at: float = field(default=0.0, init=False)
    _measured: tuple[float, SceneState] | None = field(default=None, init=False)

    def photographed(self, gray: Gray) -> None:
        """Remember what the last photo shows."""
        self._taken = outline(gray)

    def see(self, gray: Gray, now: float) -> None:
        """Look at one frame, full size; now in monotonic seconds."""
        seen = outline(gray)
        if self._last is None or differs(seen, self._last):
            self._moved_at, self._measured = now, None
            self.moves += 1
        self._last = seen
        self.state = self._judged(gray, seen, now)

    def _judged(self, gray: Gray, seen: Outline, now: float) -> SceneState:
        if now - self._moved_at < _STILL_SECONDS:
            return SceneState.MOVING
        if self._settled is None or differs(seen, self._settled):
            self._measured = None
            self.number += 1
        self._settled = seen  # daylight wanders
        if self._taken is not None and not differs(seen, self._taken):
            self._taken = seen
            return SceneState.TAKEN
        return self._faults(gray, now)

    def _faults(self, gray: Gray, now: float) -> SceneState:
        known = self._measured
        if known is None or (known[1] is not SceneState.READY and now - known[0] > _AGAIN_SECONDS):
            known = self._measured = (now, self.measure(gray))
        return known[1]
