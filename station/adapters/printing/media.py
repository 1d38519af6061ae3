"""The paper in the printer: its size, and how many dots stand on a millimetre."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

# Printer dots, top row first; True is black.
Picture = npt.NDArray[np.bool_]
MM_PER_INCH = 25.4
# The paper that the sizes of letters and bars were chosen on; others scale them within these limits.
MODEL_MM = (57.0, 32.0)
LEAST_SCALE, MOST_SCALE = 0.7, 2.0


@dataclass(frozen=True, slots=True)
class Media:
    """A label's size in mm and the printer's dots an inch. ``darkness`` 0 to 30, None leaves it alone."""

    width_mm: float = 57
    height_mm: float = 32
    dpi: int = 203
    darkness: int | None = None

    def dots(self, mm: float) -> int:
        return round(mm * self.dpi / MM_PER_INCH)

    def scaled(self, mm: float) -> int:
        """Return dots for a length that grows and shrinks with the label."""
        fits = min(self.width_mm / MODEL_MM[0], self.height_mm / MODEL_MM[1])
        return self.dots(mm * min(max(fits, LEAST_SCALE), MOST_SCALE))

    @property
    def size(self) -> tuple[int, int]:
        """Return width and height in dots."""
        return self.dots(self.width_mm), self.dots(self.height_mm)

    def blank(self) -> Picture:
        width, height = self.size
        return np.zeros((height, width), np.bool_)


@dataclass(frozen=True, slots=True)
class Box:
    """A part of a label in dots; a box may be empty, never inside out."""

    x: int
    y: int
    width: int
    height: int

    def inset(self, left: int = 0, top: int = 0, right: int = 0, bottom: int = 0) -> "Box":
        width, height = self.width - left - right, self.height - top - bottom
        return Box(self.x + left, self.y + top, max(0, width), max(0, height))


def paste(onto: Picture, what: "npt.NDArray[Any]", x: int, y: int) -> None:
    """Blacken what is black in ``what``; nothing is drawn beyond the edges."""
    part = onto[max(0, y) : y + what.shape[0], max(0, x) : x + what.shape[1]]
    part |= what[: part.shape[0], : part.shape[1]]
