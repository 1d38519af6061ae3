"""What an SSI scanner sends outside of packets: raw data until it is set up, and noise.

Raw data is what scanners are delivered with. It is taken as long as it can be nothing else: text between two
silences or terminators, from a scanner that has not yet sent decoded data in packets.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from firmware_bridge.decode.dialect import Broken, Code, Said
from firmware_bridge.decode.framing import Frame, Framer
from firmware_bridge.decode.ssi_packet import CHECKSUM, HEADER
from firmware_bridge.events import BrokenReason

# Tab, the control characters of GS1 and ISO 15434, and printable ones.
_TEXT = re.compile(r"[\t\x04\x1c-\x1f]*[^\x00-\x1f\x7f-\x9f](?:[\t\x04\x1c-\x1f]|[^\x00-\x1f\x7f-\x9f])*")
_ASCII = re.compile(rb"[\x20-\x7e\x1d\t\r\n]{3,}")
KEPT = 258


@dataclass(frozen=True, slots=True)
class Run:
    """Bytes between packets that were no code: how many, and the first of them.

    `rest` tells that they stood right behind a broken packet, and are what was left of it.
    """

    size: int
    head: bytes
    rest: bool

    @property
    def like_packet(self) -> bool:
        """Tell whether the first byte is the length that a packet of this size would have."""
        return not self.rest and HEADER + CHECKSUM <= self.size == len(self.head) == self.head[0] + CHECKSUM

    @property
    def like_text(self) -> bool:
        """Tell whether this looks like a code in plain ASCII."""
        return not self.rest and self.size == len(self.head) and _ASCII.fullmatch(self.head) is not None


@dataclass(slots=True)
class Raw:
    """Frame what is no packet; while not `allowed`, or right behind a broken packet, only count it."""

    framer: Framer
    allowed: bool = True
    _dirty: bool = field(default=False, init=False)
    _size: int = field(default=0, init=False)
    _head: bytearray = field(default_factory=bytearray, init=False)

    @property
    def pending(self) -> int:
        """Return how many bytes of an unfinished code came."""
        return self.framer.pending

    @property
    def counted(self) -> int:
        """Return how many bytes came since the last packet or silence that are no code."""
        return self._size

    def feed(self, data: bytes) -> list[Said]:
        """Take bytes that belong to no packet."""
        if self.allowed and not self._dirty:
            return [_judged(frame) for frame in self.framer.feed(data)]
        self._size += len(data)
        self._head += data[: KEPT - len(self._head)]
        return []

    def quiet(self) -> list[Said]:
        """Say that the line was quiet for the framer's silence: a code without a terminator is over."""
        return [_judged(frame) for frame in self.framer.idle()]

    def forbid(self) -> list[Said]:
        """Take no raw data from here on."""
        self.allowed = False
        return self.cut()

    def cut(self) -> list[Said]:
        """Say that a packet begins here: what came right before it, unended, is no code."""
        size = self.framer.pending
        self.framer.abandon()
        return [Broken(BrokenReason.INCOMPLETE, size)] if size else []

    def soil(self) -> None:
        """Say that a packet was broken: what comes until the next packet or silence is its rest."""
        self._dirty = True

    def end(self) -> Run | None:
        """End what was counted, at a packet or a silence; None where nothing was."""
        run = Run(self._size, bytes(self._head), self._dirty) if self._size else None
        self._size, self._dirty = 0, False
        self._head.clear()
        return run


def _judged(frame: Frame) -> Said:
    if frame.fault:
        return Broken(frame.fault, frame.size)
    return Code(frame.data) if is_text(frame.data) else Broken(BrokenReason.INCOMPLETE, frame.size)


def is_text(data: bytes) -> bool:
    """Tell whether bytes are text in UTF-8 with nothing in it that a barcode would not hold."""
    try:
        return _TEXT.fullmatch(data.decode("utf-8")) is not None
    except UnicodeDecodeError:
        return False
