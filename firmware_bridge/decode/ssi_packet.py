"""Zebra SSI's packets: made, checked, and cut out of a stream that may hold anything.

`Length | Opcode | Source | Status | data... | Checksum (high, low)`: the length counts all but the checksum,
the checksum is the two's complement of the sum of the bytes before it.
Source: Zebra's Simple Serial Interface programmer's guide, and the shared hardware page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import IntEnum, IntFlag

DECODER = 0
HOST = 4
HEADER = 4
CHECKSUM = 2
MAX_DATA = 255 - HEADER


class Opcode(IntEnum):
    """Name what a packet is for."""

    MANAGEMENT = 0x80
    REQUEST_REVISION = 0xA3
    REPLY_REVISION = 0xA4
    IMAGE_DATA = 0xB1
    VIDEO_DATA = 0xB4
    AIM_OFF = 0xC4
    AIM_ON = 0xC5
    PARAM_SEND = 0xC6
    PARAM_REQUEST = 0xC7
    PARAM_DEFAULTS = 0xC8
    ACK = 0xD0
    NAK = 0xD1
    FLUSH_QUEUE = 0xD2
    CAPABILITIES_REQUEST = 0xD3
    CAPABILITIES_REPLY = 0xD4
    START = 0xE4
    STOP = 0xE5
    BEEP = 0xE6
    LED_ON = 0xE7
    LED_OFF = 0xE8
    SCAN_ENABLE = 0xE9
    SCAN_DISABLE = 0xEA
    SLEEP = 0xEB
    DECODE_DATA = 0xF3
    EVENT = 0xF6


class Status(IntFlag):
    """Name the bits of the status byte that the guide knows."""

    RETRANSMIT = 0x01
    CONTINUED = 0x02
    PERMANENT = 0x08


class Cause(IntEnum):
    """Name why a packet was not acknowledged."""

    RESEND = 1
    BAD_CONTEXT = 2
    DENIED = 6


WAKEUP = b"\x00"
# Devices were seen to set bits 5 and 7, which the guide wants clear; bit 3 goes with parameters only.
_PLAIN_STATUS = bytes(value for value in range(256) if not value & ~0xA3)
_PARAM_STATUS = bytes(value for value in range(256) if not value & ~0xAB)
# What a scanner is known to send counts with any status, but only whole: bytes with an odd one that turn out
# to be no packet were none.
_SENT = bytes((0x80, 0xA4, 0xB1, 0xB4, 0xC6, 0xD0, 0xD1, 0xD4, 0xF3, 0xF6))
_ANY_STATUS = bytes(range(256))


def _one_of(values: bytes) -> bytes:
    return b"[" + b"".join(re.escape(values[at : at + 1]) for at in range(len(values))) + b"]"


def _header(status: bytes, opcode: bytes) -> bytes:
    """Match one kind of header, or as much of it as stands at the end of what came."""
    return opcode + rb"(?:\Z|\x00(?:\Z|" + _one_of(status) + b"))"


# No text holds a NUL behind a byte above 7F: a header is never mistaken for raw data.
_START = re.compile(
    rb"[\x04-\xff](?:\Z|"
    + _header(_ANY_STATUS, _one_of(_SENT))
    + b"|"
    + _header(_PLAIN_STATUS, rb"[\x80-\xff]")
    + b")",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Packet:
    """One packet: its opcode, at most 251 bytes of data, who sends it, and the status bits."""

    opcode: int
    data: bytes = b""
    source: int = HOST
    status: int = 0

    @property
    def retransmit(self) -> bool:
        """Tell whether the sender says that it sent this before."""
        return bool(self.status & Status.RETRANSMIT)

    @property
    def continued(self) -> bool:
        """Tell whether more packets of the same message follow."""
        return bool(self.status & Status.CONTINUED)

    def encode(self) -> bytes:
        """Write the packet as it goes over the wire; data beyond 251 bytes is the caller's mistake."""
        head = bytes((HEADER + len(self.data), self.opcode, self.source, self.status))
        return sealed(head + self.data)


@dataclass(frozen=True, slots=True)
class Damaged:
    """Bytes that began as a packet and are none: a wrong checksum, or a silence in their midst (`cut`)."""

    opcode: int
    status: int
    size: int
    cut: bool = False

    @property
    def retransmit(self) -> bool:
        """Tell whether the header says that this was sent before."""
        return bool(self.status & Status.RETRANSMIT)

    @property
    def continued(self) -> bool:
        """Tell whether the header says that more packets follow."""
        return bool(self.status & Status.CONTINUED)


@dataclass(frozen=True, slots=True)
class Stray:
    """Bytes that belong to no packet: raw data, or noise."""

    data: bytes


Piece = Packet | Damaged | Stray


def checksum(body: bytes) -> int:
    """Sum up everything before the checksum and take the two's complement, 16 bits."""
    return -sum(body) & 0xFFFF


def sealed(body: bytes) -> bytes:
    """Add the checksum to everything before it."""
    return body + checksum(body).to_bytes(CHECKSUM, "big")


def parse(frame: bytes) -> Packet | None:
    """Read exactly one packet, from either side; None when length or checksum is wrong."""
    if len(frame) < HEADER + CHECKSUM or len(frame) != frame[0] + CHECKSUM:
        return None
    body = frame[:-CHECKSUM]
    if checksum(body) != int.from_bytes(frame[-CHECKSUM:], "big"):
        return None
    return Packet(body[1], body[HEADER:], body[2], body[3])


@dataclass(slots=True)
class Cutter:
    """Cut a decoder's stream into packets and what is none; keeps at most one unfinished packet.

    A packet with a wrong checksum is skipped whole and never searched: what its data looks like was not sent
    as a packet, and its sender repeats it.
    """

    _kept: bytearray = field(default_factory=bytearray, init=False)

    @property
    def pending(self) -> int:
        """Return how many bytes may be the front of a packet."""
        return len(self._kept)

    @property
    def in_data(self) -> bool:
        """Tell whether what is kept is surely the front of a decoded code."""
        return self._kept[1:2] == bytes((Opcode.DECODE_DATA,)) and _plain(self._kept)

    def feed(self, data: bytes) -> list[Piece]:
        """Take bytes as they arrived and return what they finish, in order."""
        self._kept += data
        return list(self._cut())

    def silence(self) -> list[Piece]:
        """Say that nothing came for longer than a packet may pause: what is kept will not be finished."""
        pieces = list(self._cut(over=True))
        kept = bytes(self._kept)
        self._kept.clear()
        if len(kept) >= HEADER:
            return [*pieces, Damaged(kept[1], kept[3], len(kept), cut=True)]
        return [*pieces, Stray(kept)] if kept else pieces

    def _cut(self, over: bool = False) -> Iterator[Piece]:
        """Take whole packets out, and what is before them; `over` tells that nothing more will come."""
        data = bytes(self._kept)
        done = at = 0
        while True:
            found = _START.search(data, at)
            start = found.start() if found else len(data)
            frame = data[start : start + data[start] + CHECKSUM] if found else b""
            whole = len(frame) >= HEADER and len(frame) == frame[0] + CHECKSUM
            packet = parse(frame)
            if packet is None and (whole or over) and len(frame) >= HEADER and not _plain(frame):
                at = start + 1  # no packet: one may begin in what was taken for its front
                continue
            if start > done:
                yield Stray(data[done:start])
            done = start
            if not whole:
                break
            yield packet or Damaged(frame[1], frame[3], len(frame))
            done = at = start + len(frame)
        self._kept = bytearray(data[done:])


def _plain(front: bytes | bytearray) -> bool:
    """Tell whether the status byte is there and has no bit that devices were not seen to set."""
    allowed = _PARAM_STATUS if front[1:2] == bytes((Opcode.PARAM_SEND,)) else _PLAIN_STATUS
    return len(front) >= HEADER and front[3] in allowed
