"""What the bridge's rooms ask of each other, and the facts of a camera."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Protocol, runtime_checkable

from firmware_bridge.events import SceneState


class Line(Protocol):
    """What carries a scanner's bytes: opened, read until it fails, and closed; never reused afterwards."""

    def open(self) -> None:
        """Open the device, for this program alone; raises BridgeError."""

    def read(self) -> bytes:
        """Return what arrived, or b"" after a short silence; raises BridgeError when it is gone."""

    def write(self, data: bytes) -> None:
        """Send bytes to the device; raises BridgeError."""

    def close(self) -> None:
        """Release everything; never raises, and may be called twice."""


@runtime_checkable
class Described(Protocol):
    """A line whose device, once it is open, says how its bytes are laid out."""

    @property
    def descriptor(self) -> bytes:
        """Return the HID report descriptor."""


class ScaleState(StrEnum):
    """Name how a scale is, for a device light; SILENT is open and did not answer when it was last asked."""

    ABSENT = "absent"
    SILENT = "silent"
    READY = "ready"


@dataclass(frozen=True, slots=True)
class Weighed:
    """What a scale weighed at rest, in grams."""

    grams: Decimal
    at: datetime
    device: str
    simulated: bool = False


class CameraState(StrEnum):
    """Name how the camera is, for a device light."""

    STARTING = "starting"
    LIVE = "live"
    ABSENT = "absent"
    BUSY = "busy"
    FROZEN = "frozen"
    DEAD = "dead"


@dataclass(frozen=True, slots=True)
class CameraHealth:
    """How the camera is as last heard: pixels and frames a second as they come, not as asked for.

    `encoding` is what the camera sends, "MJPG" where its own JPEGs are kept; `note` says what it did not take
    of its settings.
    """

    state: CameraState
    width: int = 0
    height: int = 0
    fps: float = 0.0
    detail: str = ""
    encoding: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """One photo: the camera's own JPEG bytes (encoded once where it sends none), its size, its time."""

    jpeg: bytes
    width: int
    height: int
    taken_at: datetime
    simulated: bool = False


@dataclass(frozen=True, slots=True)
class Preview:
    """A small JPEG of what is seen now; `scene` is a number that grows when something was moved.

    TAKEN means that the last photo shows the very same.
    """

    jpeg: bytes
    scene: int = 0
    state: SceneState = SceneState.MOVING


class CameraDriver(Protocol):
    """A camera that can be asked for a photo at any time."""

    def start(self) -> None:
        """Begin to open the camera; returns at once."""

    def stop(self) -> None:
        """Leave no process, thread or descriptor."""

    def photo(self) -> Frame:
        """Take a picture now; raises BridgeError."""

    def preview(self, width: int = 960) -> Preview:
        """Return the newest picture as a small JPEG; raises BridgeError."""

    def health(self) -> CameraHealth:
        """Say how the camera is without asking it."""
