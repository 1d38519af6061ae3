"""MT-SICS, the language that most bench scales speak: lines of words, replies that repeat the command.

`S` asks for a stable weight, `SI` for the weight of this moment, `I4` for the serial number, `Z` sets to
zero, `T` tares. After the published reference manuals; levels 0 and 1 only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from firmware_bridge.decode.framing import Framer, Terminator

NOW, STABLE_ONLY, SERIAL_NUMBER = b"SI\r\n", b"S\r\n", b"I4\r\n"
ZERO, TARE = b"Z\r\n", b"T\r\n"
LONGEST = 120
GRAMS: dict[str, Decimal] = {
    "mg": Decimal("0.001"),
    "g": Decimal(1),
    "kg": Decimal(1000),
    "t": Decimal(1_000_000),
    "oz": Decimal("28.349523125"),
    "lb": Decimal("453.59237"),
    "ct": Decimal("0.2"),
}
WEIGHT = re.compile(
    r"S[IR]?\s+(?P<state>[SD])\s+(?P<value>[-+]?\s*\d{0,9}(?:\.\d{0,6})?)\s*(?P<unit>[A-Za-z]+)"
)
TEXT = re.compile(r'I4\s+A\s+"(?P<text>[^"]*)"')


class Load(StrEnum):
    """Name what a scale says of what lies on it."""

    STABLE = "stable"
    MOVING = "moving"
    OVERLOAD = "overload"
    UNDERLOAD = "underload"
    BUSY = "busy"


@dataclass(frozen=True, slots=True)
class Reading:
    """One answer to a question for the weight; `grams` where there is one."""

    load: Load
    grams: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Identity:
    """A scale's own serial number."""

    serial_number: str


@dataclass(frozen=True, slots=True)
class Refused:
    """The scale did not understand: `ES` syntax, `ET` transmission, `EL` logic; or an answer we do not."""

    line: str


Reply = Reading | Identity | Refused
WITHOUT_WEIGHT = {"+": Load.OVERLOAD, "-": Load.UNDERLOAD, "I": Load.BUSY}
STATES = {"S": Load.STABLE, "D": Load.MOVING}


@dataclass(slots=True)
class Sics:
    """Cut a scale's stream into replies. Never raises; keeps one unfinished line."""

    _framer: Framer = field(default_factory=lambda: Framer(Terminator.AUTO, max_length=LONGEST), init=False)

    @property
    def pending(self) -> int:
        """Return how many bytes of an unfinished line arrived."""
        return self._framer.pending

    def feed(self, data: bytes) -> list[Reply]:
        """Take bytes as they arrived and return the replies they finish."""
        return [parse(frame.data.decode("latin-1")) for frame in self._framer.feed(data)]


def parse(line: str) -> Reply:
    """Read one line."""
    words = line.split()
    if len(words) == 2 and words[0] in {"S", "SI", "SR"} and words[1] in WITHOUT_WEIGHT:
        return Reading(WITHOUT_WEIGHT[words[1]])
    weight, text = WEIGHT.fullmatch(line.strip()), TEXT.fullmatch(line.strip())
    if weight is not None:
        return _reading(weight) or Refused(line)
    return Identity(text["text"].strip()) if text is not None else Refused(line)


def _reading(weight: re.Match[str]) -> Reading | None:
    unit, value = GRAMS.get(weight["unit"].lower()), weight["value"].replace(" ", "")
    if unit is None or not any(map(str.isdigit, value)):
        return None
    return Reading(STATES[weight["state"]], Decimal(value) * unit)
