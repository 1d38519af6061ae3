"""What a hub knows of each device: facts for whoever shows them."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import StrEnum

from firmware_bridge.decode.recognise import Suspicion
from firmware_bridge.drivers.settings import DEFAULT_HABITS, DEFAULT_LINE, Habits, LineSettings
from firmware_bridge.drivers.table import DRIVERS
from firmware_bridge.events import DeviceKind, DeviceSpec, DownReason, Trace
from firmware_bridge.matching import key_of

RING = 200  # traces kept of each device
KEPT_BYTES = 512
KEPT_WORDS = 20


class Mode(StrEnum):
    """Name what is done with a device."""

    BOUND = "bound"  # its scans go on
    HEARD = "heard"  # it is listened to; its scans are shown and go nowhere
    LISTED = "listed"  # it is left alone: a keyboard may be a person's, a camera is no scanner
    REFUSED = "refused"  # it cannot be told from another one


@dataclass(frozen=True, slots=True)
class Binding:
    """A device whose scans count, and how it speaks. `device` is an identity, a path or a pyserial URL."""

    device: str
    driver: str = "plain"
    line: LineSettings = DEFAULT_LINE
    habits: Habits = DEFAULT_HABITS

    @property
    def kind(self) -> DeviceKind:
        """Return what a device has to look like to be meant."""
        return DRIVERS[self.driver].kind

    @property
    def key(self) -> str:
        """Return what tells its device from all others."""
        return key_of(self.device, self.kind)


@dataclass(frozen=True, slots=True)
class Device:
    """One device as it is now, by its key. `spec` is None for a bound one that was never seen.

    `up` tells that it is open and answers; `down` why it does not, with `detail` to read. `likely` is the
    language it seems to speak. `pending` counts bytes of a code under way.
    """

    key: str
    mode: Mode
    spec: DeviceSpec | None = None
    binding: Binding | None = None
    plugged: bool = False
    up: bool = False
    down: DownReason | None = None
    detail: str = ""
    driver: str = ""
    likely: Suspicion | None = None
    traces: tuple[Trace, ...] = ()
    scans: int = 0
    broken: int = 0
    pending: int = 0


@dataclass(slots=True)
class Ring:
    """The last traces of one device and what they came to, written by its reader, read by anyone."""

    rung: Callable[[], None] = lambda: None
    scans: int = field(default=0, init=False)
    broken: int = field(default=0, init=False)
    _traces: deque[Trace] = field(default_factory=lambda: deque(maxlen=RING), init=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False)

    def tap(self, trace: Trace) -> None:
        """Keep the beginning of one trace: a device that floods must not fill the memory."""
        short = replace(trace, data=trace.data[:KEPT_BYTES], meaning=trace.meaning[:KEPT_WORDS])
        with self._lock:
            self._traces.append(short)
        self.rung()

    def count(self, scans: int = 0, broken: int = 0) -> None:
        """Count what came of the bytes."""
        with self._lock:
            self.scans += scans
            self.broken += broken
        self.rung()

    def traces(self) -> tuple[Trace, ...]:
        """Return what is kept, oldest first."""
        with self._lock:
            return tuple(self._traces)


def told(listed: DeviceSpec | None, said: DeviceSpec | None) -> DeviceSpec | None:
    """Join what the system lists of a device with what the device said of itself."""
    if listed is None or said is None:
        return said or listed
    return replace(
        listed,
        vendor=said.vendor or listed.vendor,
        model=said.model or listed.model,
        serial_number=said.serial_number or listed.serial_number,
        firmware=said.firmware or listed.firmware,
        simulated=said.simulated or listed.simulated,
    )
