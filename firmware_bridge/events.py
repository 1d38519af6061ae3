"""What the bridge tells its owner: frozen facts about devices and scans."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum


class BrokenReason(StrEnum):
    """Name why bytes that arrived are no scan."""

    CUT_BY_UNPLUG = "cut_by_unplug"
    TOO_LONG = "too_long"
    INCOMPLETE = "incomplete"
    NOTHING_PRINTABLE = "nothing_printable"


class DownReason(StrEnum):
    """Name why a device does not answer now."""

    ABSENT = "absent"
    UNPLUGGED = "unplugged"
    BUSY = "busy"
    PERMISSION = "permission"
    AMBIGUOUS = "ambiguous"
    FLOODING = "flooding"
    UNUSABLE = "unusable"
    STOPPED = "stopped"


class DeviceKind(StrEnum):
    """Name what a device looks like to the operating system."""

    SERIAL = "serial"
    HID = "hid"
    KEYBOARD = "keyboard"
    CAMERA = "camera"


@dataclass(frozen=True, slots=True)
class DeviceSpec:
    """Describe one device; `identity` stays the same when the node name changes.

    `vendor`, `model` and `firmware` are words for people, from USB descriptors or from the device itself;
    `connection` says how it is connected ("USB 1-2, CDC ACM"). `denied`: this account may not open the node.
    """

    identity: str
    kind: DeviceKind
    path: str
    vendor_id: int | None = None
    product_id: int | None = None
    serial_number: str | None = None
    location: str | None = None
    description: str = ""
    simulated: bool = False
    vendor: str = ""
    model: str = ""
    firmware: str = ""
    connection: str = ""
    denied: bool = False


class SceneState(StrEnum):
    """Say whether what lies before the camera could be photographed now, or why not."""

    MOVING = "moving"
    DARK = "dark"
    BLURRED = "blurred"
    TAKEN = "taken"
    READY = "ready"


@dataclass(frozen=True, slots=True)
class ScanRead:
    """A decoded reading: `data` holds printable text and GS (0x1D) only, `aim` is like "]E0"."""

    device: str
    data: str
    aim: str | None
    at: datetime
    simulated: bool = False


@dataclass(frozen=True, slots=True)
class ScanBroken:
    """Bytes that cannot be trusted as a scan; `size` counts the bytes that arrived."""

    device: str
    reason: BrokenReason
    size: int
    at: datetime


@dataclass(frozen=True, slots=True)
class DeviceUp:
    """A device is open and answers."""

    spec: DeviceSpec


@dataclass(frozen=True, slots=True)
class DeviceDown:
    """A device does not answer; said once a reason, not at every attempt to open it."""

    device: str
    reason: DownReason
    detail: str


@dataclass(frozen=True, slots=True)
class DeviceKnown:
    """An open device said more of itself; `spec` is what is known by now."""

    spec: DeviceSpec


@dataclass(frozen=True, slots=True)
class Trace:
    """Bytes that went over a line, and what they mean in a few words; `sent` is from here to the device."""

    device: str
    at: datetime
    sent: bool
    data: bytes
    meaning: tuple[str, ...] = ()


BridgeEvent = ScanRead | ScanBroken | DeviceUp | DeviceDown | DeviceKnown
Tap = Callable[[Trace], None]
Emit = Callable[[BridgeEvent], None]


def local_now() -> datetime:
    """Tell the wall time with the machine's own offset."""
    return datetime.now(UTC).astimezone()
