"""How a scanner speaks, as a value machine: bytes and time in, what was said out. No I/O, no clock.

One dialect object serves one opening of one device. The session tells it the monotonic time, writes what it
wants sent, and turns its codes into events; so every dialect can be tested by any bytes in any chunks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from firmware_bridge.events import BrokenReason


class Signal(StrEnum):
    """Name what a scanner tells the person who holds it, by its own beeps and lights."""

    GOOD = "good"
    UNKNOWN = "unknown"
    WRONG = "wrong"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Code:
    """One whole code: its bytes, and its AIM identifier where the protocol gives it apart from them.

    With `aim` None the identifier is looked for at the front of the bytes.
    """

    data: bytes
    aim: str | None = None


@dataclass(frozen=True, slots=True)
class Broken:
    """Bytes that are no code, and why; `size` counts what arrived."""

    reason: BrokenReason
    size: int


@dataclass(frozen=True, slots=True)
class Send:
    """Bytes for the device: one write, one report."""

    data: bytes


@dataclass(frozen=True, slots=True)
class Wait:
    """Seconds to let pass before what follows is sent; at most a tenth of a second."""

    seconds: float


@dataclass(frozen=True, slots=True)
class About:
    """What a device said of itself; empty where it did not."""

    vendor: str = ""
    model: str = ""
    serial_number: str = ""
    firmware: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """What control traffic means, in a few English words for the trace ("ACK", "NAK: resend")."""

    meaning: str


Said = Code | Broken | Send | Wait | About | Note
Saying = Sequence[Said]


class Dialect(Protocol):
    """One family's way of speaking. Nothing here raises, whatever bytes come; memory is bounded."""

    @property
    def pending(self) -> int:
        """Return how many bytes of an unfinished code arrived."""

    @property
    def due(self) -> float | None:
        """Return when `tick` wants to be called, in the caller's monotonic seconds; None for not at all."""

    def hello(self, now: float) -> Saying:
        """Set the device up, right after it was opened."""

    def feed(self, data: bytes, now: float) -> Saying:
        """Take bytes as they arrived: any chunking gives the same codes."""

    def tick(self, now: float) -> Saying:
        """Let time pass: end a code by silence, repeat what was not answered, give up."""

    def abandon(self) -> Saying:
        """Give up what is unfinished because the device is gone."""

    def signal(self, signal: Signal, now: float) -> Saying:
        """Say a result on the device; nothing where it has no such means."""

    def switch(self, on: bool, now: float) -> Saying:
        """Let the device scan, or keep it from scanning; nothing where it has no such means."""


def soonest(*times: float | None) -> float | None:
    """Return the first of several times, None where there is none."""
    return min((time for time in times if time is not None), default=None)
