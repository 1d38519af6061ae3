"""OpenCV's capture, opened the way that was measured to work."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import Any, cast

import cv2
import numpy as np
import numpy.typing as npt

from firmware_bridge.drivers.camera_settings import CameraSettings

NETWORK_TIMEOUT_MS = 2000
Picture = npt.NDArray[np.uint8]  # height x width x 3, BGR


@dataclass(slots=True)
class Capture:
    """One opening of one camera; `open` a fresh object after a failure."""

    settings: CameraSettings
    width: int = field(default=0, init=False)
    height: int = field(default=0, init=False)
    fps: float = field(default=0.0, init=False)
    _handle: Any = field(default=None, init=False)

    def open(self) -> bool:
        """Open the camera and ask for its format; False when it is not there."""
        if not source_exists(self.settings.source):
            return False
        self._handle = cv2.VideoCapture(*open_arguments(self.settings))
        if not self._handle.isOpened():
            return False
        self._configure()
        return True

    def read(self) -> Picture | None:
        """Wait for the next frame; None when there is none (the caller then sleeps: it returns at once)."""
        good, picture = self._handle.read()
        if not good or picture is None:
            return None
        self.height, self.width = picture.shape[:2]
        return cast("Picture", picture)

    def close(self) -> None:
        """Let the camera go."""
        if self._handle is not None:
            self._handle.release()
            self._handle = None

    def _configure(self) -> None:
        if not self.settings.is_url:
            self._ask_format()
        self.width = int(self._handle.get(cv2.CAP_PROP_FRAME_WIDTH))
        self.height = int(self._handle.get(cv2.CAP_PROP_FRAME_HEIGHT))
        self.fps = float(self._handle.get(cv2.CAP_PROP_FPS))

    def _ask_format(self) -> None:
        # This order: a size or a rate asked for before the codec is answered for the wrong codec.
        self._handle.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
        self._handle.set(cv2.CAP_PROP_FRAME_WIDTH, self.settings.width)
        self._handle.set(cv2.CAP_PROP_FRAME_HEIGHT, self.settings.height)
        self._handle.set(cv2.CAP_PROP_FPS, self.settings.fps)


def source_exists(source: str) -> bool:
    """Tell whether a device node is there; a stream or an index can only be tried."""
    return not source.startswith("/") or os.path.exists(source)  # noqa: PTH110 - follows links, as the driver does


def open_arguments(settings: CameraSettings) -> tuple[object, ...]:
    """Choose OpenCV's backend and its options for a source."""
    if settings.is_url:
        return settings.source, cv2.CAP_FFMPEG, network_options()
    if settings.source.isdecimal():
        return int(settings.source), cv2.CAP_V4L2
    return os.path.realpath(settings.source), cv2.CAP_V4L2


def network_options() -> list[int]:
    """Bound the waits, and decode on one thread: each further thread holds one more frame back."""
    return [
        *(cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, NETWORK_TIMEOUT_MS),
        *(cv2.CAP_PROP_READ_TIMEOUT_MSEC, NETWORK_TIMEOUT_MS),
        *(cv2.CAP_PROP_N_THREADS, 1),
    ]
