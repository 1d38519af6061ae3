"""The frames a still scene gives: a few encoded once and shown in turn, so that a stream costs nothing."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from functools import cache

import cv2
import numpy as np

from firmware_bridge.sim.paint import Picture

VARIANTS = 4
STREAM_QUALITY = 93
NOISE_SIGMA = 2.0
COVERED_LEVEL = 6
BLUR_SIGMA = 6.0
TABLE_ROWS = 64  # noise is rolled out of a table this much taller than the picture


@dataclass(slots=True)
class Reel:
    """Encode a picture's variants as they are asked for; each differs from the last by sensor noise."""

    picture: Picture
    _encoded: list[bytes] = field(default_factory=list, init=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False)

    def frame(self, number: int) -> bytes:
        """Return the JPEG that is shown as the given frame."""
        with self._lock:
            while len(self._encoded) < VARIANTS and number >= len(self._encoded):
                self._encoded.append(self._encode(len(self._encoded)))
            return self._encoded[number % len(self._encoded)]

    def _encode(self, variant: int) -> bytes:
        noisy = cv2.add(self.picture, noise(self.picture.shape[:2], variant), dtype=cv2.CV_8U)
        _, jpeg = cv2.imencode(".jpg", noisy, [cv2.IMWRITE_JPEG_QUALITY, STREAM_QUALITY])
        return jpeg.tobytes()


def covered(size: tuple[int, int]) -> Picture:
    """Return what a camera sees under a hand: nearly nothing."""
    return np.full((*size, 3), COVERED_LEVEL, np.uint8)


def blurred(picture: Picture) -> Picture:
    """Return a picture out of focus."""
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), BLUR_SIGMA), np.uint8)


def noise(size: tuple[int, int], variant: int) -> np.ndarray[tuple[int, ...], np.dtype[np.int16]]:
    """Return sensor noise for one variant: a window into one table, the same every time."""
    top = variant * TABLE_ROWS // VARIANTS
    return _noise_table(*size)[top : top + size[0]]


@cache
def _noise_table(height: int, width: int) -> np.ndarray[tuple[int, ...], np.dtype[np.int16]]:
    generator = np.random.default_rng(7)
    table = generator.normal(0, NOISE_SIGMA, (height + TABLE_ROWS, width, 1))
    return np.repeat(np.rint(table), 3, axis=2).astype(np.int16)
