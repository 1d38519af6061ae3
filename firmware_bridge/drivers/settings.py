"""Which scanner, which driver, and the habits that cannot be known from outside."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from firmware_bridge.decode.framing import (
    MAX_LENGTH,
    PATIENCE_SECONDS,
    QUIET_SECONDS,
    Framer,
    Terminator,
)


class Flow(StrEnum):
    """Name the handshake of a serial line."""

    NONE = "none"
    RTS_CTS = "rtscts"
    DSR_DTR = "dsrdtr"
    XON_XOFF = "xonxoff"


@dataclass(frozen=True, slots=True)
class LineSettings:
    """How the line is set: 9600 8N1 without handshake is what scanners are delivered with."""

    baud: int = 9600
    bytesize: int = 8
    parity: str = "N"
    stopbits: float = 1
    flow: Flow = Flow.NONE


DEFAULT_LINE = LineSettings()


@dataclass(frozen=True, slots=True)
class Habits:
    """How a scanner is set up to send; whatever a driver has no use for it leaves alone.

    `quiet`, `patience` in seconds, `max_length` in bytes. `layout` is the keyboard layout of a wedge.
    `descriptor` is nobody's choice: the supervisor puts in what an open line says of its reports.
    `acknowledge`: the scanner waits for the host after every code; `ack` and `nak` are what it waits for.
    """

    terminator: Terminator = Terminator.AUTO
    quiet: float = QUIET_SECONDS
    patience: float = PATIENCE_SECONDS
    max_length: int = MAX_LENGTH
    layout: str = "us"
    descriptor: bytes = b""
    prefix: bytes = b""
    suffix: bytes = b""
    acknowledge: bool = False
    ack: bytes = b"\x06"
    nak: bytes = b"\x15"

    def framer(self) -> Framer:
        """Make a framer for a fresh opening."""
        return Framer(self.terminator, self.quiet, self.patience, self.max_length, self.prefix, self.suffix)


DEFAULT_HABITS = Habits()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a driver finds its device, and where locks are kept."""

    path: str
    runtime_dir: Path
    line: LineSettings = DEFAULT_LINE
