"""Brushes for drawn scenes: surfaces, light and shadow as float pictures with values from 0 to 1."""

from __future__ import annotations

from functools import cache

import cv2
import numpy as np
import numpy.typing as npt

Picture = npt.NDArray[np.uint8]
Canvas = npt.NDArray[np.float32]  # height x width x 3 (BGR) or height x width, 0..1
Color = tuple[float, float, float]  # BGR, 0..1
Point = tuple[int, int]
BRIGHTEST = np.uint8(249)


def plain(height: int, width: int, color: Color) -> Canvas:
    """Return a canvas of one colour."""
    return np.full((height, width, 3), color, np.float32)


def grain(generator: np.random.Generator, shape: Point, stretch: Point, strength: float) -> Canvas:
    """Return a multiplier of mean 1: noise stretched by so many pixels down and across."""
    small = generator.normal(0, 1, (shape[0] // stretch[0] + 2, shape[1] // stretch[1] + 2))
    large = cv2.resize(small.astype(np.float32), (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC)
    return np.asarray(1 + strength * large[..., None], np.float32)


@cache
def slope(height: int, width: int, first: float, last: float, angle: float = 90.0) -> Canvas:
    """Return a multiplier that goes from `first` to `last` across the canvas; 0 degrees is rightwards.

    It is drawn once; callers must not change it.
    """
    rows, columns = np.mgrid[0 : 1 : height * 1j, 0 : 1 : width * 1j]
    along = columns * np.cos(np.radians(angle)) + rows * np.sin(np.radians(angle))
    along = (along - along.min()) / max(float(np.ptp(along)), 1e-6)
    return np.asarray((first + (last - first) * along)[..., None], np.float32)


def pool(height: int, width: int, center: tuple[float, float], radius: float, floor: float) -> Canvas:
    """Return the multiplier of a lamp: 1 at `center` (parts of the size), falling softly to `floor`."""
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    distance = np.hypot((columns / width - center[0]) * width / height, rows / height - center[1])
    return np.asarray((floor + (1 - floor) * np.exp(-((distance / radius) ** 2)))[..., None], np.float32)


def rectangle(canvas: Canvas, corner: Point, size: Point, color: Color, line: int = -1) -> None:
    """Draw a rectangle of a size (across, down) at its upper left corner."""
    opposite = (corner[0] + size[0] - 1, corner[1] + size[1] - 1)
    cv2.rectangle(canvas, corner, opposite, color, line, cv2.LINE_AA)


def round_mask(height: int, width: int, radius: int) -> Canvas:
    """Return the alpha of a rectangle with round corners."""
    mask = np.zeros((height, width), np.uint8)
    cv2.rectangle(mask, (radius, 0), (width - 1 - radius, height - 1), 255, -1)
    cv2.rectangle(mask, (0, radius), (width - 1, height - 1 - radius), 255, -1)
    for x in (radius, width - 1 - radius):
        for y in (radius, height - 1 - radius):
            cv2.circle(mask, (x, y), radius, 255, -1, cv2.LINE_AA)
    return np.asarray(mask / 255, np.float32)


def lay(below: Canvas, above: Canvas, corner: Point) -> None:
    """Paste an opaque canvas at its upper left corner."""
    height, width = above.shape[:2]
    below[corner[1] : corner[1] + height, corner[0] : corner[0] + width] = above


def blend(below: Canvas, above: Canvas, alpha: Canvas) -> Canvas:
    """Lay one canvas over another of the same size."""
    over = cv2.subtract(above, below)
    return np.asarray(cv2.add(below, cv2.multiply(over, deep(alpha), dst=over), dst=over), np.float32)


def deep(mask: Canvas) -> Canvas:
    """Repeat a mask for each of three colours: far quicker than to let each pixel be spread as it is used."""
    return np.asarray(cv2.cvtColor(mask, cv2.COLOR_GRAY2BGR), np.float32)


def soften(mask: Canvas, sigma: float) -> Canvas:
    """Blur a mask at a quarter of its size: a shadow has no detail to lose."""
    height, width = mask.shape[:2]
    small = cv2.resize(mask, (width // 4, height // 4), interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (0, 0), sigma / 4)
    return np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)


def finish(canvas: Canvas) -> Picture:
    """Turn a canvas into a picture, never quite white: a lamp does not blow out a whole bench."""
    whole = cv2.addWeighted(canvas, 255, canvas, 0, 0, dtype=cv2.CV_8U)
    return np.asarray(np.minimum(whole, BRIGHTEST), np.uint8)
