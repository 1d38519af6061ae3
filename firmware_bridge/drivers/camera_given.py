"""One frame as the camera gave it, and what is made of it when somebody asks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import cv2
import numpy as np
import numpy.typing as npt

from firmware_bridge.drivers.camera_jpeg import whole
from firmware_bridge.vision.photo import Gray, jpeg_size, opened

Picture = npt.NDArray[np.uint8]  # height x width x 3, BGR
HEADER = 1 << 18  # bytes: the size stands before the picture, behind what some cameras say of themselves
# The decoder halves a JPEG up to three times for nothing.
REDUCED = {1: cv2.IMREAD_COLOR, 2: cv2.IMREAD_REDUCED_COLOR_2, 4: cv2.IMREAD_REDUCED_COLOR_4}


@dataclass(frozen=True, slots=True)
class Given:
    """A frame: `data` holds JPEG bytes in one row, or pixels with three channels."""

    data: npt.NDArray[np.uint8]

    @property
    def encoded(self) -> bool:
        """Tell whether the camera made a JPEG of it."""
        return self.data.ndim < 3

    def jpeg(self, quality: int) -> bytes:
        """Return the camera's own JPEG, or encode its pixels, once; raises UnreadablePhoto."""
        return whole(self.data.tobytes()) if self.encoded else encode(self.data, quality)

    def size(self) -> tuple[int, int]:
        """Return width and height in pixels; raises UnreadablePhoto."""
        if self.encoded:
            return jpeg_size(self.data[..., :HEADER].tobytes())
        return self.data.shape[1], self.data.shape[0]

    def gray(self) -> Gray:
        """Return brightness at full resolution; raises UnreadablePhoto."""
        if self.encoded:
            return opened(whole(self.data.tobytes()), cv2.IMREAD_GRAYSCALE)
        return cast("Gray", cv2.cvtColor(self.data, cv2.COLOR_BGR2GRAY))

    def small(self, width: int) -> Picture:
        """Return the picture scaled down to a width in pixels; a smaller one stays as it is."""
        return shrink(self._reduced(width) if self.encoded else self.data, width)

    def tiny(self) -> Gray:
        """Return an eighth of the size each way, for whether anything changed: noise still shows."""
        if self.encoded:
            return opened(whole(self.data.tobytes()), cv2.IMREAD_REDUCED_GRAYSCALE_8)
        return self.data[::8, ::8, 1]

    def _reduced(self, width: int) -> Picture:
        jpeg = whole(self.data.tobytes())
        present = jpeg_size(jpeg)[0]
        fits = [step for step in REDUCED if present // step >= min(width, present)]
        return opened(jpeg, REDUCED[max(fits)])


def encode(picture: Picture, quality: int) -> bytes:
    """Encode a picture as JPEG."""
    _, jpeg = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return jpeg.tobytes()


def shrink(picture: Picture, width: int) -> Picture:
    """Scale a picture down to a width in pixels; a smaller one stays as it is."""
    height, present = picture.shape[:2]
    if width >= present:
        return picture
    size = (width, round(height * width / present))
    return cast("Picture", cv2.resize(picture, size, interpolation=cv2.INTER_AREA))
