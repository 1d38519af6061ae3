"""Where bars stand in a photo: places whose gradients are strong and all go one way."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from firmware_bridge.vision.enhance import Field, shrink, structure
from firmware_bridge.vision.photo import Gray
from firmware_bridge.vision.views import View, cut

# Share of the gradients of a place that go one way: bars have nearly all, print and texture half.
_AGREEING: Final = 0.6
_STRONG_SHARE: Final = 0.25
_SMALLEST: Final = 100
_FINE_WINDOW: Final = 16
_FINE_SHARE: Final = 0.35
_FINE_GAP: Final = 7
_QUIET: Final = 0.12
_LENGTH: Final = 1000
_MOST_ENLARGED: Final = 4.0


@dataclass(frozen=True, slots=True)
class Region:
    """Hold one place with bars, in px of the photo.

    `angle` in radians is the way across the bars; `along` runs across them, `across` up and down them, both
    measured from the photo's corner in axes turned by `angle`. `energy` tells the strongest place.
    """

    energy: float
    angle: float
    along: tuple[float, float]
    across: tuple[float, float]

    @property
    def length(self) -> float:
        return self.along[1] - self.along[0]

    @property
    def height(self) -> float:
        return self.across[1] - self.across[0]


def bar_regions(gray: Gray, most: int) -> list[Region]:
    """Find the places where bars seem to stand, the strongest first, at most so many."""
    small = shrink(gray)
    side = max(7, max(small.shape) // 32)
    tensor = structure(small, side)
    strength = _one_way(*tensor)
    mask = _closed(strength > _STRONG_SHARE * np.percentile(strength, 99.5), side)
    found = _regions(mask, strength, tensor, gray.shape[1] / small.shape[1])
    return sorted(found, key=lambda region: -region.energy)[:most]


def fine_regions(gray: Gray, most: int) -> list[Region]:
    """Find places with bars too fine for `bar_regions`, which would blot them out; dearer by far."""
    tensor = structure(gray, _FINE_WINDOW)
    strength = _one_way(*tensor)
    mask = _closed(strength > _FINE_SHARE * strength.max(), _FINE_GAP)
    return sorted(_regions(mask, strength, tensor, 1.0), key=lambda region: -region.energy)[:most]


def _one_way(xx: Field, yy: Field, xy: Field) -> Field:
    strength = np.hypot(xx - yy, 2 * xy)
    return np.where(strength > _AGREEING * (xx + yy), strength, np.float32(0))


def _closed(strong: NDArray[np.bool_], gap: int) -> NDArray[np.uint8]:
    square = np.ones((gap, gap), np.uint8)
    return np.asarray(cv2.morphologyEx(strong.astype(np.uint8), cv2.MORPH_CLOSE, square), np.uint8)


def _regions(
    mask: NDArray[np.uint8], strength: Field, tensor: tuple[Field, Field, Field], scale: float
) -> Iterator[Region]:
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask)
    for number in range(1, count):
        left, top, width, height, area = stats[number]
        if area >= _SMALLEST:
            box = np.s_[top : top + height, left : left + width]
            parts = [part[box] for part in (strength, *tensor)]
            yield _region(labels[box] == number, parts, (int(left), int(top)), scale)


def _region(inside: NDArray[np.bool_], parts: list[Field], corner: tuple[int, int], scale: float) -> Region:
    energy, xx, yy, xy = (float(part[inside].sum(dtype=np.float64)) for part in parts)
    angle = 0.5 * math.atan2(2 * xy, xx - yy)
    y, x = np.nonzero(inside)
    x, y = x + corner[0], y + corner[1]
    cos, sin = math.cos(angle), math.sin(angle)
    left, right = np.percentile(x * cos + y * sin, (1, 99)) * scale
    top, bottom = np.percentile(y * cos - x * sin, (1, 99)) * scale
    return Region(energy, angle, (float(left), float(right)), (float(top), float(bottom)))


def straightened(view: View, region: Region) -> View:
    """See one place with its bars upright, with room at both ends, enlarged to about 1,000 px."""
    pad = _QUIET * region.length + 8
    left, top = region.along[0] - pad, region.across[0]
    length = region.length + 2 * pad
    factor = min(_MOST_ENLARGED, max(1.0, _LENGTH / length))
    cos, sin = math.cos(region.angle), math.sin(region.angle)
    start = left * cos - top * sin, left * sin + top * cos
    return cut(view, start, region.angle, (length, max(region.height, 16 / factor)), factor)
