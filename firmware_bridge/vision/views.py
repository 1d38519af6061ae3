"""A photo seen another way, and the way back: where a point of the view lies in the photo."""

import math
from dataclasses import dataclass, replace
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from firmware_bridge.vision.photo import Gray

Affine = NDArray[np.float64]
"""Two rows of three: x and y of the photo from (x, y, 1) of the view."""
Point = tuple[float, float]
Corners = tuple[Point, Point, Point, Point]
"""The four corners of a code in px, in the order in which the reader that found it gives them."""

_SAME: Final = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])
_PAPER: Final = 255


@dataclass(frozen=True, slots=True)
class View:
    """Hold gray pixels and `back`, which takes a point of them to the photo they were made of."""

    pixels: Gray
    back: Affine

    @property
    def megapixels(self) -> float:
        return self.pixels.size / 1e6

    def place(self, corners: Corners) -> Corners:
        """Give corners of the view in px of the photo, to a tenth."""
        points = self.back @ np.vstack([np.asarray(corners, np.float64).T, np.ones(4)])
        first, second, third, fourth = ((round(float(x), 1), round(float(y), 1)) for x, y in points.T)
        return first, second, third, fourth

    def with_pixels(self, pixels: object) -> "View":
        """Give the same view with other brightness."""
        return replace(self, pixels=np.asarray(pixels, np.uint8))


def whole(gray: Gray) -> View:
    """See the photo as it is."""
    return View(gray, _SAME)


def scaled(view: View, factor: float) -> View:
    """See it larger or smaller."""
    how = cv2.INTER_CUBIC if factor > 1 else cv2.INTER_AREA
    pixels = np.asarray(cv2.resize(view.pixels, None, fx=factor, fy=factor, interpolation=how), np.uint8)
    return View(pixels, _chained(view.back, np.array([[1 / factor, 0, 0], [0, 1 / factor, 0]])))


def turned(view: View, degrees: float) -> View:
    """Turn it anticlockwise. The canvas grows, so that nothing is cut off; the new corners are white."""
    height, width = view.pixels.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    cos, sin = abs(turn[0, 0]), abs(turn[0, 1])
    across, down = int(height * sin + width * cos), int(height * cos + width * sin)
    turn[:, 2] += ((across - width) / 2, (down - height) / 2)
    pixels = cv2.warpAffine(view.pixels, turn, (across, down), borderValue=_PAPER)
    return View(
        np.asarray(pixels, np.uint8),
        _chained(view.back, np.asarray(cv2.invertAffineTransform(turn), np.float64)),
    )


def cut(view: View, start: Point, angle: float, size: tuple[float, float], factor: float = 1.0) -> View:
    """See one turned rectangle: its first corner, the angle of its first side, its sides in px.

    The sides of the result are `size` times `factor` in px, at least 1. Beyond the edge its pixels go on.
    """
    cos, sin = math.cos(angle) / factor, math.sin(angle) / factor
    back = np.array([[cos, -sin, start[0]], [sin, cos, start[1]]])
    width, height = (max(1, round(side * factor)) for side in size)
    flags = (cv2.INTER_CUBIC if factor > 1 else cv2.INTER_LINEAR) | cv2.WARP_INVERSE_MAP
    pixels = cv2.warpAffine(view.pixels, back, (width, height), flags=flags, borderMode=cv2.BORDER_REPLICATE)
    return View(np.asarray(pixels, np.uint8), _chained(view.back, back))


def squeezed(view: View, rows: int) -> View:
    """See it in at most so many rows: upright bars stay as they are and cost less to read."""
    height, width = view.pixels.shape
    if height <= rows:
        return view
    pixels = np.asarray(cv2.resize(view.pixels, (width, rows), interpolation=cv2.INTER_AREA), np.uint8)
    return View(pixels, _chained(view.back, np.array([[1, 0, 0], [0, height / rows, 0]])))


def smeared(view: View, rows: int, height: int) -> View:
    """Average along the columns into so many rows, each then drawn `height` px high.

    Upright bars lose their noise by it, and nothing else.
    """
    bands = np.array_split(view.pixels, min(rows, view.pixels.shape[0]))
    means = np.stack([band.mean(axis=0) for band in bands])
    pixels = np.repeat(_stretched(means), height, axis=0)
    down = view.pixels.shape[0] / pixels.shape[0]
    return View(pixels, _chained(view.back, np.array([[1, 0, 0], [0, down, 0]])))


def _stretched(levels: NDArray[np.float64]) -> Gray:
    low, high = np.percentile(levels, (1, 99))
    return np.asarray(np.clip((levels - low) * (255 / max(high - low, 1)), 0, 255), np.uint8)


def _chained(outer: Affine, inner: Affine) -> Affine:
    return np.asarray(outer @ np.vstack([inner, [0, 0, 1]]), np.float64)
