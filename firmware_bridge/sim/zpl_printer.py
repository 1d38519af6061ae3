"""A label printer that is not there: it understands ZPL's pictures, and answers how it is.

Written from the ZPL II Programming Guide (^GF, ~HS, ~JX), apart from what drives it: whatever it does
not know is kept in ``unknown``, so that a test can tell that nothing else was ever sent.
"""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
import numpy.typing as npt

Picture = npt.NDArray[np.bool_]

STX, ETX = "\x02", "\x03\r\n"
_COMMAND = re.compile(rb"[\^~]([A-Z@][A-Z0-9@]?)([^\^~]*)")
_SIGNS = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYghijklmnopqrstuvwxyz,!:")
_GRAPHIC = re.compile(r"A?,(\d+),(\d+),(\d+),(.*)", re.DOTALL)
MOST_BUFFER = 4 << 20
MOST_DOTS = 4096
MOST_KEPT = 50  # pictures of what was printed last


class Fault(StrEnum):
    """What can keep a printer from printing, beside being away."""

    PAPER_OUT = "paper_out"
    RIBBON_OUT = "ribbon_out"
    HEAD_OPEN = "head_open"
    PAUSED = "paused"
    TOO_HOT = "too_hot"


@dataclass(slots=True)
class Format:
    """A label under way, from ^XA on."""

    width: int = 0
    length: int = 0
    origin: tuple[int, int] = (0, 0)
    copies: int = 1
    fields: list[tuple[tuple[int, int], Picture]] = field(default_factory=list)

    def picture(self) -> Picture:
        """Print: put every field onto blank paper, cut off at its edges."""
        paper = np.zeros((self.length, self.width), np.bool_)
        for (x, y), dots in self.fields:
            part = paper[y : y + dots.shape[0], x : x + dots.shape[1]]
            part |= dots[: part.shape[0], : part.shape[1]]
        return paper


@dataclass(slots=True)
class ZplPrinter:
    """The printer itself, without a way to it. Safe from several threads.

    ``mute_in_fault`` is how some firmware is: no answer at all while paper, ribbon or head are wrong.
    """

    mute_in_fault: bool = False
    printed: list[Picture] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    faults: set[Fault] = field(default_factory=set)
    darkness: int | None = None
    _waiting: list[Picture] = field(default_factory=list, init=False)
    _heard: bytes = field(default=b"", init=False)
    _format: Format | None = field(default=None, init=False)
    _lock: threading.RLock = field(default_factory=threading.RLock, init=False)

    def feed(self, data: bytes) -> bytes:
        """Take bytes as they come and return what it answers to them."""
        with self._lock:
            self._heard = (self._heard + data)[-MOST_BUFFER:]
            answer = b""
            while found := self._next():
                answer += self._do(found[1].decode(), found[2])
            return answer

    def power_off(self) -> None:
        """Lose everything that is not on paper."""
        with self._lock:
            self._heard, self._format = b"", None
            self._waiting.clear()

    def set(self, fault: Fault, on: bool) -> None:
        """Make a fault or mend it; what waited is printed at once."""
        with self._lock:
            (self.faults.add if on else self.faults.discard)(fault)
            self._print()

    def _next(self) -> re.Match[bytes] | None:
        """Take the first command off the buffer, once it is known to be whole."""
        found = _COMMAND.search(self._heard)
        if found is None or not self._whole(found):
            return None
        self._heard = self._heard[found.end() :]
        return found

    def _whole(self, found: re.Match[bytes]) -> bool:
        """A command is whole when the next begins, or a line ends; those without fields at once."""
        bare = found[1] in (b"XA", b"XZ", b"HS", b"JX", b"FS")
        return bare or found.end() < len(self._heard) or found[0].endswith(b"\n")

    def _do(self, name: str, rest: bytes) -> bytes:
        text = rest.decode("ascii", "replace").strip("\r\n")
        if name == "HS":
            return self._status()
        try:
            _COMMANDS[name](self, text)
        except (KeyError, ValueError, IndexError):
            self.unknown.append(f"{name}{text[:40]}")
        return b""

    # Its commands --------------------------------------------------------------------------------

    def _begin(self, _: str) -> None:
        self._format = Format()

    def _end(self, _: str) -> None:
        if self._format is not None:
            self._waiting += [self._format.picture()] * self._format.copies
            self._format = None
        self._print()

    def _drop(self, _: str) -> None:
        self._format = None

    def _set_width(self, text: str) -> None:
        self._at().width = _within(text, MOST_DOTS)

    def _set_length(self, text: str) -> None:
        self._at().length = _within(text, MOST_DOTS)

    def _set_origin(self, text: str) -> None:
        x, y = (_within(number, MOST_DOTS) for number in text.split(","))
        self._at().origin = (x, y)

    def _set_copies(self, text: str) -> None:
        self._at().copies = _within(text, MOST_KEPT)

    def _set_darkness(self, text: str) -> None:
        self.darkness = _within(text, 30)

    def _graphic(self, text: str) -> None:
        found = _GRAPHIC.fullmatch(text[1:] if text.startswith("F") else text)
        if found is None or not 0 < int(found[3]) <= int(found[2]) <= MOST_BUFFER:
            raise ValueError(text)
        across = int(found[3])
        dots = unpacked(found[4], across, int(found[2]) // across)
        self._at().fields.append((self._at().origin, dots))

    def _nothing(self, _: str) -> None:
        """Take a command that changes nothing here."""

    def _at(self) -> Format:
        return self._format if self._format is not None else Format()

    def _print(self) -> None:
        if not self.faults:
            self.printed = [*self.printed, *self._waiting][-MOST_KEPT:]
            self._waiting = []

    def _status(self) -> bytes:
        if self.mute_in_fault and self.faults - {Fault.PAUSED}:
            return b""
        flag = {fault: int(fault in self.faults) for fault in Fault}
        partial, waiting = int(self._format is not None), len(self._waiting)
        length = self._format.length if self._format else 0
        lines = (
            f"030,{flag[Fault.PAPER_OUT]},{flag[Fault.PAUSED]},{length:04d},{waiting:03d},0,0,{partial},000,0,0,"
            f"{flag[Fault.TOO_HOT]}",
            f"000,0,{flag[Fault.HEAD_OPEN]},{flag[Fault.RIBBON_OUT]},0,2,4,0,00000000,1,000",
            "1234,0",
        )
        return "".join(f"{STX}{line}{ETX}" for line in lines).encode()


_COMMANDS = {
    "XA": ZplPrinter._begin,
    "XZ": ZplPrinter._end,
    "JX": ZplPrinter._drop,
    "PW": ZplPrinter._set_width,
    "LL": ZplPrinter._set_length,
    "LH": ZplPrinter._nothing,
    "FO": ZplPrinter._set_origin,
    "GF": ZplPrinter._graphic,
    "FS": ZplPrinter._nothing,
    "PQ": ZplPrinter._set_copies,
    "SD": ZplPrinter._set_darkness,
}


def _within(text: str, most: int) -> int:
    """Read a number from 0 to ``most``. Raises ValueError for anything else."""
    number = int(text)
    if not 0 <= number <= most:
        raise ValueError(text)
    return number


def unpacked(text: str, across: int, rows: int) -> Picture:
    """Unpack ^GFA data, ``across`` bytes a row, into dots. Rows that did not come are white."""
    digits = across * 2
    lines: list[str] = []
    line, times = "", 0
    for sign in text:
        if sign not in _SIGNS:
            continue
        if sign.isupper() and sign > "F":
            times += ord(sign) - ord("F")
        elif sign.islower() and sign > "f":
            times += (ord(sign) - ord("f")) * 20
        elif sign in ",!":
            line += ("0" if sign == "," else "F") * (digits - len(line))
        elif sign == ":":
            lines.append(lines[-1] if lines else "0" * digits)
        else:
            line, times = line + sign * max(times, 1), 0
        while len(line) >= digits:
            lines.append(line[:digits])
            line = line[digits:]
    lines = [*lines, *["0" * digits] * rows][:rows]
    packed = np.array([list(bytes.fromhex(each)) for each in lines], np.uint8).reshape(rows, across)
    return np.unpackbits(packed, axis=1).astype(np.bool_)
