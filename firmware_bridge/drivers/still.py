"""Notices a camera that sends one and the same picture as if it were new."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

STEP = 16  # every 16th value either way settles nearly every case for a hundredth of the cost
Values = npt.NDArray[np.uint8]  # bytes of a JPEG in a row, or pixels


@dataclass(slots=True)
class StillWatch:
    """Measure for how long pictures have been identical; a real sensor's noise never is."""

    _last: Values | None = field(default=None, init=False)
    _since: float = field(default=0.0, init=False)

    def seconds(self, picture: Values, now: float) -> float:
        """Return the seconds since the picture last changed: 0 when it just did."""
        if self._last is None or not identical(self._last, picture):
            self._since = now
        self._last = picture
        return now - self._since


def identical(first: Values, second: Values) -> bool:
    """Compare two pictures exactly, a sparse sample of them first."""
    if first.shape != second.shape:
        return False
    sparse = np.array_equal(first[::STEP, ::STEP], second[::STEP, ::STEP])
    return sparse and bool(np.array_equal(first, second))
