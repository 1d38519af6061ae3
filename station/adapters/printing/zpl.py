"""ZPL: a picture as one ^GFA field, and what the printer answers to ~HS.

Only dots go to the printer, so that nothing written on a label can be a command. The run lengths are
ZPL's own: G to Y repeat the next digit 1 to 19 times, g to z 20 to 400 times; a comma fills a row with
white, an exclamation mark with black, a colon repeats the row before (ZPL II Programming Guide, ^GF, ~HS).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise

import numpy as np

from station.adapters.printing.media import Media, Picture
from station.domain.printing import PrinterState

ASK = b"~HS\r\n"
# Drops a label that broke off on its way here before; labels that are whole are not touched.
DROP_BROKEN = b"~JX"
PRINT = b"^XZ\r\n"
MOST_RUN = 419


def job(picture: Picture, media: Media) -> bytes:
    """Write one label without its last command: until ``PRINT`` follows, nothing is printed."""
    height, width = picture.shape
    dark = f"~SD{media.darkness:02d}" if media.darkness is not None else ""
    head = f"{dark}^XA^PW{width}^LL{height}^LH0,0^FO0,0"
    return DROP_BROKEN + f"{head}{graphic(picture)}^FS^PQ1".encode("ascii")


def graphic(picture: Picture) -> str:
    """Write a picture as ^GFA; rows are filled up to whole bytes with white."""
    packed = np.packbits(picture, axis=1)
    total = packed.size
    return f"^GFA,{total},{total},{packed.shape[1]},{''.join(_rows(packed))}"


def _rows(packed: "np.ndarray[tuple[int, ...], np.dtype[np.uint8]]") -> Iterator[str]:
    before = None
    for row in packed:
        digits = row.tobytes().hex().upper()
        yield ":" if digits == before else _row(digits)
        before = digits


def _row(digits: str) -> str:
    for fill, sign in (("0", ","), ("F", "!")):
        kept = digits.rstrip(fill)
        if len(digits) - len(kept) > 1:
            return _runs(kept) + sign
    return _runs(digits)


def _runs(digits: str) -> str:
    return "".join(_run(digit, len(list(same))) for digit, same in groupby(digits))


def _run(digit: str, count: int) -> str:
    if count > MOST_RUN:
        return _run(digit, MOST_RUN) + _run(digit, count - MOST_RUN)
    twenties, ones = divmod(count, 20)
    if count < 3:
        return digit * count
    many = chr(ord("g") + twenties - 1) if twenties else ""
    return many + (chr(ord("G") + ones - 1) if ones else "") + digit


# What it answers ---------------------------------------------------------------------------------

_STRINGS = re.compile(rb"\x02([\d,]*)\x03")


@dataclass(frozen=True, slots=True)
class Status:
    """The three strings of ~HS. ``waiting`` counts labels that the printer has and has not printed."""

    paper_out: bool
    paused: bool
    full: bool
    partial: bool
    corrupt: bool
    too_hot: bool
    head_open: bool
    ribbon_out: bool
    waiting: int

    @property
    def state(self) -> PrinterState:
        """Name the one thing that a person has to see to first."""
        told = (
            (self.head_open, PrinterState.HEAD_OPEN),
            (self.paper_out, PrinterState.PAPER_OUT),
            (self.ribbon_out, PrinterState.RIBBON_OUT),
            (self.too_hot, PrinterState.TOO_HOT),
            (self.paused, PrinterState.PAUSED),
            (self.full, PrinterState.FULL),
        )
        return next((state for true, state in told if true), PrinterState.READY)


def status_in(heard: bytes) -> Status | None:
    """Read an answer to ~HS; None while it is not whole, or for something else."""
    strings = [found.decode().split(",") for found in _STRINGS.findall(heard)]
    for first, second in pairwise(strings):
        if len(first) >= 12 and len(second) >= 9:
            return _status(first, second)
    return None


def _status(first: list[str], second: list[str]) -> Status:
    def flag(field: str) -> bool:
        return field.strip("0") != ""

    return Status(
        paper_out=flag(first[1]),
        paused=flag(first[2]),
        full=flag(first[5]),
        partial=flag(first[7]),
        corrupt=flag(first[9]),
        too_hot=flag(first[11]),
        head_open=flag(second[2]),
        ribbon_out=flag(second[3]),
        waiting=int(first[4] or 0) + int(second[8] or 0),
    )
