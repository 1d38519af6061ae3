"""Whether a photo is sharp and lit well enough to prove anything.

Everything is measured at full resolution: a smaller copy of a blurred photo looks sharp.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from firmware_bridge.vision.photo import Gray, UnreadablePhoto

__all__ = ["Fault", "Gates", "Measures", "UnreadablePhoto", "judge", "measure_gray"]

LEAST_SIDE: Final = 16
"""Shorter sides hold no photo."""
NO_EDGES: Final = 99.0
"""The edge width in px of a picture without edges to measure."""

_BRIGHT: Final = 251
_REBLUR_TAPS: Final = 7
# Sensor noise survives no second blur and so would pass for detail: differences up to this many levels are
# left out. Without it a blurred photo with ordinary noise scores like a sharp one.
_NOISE: Final = 8
_SMOOTHING: Final = 0.6
_LINE_STEP: Final = 12
_FEWEST_EDGES: Final = 50
# An edge counts from this share of the picture's contrast, within these bounds in levels.
_EDGE_SHARE: Final = 0.35
_EDGE_LEVELS: Final = (24.0, 60.0)


@dataclass(frozen=True, slots=True)
class Measures:
    """Hold what was measured in one photo.

    `width` and `height` are px as shown. `reblur` is 0..1, high is sharp. `edge_width` is the mean width of
    strong edges in px in the worst of four directions, low is sharp, NO_EDGES without any. `dark_p99` is
    the brightness 0..255 that 99 % of the pixels do not exceed. `bright_share` is the share 0..1 of pixels
    at or above 251.
    """

    width: int
    height: int
    reblur: float
    edge_width: float
    dark_p99: float
    bright_share: float


@dataclass(frozen=True, slots=True)
class Gates:
    """Say what a site accepts; in the units of Measures.

    The defaults were set on 261 photos of 640 to 1600 px: they turn away 8 of 100 of those as they are, and
    catch 96, 100, 97 and 99 with a defocus of 3 and 6 px or a motion of 12 and 24 px. A camera with a softer
    lens needs its own. `least_module` is the least width of a code's narrowest bar in px, `least_alike` from
    which correlation, up to 1, another photo counts as the same.
    """

    least_reblur: float = 0.45
    most_edge_width: float = 6.5
    least_p99: float = 150.0
    most_bright_share: float = 0.12
    least_module: float = 1.5
    least_alike: float = 0.95


class Fault(Enum):
    """Name what is wrong with a photo; BRIGHT is a warning and no refusal."""

    BLURRED = "blurred"
    DARK = "dark"
    BRIGHT = "bright"


def measure_gray(gray: Gray) -> Measures:
    """Measure sharpness and exposure; raises UnreadablePhoto for a picture with a side below 16 px."""
    height, width = gray.shape
    if min(height, width) < LEAST_SIDE:
        raise UnreadablePhoto(f"{width} x {height} pixels is no size for a photo")
    counts = _counts(gray)
    low, high = _percentiles(counts)
    return Measures(
        width=width,
        height=height,
        reblur=_reblur(gray),
        edge_width=_edge_width(gray, _strong(high - low)),
        dark_p99=high,
        bright_share=float(counts[_BRIGHT:].sum() / gray.size),
    )


def judge(measures: Measures, gates: Gates) -> tuple[Fault, ...]:
    """List the faults of a photo, worst first; an empty tuple is a good photo."""
    found = {
        Fault.BLURRED: measures.reblur < gates.least_reblur or measures.edge_width > gates.most_edge_width,
        Fault.DARK: measures.dark_p99 < gates.least_p99,
        Fault.BRIGHT: measures.bright_share > gates.most_bright_share,
    }
    return tuple(fault for fault, present in found.items() if present)


def _counts(gray: Gray) -> NDArray[np.float32]:
    """Count the pixels of each level; sorting two million costs more than every other measure together."""
    return np.asarray(cv2.calcHist([gray], [0], None, [256], [0, 256]), np.float32).ravel()


def _percentiles(counts: NDArray[np.float32]) -> tuple[float, float]:
    reached = counts.astype(np.float64).cumsum()
    low, high = np.searchsorted(reached, (0.01 * reached[-1], 0.99 * reached[-1]))
    return float(low), float(high)


def _reblur(gray: Gray) -> float:
    """Measure the share of neighbour variation that a second blur takes away, the lower of two directions.

    After Crete et al., "The Blur Effect" (2007), turned round so that high is sharp. 0 without variation.
    """
    return min(_variation_lost(gray, across=True), _variation_lost(gray, across=False))


def _variation_lost(gray: Gray, across: bool) -> float:
    soft = np.asarray(cv2.blur(gray, (_REBLUR_TAPS, 1) if across else (1, _REBLUR_TAPS)), np.uint8)
    before = cv2.threshold(_steps(gray, across), _NOISE, 0, cv2.THRESH_TOZERO)[1]
    # Unsigned subtraction stops at zero, which is what the formula asks for.
    lost = cv2.subtract(before, _steps(soft, across))
    total = cv2.sumElems(before)[0]
    return cv2.sumElems(lost)[0] / total if total else 0.0


def _steps(gray: Gray, across: bool) -> Any:
    return cv2.absdiff(gray[:, 1:], gray[:, :-1]) if across else cv2.absdiff(gray[1:], gray[:-1])


def _strong(contrast: float) -> float:
    return float(np.clip(_EDGE_SHARE * contrast, *_EDGE_LEVELS))


def _edge_width(gray: Gray, strong: float) -> float:
    """Measure the mean width of strong edges in px in the worst of four directions.

    After Marziliano et al., "A no-reference perceptual blur metric" (2002). Motion widens edges along its
    path only, hence the worst direction.
    """
    soft = np.asarray(cv2.GaussianBlur(gray, (0, 0), _SMOOTHING), np.uint8)
    widths = [step * _mean_width(lines(soft), strong) for lines, step in _DIRECTIONS]
    return max((width for width in widths if not math.isnan(width)), default=NO_EDGES)


def _rows(gray: Gray) -> Gray:
    return gray[::_LINE_STEP]


def _columns(gray: Gray) -> Gray:
    return gray[:, ::_LINE_STEP].T


def _falling(gray: Gray) -> Gray:
    return _slanted(gray, gray.shape[1] + 1)


def _rising(gray: Gray) -> Gray:
    return _slanted(gray, max(gray.shape[1] - 1, 1))


def _slanted(gray: Gray, width: int) -> Gray:
    # The same bytes read as rows one pixel longer or shorter lean by one pixel a row, so that their columns
    # are diagonals. A diagonal that leaves at one side enters at the other: one false edge, rarely.
    lines = gray.size // width
    return gray.reshape(-1)[: lines * width].reshape(lines, width)[:, ::_LINE_STEP].T


_DIRECTIONS: Final[tuple[tuple[Callable[[Gray], Gray], float], ...]] = (
    (_rows, 1.0),
    (_columns, 1.0),
    (_falling, math.sqrt(2)),
    (_rising, math.sqrt(2)),
)


def _mean_width(lines: Gray, strong: float) -> float:
    """Average height over steepest step of every rise and fall of at least `strong` levels; NaN for too few.

    Height over steepest step rather than the distance between the extremes: the long faint tails of an edge
    say little about blur.
    """
    steps = _line_steps(lines)
    starts = np.flatnonzero(np.diff(np.sign(steps), prepend=2))
    if starts.size < _FEWEST_EDGES:
        return math.nan
    heights = np.abs(np.add.reduceat(steps, starts, dtype=np.int32))
    edges = heights >= strong
    if np.count_nonzero(edges) < _FEWEST_EDGES:
        return math.nan
    steepest = np.maximum.reduceat(np.abs(steps), starts)
    return float(np.mean(heights[edges] / steepest[edges]))


def _line_steps(lines: Gray) -> NDArray[np.int16]:
    # All lines end to end, a flat step between them, so that no edge runs from one into the next.
    flat = np.zeros(lines.shape, np.int16)
    np.subtract(lines[:, 1:], lines[:, :-1], out=flat[:, :-1], dtype=np.int16)
    return flat.ravel()
