"""A stream of bytes cut into frames: pure, no clock, the same for any chunking.

One read is never one code: a scanner's single write was measured to arrive as its first byte and then the
rest, and two quick scans arrive as one read.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from firmware_bridge.events import BrokenReason

MAX_LENGTH = 4096
QUIET_SECONDS = 0.05
PATIENCE_SECONDS = 1.0
STX = 0x02


class Terminator(StrEnum):
    """Name what ends a code on the wire."""

    CR = "cr"
    LF = "lf"
    CRLF = "crlf"
    TAB = "tab"
    ETX = "etx"
    AUTO = "auto"
    NONE = "none"


# AUTO needs no CRLF: the LF after a CR ends an empty frame, which is nothing.
ENDINGS: dict[Terminator, tuple[bytes, ...]] = {
    Terminator.CR: (b"\r",),
    Terminator.LF: (b"\n",),
    Terminator.CRLF: (b"\r\n",),
    Terminator.TAB: (b"\t",),
    Terminator.ETX: (b"\x03",),
    Terminator.AUTO: (b"\r", b"\n"),
    Terminator.NONE: (),
}
SILENCE_ENDS = frozenset({Terminator.AUTO, Terminator.NONE})


@dataclass(frozen=True, slots=True)
class Frame:
    """One code's bytes without its ending; `fault` says why they are no code, `size` counts what arrived."""

    data: bytes
    size: int
    fault: BrokenReason | None = None


@dataclass(slots=True)
class Framer:
    """Cut a byte stream at terminators and silences.

    `silence` is how long the line must be quiet, in seconds, before the owner calls `idle()`: short where
    silence ends a code, long where a terminator is due and its absence is a fault.
    """

    terminator: Terminator = Terminator.AUTO
    quiet: float = QUIET_SECONDS
    patience: float = PATIENCE_SECONDS
    max_length: int = MAX_LENGTH
    _kept: bytearray = field(default_factory=bytearray, init=False)
    _size: int = field(default=0, init=False)
    _started: bool = field(default=False, init=False)

    @property
    def silence(self) -> float:
        """Return the seconds of quiet after which `idle()` is due."""
        return self.quiet if self.terminator in SILENCE_ENDS else self.patience

    @property
    def pending(self) -> int:
        """Return how many bytes of an unfinished code arrived."""
        return self._size

    def feed(self, data: bytes) -> list[Frame]:
        """Take bytes as they arrived and return the frames they finish."""
        frames: list[Frame] = []
        for byte in data:
            frames += self._take(byte)
        return frames

    def idle(self) -> list[Frame]:
        """Say that the line was quiet for `silence` seconds: the code is over, or its ending never came."""
        return self._finish(None if self.terminator in SILENCE_ENDS else BrokenReason.INCOMPLETE)

    def abandon(self) -> list[Frame]:
        """Give up what is unfinished because the device is gone."""
        return self._finish(BrokenReason.CUT_BY_UNPLUG)

    def _take(self, byte: int) -> list[Frame]:
        if byte == STX and self.terminator is Terminator.ETX:
            return self._begin()
        self._size += 1
        if len(self._kept) <= self.max_length + 1:
            self._kept.append(byte)
        else:
            self._kept[-2:] = bytes((self._kept[-1], byte))  # still needed to see an ending of two bytes
        return self._end_if_due()

    def _begin(self) -> list[Frame]:
        stray = self._finish(BrokenReason.INCOMPLETE)
        self._started = True
        return stray

    def _end_if_due(self) -> list[Frame]:
        for ending in ENDINGS[self.terminator]:
            if self._kept.endswith(ending):
                del self._kept[-len(ending) :]
                self._size -= len(ending)
                return self._finish(self._torn())
        return []

    def _torn(self) -> BrokenReason | None:
        lost_start = self.terminator is Terminator.ETX and not self._started
        return BrokenReason.INCOMPLETE if lost_start else None

    def _finish(self, fault: BrokenReason | None) -> list[Frame]:
        data, size, framed = bytes(self._kept), self._size, self._started
        self._kept.clear()
        self._size, self._started = 0, False
        if size > self.max_length:
            return [Frame(b"", size, BrokenReason.TOO_LONG)]
        if size == 0 or self._is_check_byte(size, framed):
            return []
        return [Frame(b"" if fault else data, size, fault)]

    def _is_check_byte(self, size: int, framed: bool) -> bool:
        # Some scanners add one block-check byte after ETX; it belongs to no code and is no fault.
        return self.terminator is Terminator.ETX and size == 1 and not framed
