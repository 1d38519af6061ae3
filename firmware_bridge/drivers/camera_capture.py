"""OpenCV's capture, opened the way that was measured to work."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import Any

import cv2

from firmware_bridge.drivers import camera_controls
from firmware_bridge.drivers.camera_given import Given
from firmware_bridge.drivers.camera_settings import CameraSettings

NETWORK_TIMEOUT_MS = 2000
MJPG = cv2.VideoWriter.fourcc(*"MJPG")
UNDECODED = -1.0  # FFmpeg's format for packets as they came
LEAST_RATE = 0.9  # of the rate that was asked for: 29.97 is 30


@dataclass(slots=True)
class Capture:
    """One opening of one camera; `open` a fresh object after a failure.

    `encoded` tells that frames come as the camera's own JPEGs, which cost nothing to keep; `encoding` is its
    four letters. `notes` say what the camera gives that is not what it was asked for.
    """

    settings: CameraSettings
    encoded: bool = field(default=False, init=False)
    encoding: str = field(default="", init=False)
    notes: list[str] = field(default_factory=list, init=False)
    _handle: Any = field(default=None, init=False)

    def open(self) -> bool:
        """Open the camera, ask for its format and read back what it gives; False when it is not there."""
        if not source_exists(self.settings.source):
            return False
        self._handle = cv2.VideoCapture(*open_arguments(self.settings))
        if not self._handle.isOpened():
            return False
        self._configure()
        return True

    def grab(self) -> bool:
        """Wait for the next frame; False when there is none (the caller then sleeps: it returns at once)."""
        return bool(self._handle.grab())

    def take(self) -> Given | None:
        """Return the frame that was grabbed last; decoded only where the camera sends no JPEGs."""
        good, data = self._handle.retrieve()
        return Given(data) if good and data is not None and data.size else None

    def close(self) -> None:
        """Let the camera go."""
        if self._handle is not None:
            self._handle.release()
            self._handle = None

    def _configure(self) -> None:
        if not self.settings.is_url:
            self._ask_format()
            self.notes = [*self._differences(), *camera_controls.apply(self._handle, self.settings.controls)]
        fourcc = int(self._handle.get(cv2.CAP_PROP_FOURCC))
        self.encoding = four_letters(fourcc)
        self.encoded = fourcc == MJPG and self._undecoded()

    def _ask_format(self) -> None:
        # This order: a size or a rate asked for before the codec is answered for the wrong codec.
        self._handle.set(cv2.CAP_PROP_FOURCC, MJPG)
        self._handle.set(cv2.CAP_PROP_FRAME_WIDTH, self.settings.width)
        self._handle.set(cv2.CAP_PROP_FRAME_HEIGHT, self.settings.height)
        self._handle.set(cv2.CAP_PROP_FPS, self.settings.fps)

    def _differences(self) -> list[str]:
        asked, has = self.settings, self._handle.get
        width, height = int(has(cv2.CAP_PROP_FRAME_WIDTH)), int(has(cv2.CAP_PROP_FRAME_HEIGHT))
        fourcc, rate = int(has(cv2.CAP_PROP_FOURCC)), float(has(cv2.CAP_PROP_FPS))
        said = {
            f"{four_letters(fourcc)} instead of MJPG": fourcc != MJPG,
            f"{width}x{height} instead of {asked.width}x{asked.height}": (width, height)
            != (asked.width, asked.height),
            f"{rate:g} pictures a second instead of {asked.fps:g}": 0 < rate < LEAST_RATE * asked.fps,
        }
        return [what for what, differs in said.items() if differs]

    def _undecoded(self) -> bool:
        if not self.settings.is_url:
            return bool(self._handle.set(cv2.CAP_PROP_CONVERT_RGB, 0))
        self._handle.set(cv2.CAP_PROP_FORMAT, UNDECODED)
        return float(self._handle.get(cv2.CAP_PROP_FORMAT)) == UNDECODED


def four_letters(fourcc: int) -> str:
    """Spell a codec's number as its letters, "" for none."""
    raw = fourcc.to_bytes(4, "little", signed=fourcc < 0)
    return "".join(chr(byte) for byte in raw if 32 < byte < 127)


def source_exists(source: str) -> bool:
    """Tell whether a device node is there; a stream or an index can only be tried."""
    return not source.startswith("/") or os.path.exists(source)  # noqa: PTH110 - follows links, as the driver does


def open_arguments(settings: CameraSettings) -> tuple[object, ...]:
    """Choose OpenCV's backend and its options for a source; a link is followed anew at every opening."""
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
