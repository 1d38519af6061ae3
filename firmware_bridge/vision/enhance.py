"""Second looks at a photo whose codes were not read: turned upright, enlarged, evened out."""

import math
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from firmware_bridge.vision.photo import Gray
from firmware_bridge.vision.views import View, scaled, turned

_ANALYSIS_SIDE: Final = 640
_ENLARGED_SIDE: Final = 2600
"""Beyond this the enlarged picture costs more than it finds."""
_SMALL_SIDE: Final = 700

Field = NDArray[np.float32]


def deskew(view: View) -> View:
    """Turn the photo so that its strongest stripes stand upright; the same object where they do.

    The angle is that of the structure tensor where gradients agree (Bigun and Granlund 1987), found on a
    copy of at most 640 px.
    """
    angle = stripe_angle(view.pixels)
    return view if abs(angle) < 1 else turned(view, angle)


def stripe_angle(gray: Gray) -> float:
    """Measure by how many degrees the normal of the strongest stripes is off the horizontal, in -90..90."""
    small = shrink(gray)
    xx, yy, xy = structure(small, max(9, max(small.shape) // 12))
    strength = np.hypot(xx - yy, 2 * xy)
    peak = np.unravel_index(int(np.argmax(strength)), strength.shape)
    return math.degrees(0.5 * math.atan2(2 * float(xy[peak]), float((xx - yy)[peak])))


def shrink(gray: Gray) -> Gray:
    """Give a copy of at most 640 px, or the photo itself."""
    scale = _ANALYSIS_SIDE / max(gray.shape)
    if scale >= 1:
        return gray
    height, width = (max(1, round(side * scale)) for side in gray.shape)
    return np.asarray(cv2.resize(gray, (width, height), interpolation=cv2.INTER_AREA), np.uint8)


def structure(gray: Gray, side: int) -> tuple[Field, Field, Field]:
    """Sum the products xx, yy and xy of the gradients over squares of `side` px."""
    x, y = cv2.Scharr(gray, cv2.CV_32F, 1, 0), cv2.Scharr(gray, cv2.CV_32F, 0, 1)
    xx, yy, xy = (np.asarray(cv2.boxFilter(p, -1, (side, side)), np.float32) for p in (x * x, y * y, x * y))
    return xx, yy, xy


def enlarge(view: View) -> View:
    """See it two or three times as large and sharpened, for bars too thin or too soft to be told apart."""
    side = max(view.pixels.shape)
    if side <= _SMALL_SIDE:
        return sharpen(scaled(view, 3), 4, 1.5)
    return sharpen(scaled(view, 2) if side * 2 <= _ENLARGED_SIDE else view, 2, 1.0)


def sharpen(view: View, softness: float, strength: float) -> View:
    """Add so many times what a blur of `softness` px takes away."""
    soft = cv2.GaussianBlur(view.pixels, (0, 0), softness)
    return view.with_pixels(cv2.addWeighted(view.pixels, 1 + strength, soft, -strength, 0))


def even_out(view: View) -> View:
    """Raise local contrast, for labels in shadow or under glare."""
    return view.with_pixels(cv2.createCLAHE(clipLimit=3.0, tileGridSize=(8, 8)).apply(view.pixels))
