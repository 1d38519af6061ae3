"""A look at the camera's pictures now and then, also while nobody asks for one.

Two pictures in a row are opened each time: do they open at all, how large are they, do their pixels differ?
A camera that hangs may send one picture for ever and give it new bytes each time.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from firmware_bridge.drivers.camera_given import Given
from firmware_bridge.drivers.still import StillWatch
from firmware_bridge.vision.photo import UnreadablePhoto

EVERY = 1.5  # seconds; each look costs about 5 ms a picture at 1080p
EVERY_FROZEN = 0.25  # to be back soon after a thaw
IN_A_ROW = 2


@dataclass(slots=True)
class Check:
    """What was found last: size in pixels, seconds without a change, why it will not open and since when."""

    size: tuple[int, int] = field(default=(0, 0), init=False)
    still: float = field(default=0.0, init=False)
    wrong: str = field(default="", init=False)
    wrong_since: float = field(default=0.0, init=False)
    _pixels: StillWatch = field(default_factory=StillWatch, init=False)
    _next: float = field(default=0.0, init=False)
    _row: int = field(default=0, init=False)

    def see(self, given: Given, now: float, frozen: bool) -> None:
        """Look at a frame, if it is time to."""
        if now >= self._next:
            self._row, self._next = IN_A_ROW, now + (EVERY_FROZEN if frozen else EVERY)
        if self._row:
            self._row -= 1
            self._open(given, now)

    def due(self, now: float) -> bool:
        """Tell whether the next frame is wanted."""
        return bool(self._row) or now >= self._next

    def _open(self, given: Given, now: float) -> None:
        try:
            self.still = self._pixels.seconds(given.tiny(), now)
            self.size, self.wrong = given.size(), ""
        except UnreadablePhoto as error:
            self.wrong_since = self.wrong_since if self.wrong else now
            self.wrong = str(error)
            self._next = now  # the next one may be whole
