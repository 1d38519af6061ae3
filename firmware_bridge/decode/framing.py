"""A stream of bytes cut into frames: pure, no clock, the same for any chunking.

One read is never one code: a scanner's single write was measured to arrive as its first byte and then the
rest, and two quick scans arrive as one read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum

from firmware_bridge.events import BrokenReason

MAX_LENGTH = 4096
QUIET_SECONDS = 0.05
PATIENCE_SECONDS = 1.0
STX = b"\x02"


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


@dataclass(frozen=True, slots=True)
class Frame:
    """One code's bytes without its ending; `fault` says why they are no code, `size` counts what arrived."""

    data: bytes
    size: int
    fault: BrokenReason | None = None


@dataclass(slots=True)
class Framer:
    """Cut a byte stream at terminators and silences.

    `prefix` and `suffix` stand before and after every code and are taken off; a code without them lost a part
    on its way and is told as incomplete. With no terminator a suffix ends the code, whatever bytes it has.
    `silence` is how long the line must be quiet, in seconds, before the owner calls `idle()`: short where
    silence ends a code, long where a terminator is due and its absence is a fault. With AUTO it is long, too,
    while the code before came with a terminator: such a device makes pauses, it does not end codes by them.
    """

    terminator: Terminator = Terminator.AUTO
    quiet: float = QUIET_SECONDS
    patience: float = PATIENCE_SECONDS
    max_length: int = MAX_LENGTH
    prefix: bytes = b""
    suffix: bytes = b""
    _marks: re.Pattern[bytes] | None = field(init=False)
    _overlap: int = field(init=False)
    _kept: bytes = field(default=b"", init=False)
    _dropped: int = field(default=0, init=False)
    _started: bool = field(default=False, init=False)
    _terminated: bool = field(default=False, init=False)

    def __post_init__(self) -> None:
        endings = ENDINGS[self.terminator]
        if self.terminator is Terminator.NONE and self.suffix:
            endings, self.suffix = (self.suffix,), b""
        # A run of endings is one: between them is nothing, and a device may send thousands.
        ended = b"(?:" + b"|".join(map(re.escape, endings)) + b")+"
        started = b"|" + STX if self.terminator is Terminator.ETX else b""
        self._marks = re.compile(ended + started) if endings else None
        self._overlap = max(map(len, endings), default=1) - 1

    @property
    def silence_ends(self) -> bool:
        """Tell whether a pause ends a code."""
        return self.terminator is Terminator.AUTO or self._marks is None

    @property
    def silence(self) -> float:
        """Return the seconds of quiet after which `idle()` is due."""
        return self.quiet if self.silence_ends and not self._terminated else self.patience

    @property
    def pending(self) -> int:
        """Return how many bytes of an unfinished code arrived."""
        return self._dropped + len(self._kept)

    def feed(self, data: bytes) -> list[Frame]:
        """Take bytes as they arrived and return the frames they finish."""
        frames: list[Frame] = []
        stream, start = self._kept + data, 0
        searched = max(0, len(self._kept) - self._overlap)  # an ending may have come in two parts
        for mark in self._marks.finditer(stream, searched) if self._marks else ():
            self._kept, start = stream[start : mark.start()], mark.end()
            frames += self._begin() if mark.group() == STX else self._finish(self._torn())
            self._terminated = True
        self._kept = stream[start:]
        self._forget()
        return frames

    def idle(self) -> list[Frame]:
        """Say that the line was quiet for `silence` seconds: the code is over, or its ending never came."""
        self._terminated = False
        return self._finish(None if self.silence_ends else BrokenReason.INCOMPLETE)

    def abandon(self) -> list[Frame]:
        """Give up what is unfinished because the device is gone."""
        return self._finish(BrokenReason.CUT_BY_UNPLUG)

    def _forget(self) -> None:
        """Keep no more of a code that is too long than an ending that comes in two parts needs."""
        if len(self._kept) > self.max_length + self._overlap:
            keep = len(self._kept) - self._overlap
            self._dropped += keep
            self._kept = self._kept[keep:]

    def _begin(self) -> list[Frame]:
        stray = self._finish(BrokenReason.INCOMPLETE)
        self._started = True
        return stray

    def _torn(self) -> BrokenReason | None:
        lost_start = self.terminator is Terminator.ETX and not self._started
        return BrokenReason.INCOMPLETE if lost_start else None

    def _finish(self, fault: BrokenReason | None) -> list[Frame]:
        data, size, framed = self._kept, self.pending, self._started
        self._kept, self._dropped, self._started = b"", 0, False
        if size > self.max_length:
            return [Frame(b"", size, BrokenReason.TOO_LONG)]
        if size == 0 or self._is_check_byte(size, framed):
            return []
        return [Frame(b"", size, fault) if fault else self._bare(data)]

    def _bare(self, data: bytes) -> Frame:
        whole = data.startswith(self.prefix) and data.endswith(self.suffix)
        if not whole or len(data) < len(self.prefix) + len(self.suffix):
            return Frame(b"", len(data), BrokenReason.INCOMPLETE)
        return Frame(data[len(self.prefix) : len(data) - len(self.suffix)], len(data))

    def _is_check_byte(self, size: int, framed: bool) -> bool:
        # Some scanners add one block-check byte after ETX; it belongs to no code and is no fault.
        return self.terminator is Terminator.ETX and size == 1 and not framed
