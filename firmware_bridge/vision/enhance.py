"""Second looks at a photo whose codes were not read: turned upright, enlarged, evened out."""

import math
from typing import Final

import cv2
import numpy as np

from firmware_bridge.vision.photo import Gray

_ANALYSIS_SIDE: Final = 640
_ENLARGED_SIDE: Final = 2600
"""Beyond this the enlarged picture costs more than it finds."""


def deskew(gray: Gray) -> Gray:
    """Turn the photo so that its strongest stripes stand upright.

    The angle is that of the structure tensor where gradients agree (Bigun and Granlund 1987), found on a
    copy of at most 640 px. The canvas grows, so that nothing is cut off.
    """
    angle = stripe_angle(gray)
    return gray if abs(angle) < 1 else _rotate(gray, angle)


def stripe_angle(gray: Gray) -> float:
    """Measure by how many degrees the normal of the strongest stripes is off the horizontal, in -90..90."""
    xx, yy, xy = _structure(_shrink(gray))
    strength = np.hypot(xx - yy, 2 * xy)
    peak = np.unravel_index(int(np.argmax(strength)), strength.shape)
    return math.degrees(0.5 * math.atan2(2 * float(xy[peak]), float((xx - yy)[peak])))


def _shrink(gray: Gray) -> Gray:
    scale = _ANALYSIS_SIDE / max(gray.shape)
    if scale >= 1:
        return gray
    height, width = (max(1, round(side * scale)) for side in gray.shape)
    return np.asarray(cv2.resize(gray, (width, height), interpolation=cv2.INTER_AREA), np.uint8)


def _structure(gray: Gray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    x, y = cv2.Scharr(gray, cv2.CV_32F, 1, 0), cv2.Scharr(gray, cv2.CV_32F, 0, 1)
    side = max(9, max(gray.shape) // 12)
    xx, yy, xy = (cv2.boxFilter(product, -1, (side, side)) for product in (x * x, y * y, x * y))
    return xx, yy, xy


def _rotate(gray: Gray, degrees: float) -> Gray:
    height, width = gray.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    cos, sin = abs(turn[0, 0]), abs(turn[0, 1])
    across, down = int(height * sin + width * cos), int(height * cos + width * sin)
    turn[:, 2] += ((across - width) / 2, (down - height) / 2)
    return np.asarray(cv2.warpAffine(gray, turn, (across, down), borderValue=255), np.uint8)


def enlarge(gray: Gray) -> Gray:
    """Double the photo and sharpen it, for bars too thin or too soft to be told apart."""
    if max(gray.shape) * 2 > _ENLARGED_SIDE:
        return _unsharp(gray)
    return _unsharp(np.asarray(cv2.resize(gray, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC), np.uint8))


def _unsharp(gray: Gray) -> Gray:
    soft = cv2.GaussianBlur(gray, (0, 0), 2)
    return np.asarray(cv2.addWeighted(gray, 2.0, soft, -1.0, 0), np.uint8)


def even_out(gray: Gray) -> Gray:
    """Raise local contrast, for labels in shadow or under glare."""
    return np.asarray(cv2.createCLAHE(clipLimit=3.0, tileGridSize=(8, 8)).apply(gray), np.uint8)
