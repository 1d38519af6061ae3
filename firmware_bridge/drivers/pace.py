"""Tells frames that were just made from frames that waited in a buffer.

After a lag, a network stream was measured to hand out 18 old frames as fast as they can be read, and nobody
can flush them. How long one read takes is no proof either: a busy machine is slow with old frames too. So
frames are counted: time makes one each `gap`, reading takes one away.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass, field

MEMORY = 61  # gaps
ENOUGH = 8  # gaps before the rate is believed
STEADY = (0.7, 1.5)  # times the usual gap
STEADY_FRAMES = 3
BEHIND_LIMIT = 0.5


@dataclass(slots=True)
class Pace:
    """Follow one camera's arrivals, in monotonic seconds.

    Frames at a steady rate show that what was held up was dropped and not kept, but only up to `forgive`
    frames: a busy machine may read a long backlog at just the camera's rate.
    """

    forgive: float = math.inf
    _gaps: deque[float] = field(default_factory=lambda: deque(maxlen=MEMORY), init=False)
    _last: float | None = field(default=None, init=False)
    behind: float = field(default=0.0, init=False)
    _steady: int = field(default=0, init=False)

    @property
    def gap(self) -> float:
        """Return the usual seconds from frame to frame; 0 while not known."""
        return self._quantile(0.75)  # the quick ones of a backlog must not pass for the camera's rate

    def arrived(self, at: float) -> bool:
        """Count a frame and tell whether it is up to date."""
        last, self._last = self._last, at
        if last is None or at <= last:
            return False
        self._count(at - last)
        self._gaps.append(at - last)
        return len(self._gaps) >= ENOUGH and self.behind < BEHIND_LIMIT

    def restart(self) -> None:
        """Forget what was behind: the camera was opened again."""
        self._last, self.behind, self._steady = None, 0.0, 0

    def _count(self, gap: float) -> None:
        in_step = STEADY[0] * self.gap <= gap <= STEADY[1] * self.gap
        self._steady = self._steady + 1 if in_step else 0
        # The lower guess of the rate: to count too many as made costs time, too few costs a stale photo.
        made = gap / self._quantile(0.5) if self._gaps else 1.0
        forgiven = self._steady >= STEADY_FRAMES and self.behind < self.forgive
        self.behind = 0.0 if forgiven else max(0.0, self.behind + made - 1)

    def _quantile(self, share: float) -> float:
        return sorted(self._gaps)[int(len(self._gaps) * share)] if self._gaps else 0.0
