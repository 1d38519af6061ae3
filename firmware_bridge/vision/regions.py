"""Where bars stand in a photo: places whose gradients are strong and all go one way."""

import math
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
    scale = gray.shape[1] / small.shape[1]
    side = max(7, max(small.shape) // 32)
    tensor = structure(small, side)
    strength = _one_way(*tensor)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(_strong(strength, side))
    found = [
        _region(labels == i, strength, tensor, scale) for i in range(1, count) if stats[i, 4] >= _SMALLEST
    ]
    return sorted(found, key=lambda region: -region.energy)[:most]


def _one_way(xx: Field, yy: Field, xy: Field) -> Field:
    strength = np.hypot(xx - yy, 2 * xy)
    return np.where(strength > _AGREEING * (xx + yy), strength, np.float32(0))


def _strong(strength: Field, side: int) -> NDArray[np.uint8]:
    mask = (strength > _STRONG_SHARE * np.percentile(strength, 99.5)).astype(np.uint8)
    return np.asarray(cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8)), np.uint8)


def _region(
    inside: NDArray[np.bool_], strength: Field, tensor: tuple[Field, Field, Field], scale: float
) -> Region:
    xx, yy, xy = (float(part[inside].sum(dtype=np.float64)) for part in tensor)
    angle = 0.5 * math.atan2(2 * xy, xx - yy)
    y, x = np.nonzero(inside)
    cos, sin = math.cos(angle), math.sin(angle)
    left, right = np.percentile(x * cos + y * sin, (1, 99)) * scale
    top, bottom = np.percentile(y * cos - x * sin, (1, 99)) * scale
    energy = float(strength[inside].sum(dtype=np.float64))
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
