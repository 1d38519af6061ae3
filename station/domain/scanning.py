"""What a scan says: a command of ours, a badge, or a code that names something."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from station.domain.identifiers import RESERVED

COMMAND_PREFIX = RESERVED + "RS-"
BADGE_PREFIX = RESERVED + "ID-"
MOVE_PREFIX = RESERVED + "MV-"
_AIM = re.compile(r"\][A-Za-z][0-9A-Za-z]")


class Source(StrEnum):
    """How a scan came in."""

    SCANNER = "scanner"
    WEDGE = "wedge"
    CAMERA = "camera"


@dataclass(frozen=True, slots=True)
class Scan:
    """A decoded reading. ``aim`` is the AIM identifier such as "]E0", where the device sends it."""

    text: str
    aim: str | None
    device: str
    at: datetime
    source: Source
    simulated: bool


class Gs1Problem(StrEnum):
    WRONG_CHECK_DIGIT = "wrong_check_digit"
    MALFORMED_GS1 = "malformed_gs1"


@dataclass(frozen=True, slots=True)
class Gs1Facts:
    """What GS1's grammar finds in a scan. ``gtin`` has 14 digits; all None where it is not GS1."""

    gtin: str | None = None
    serial: str | None = None
    lot: str | None = None
    expiry: date | None = None
    sscc: str | None = None
    problem: Gs1Problem | None = None


class Names(StrEnum):
    """What a code can be the name of."""

    LPN = "lpn"
    RMA = "rma"
    TRACKING = "tracking"
    ORDER = "order"
    SERIAL = "serial"
    GTIN = "gtin"
    SKU = "sku"
    BIN = "bin"


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that a code names: its kind, and the key it is kept under.

    The key is an rma for rma, tracking and order; ``rma/line`` for an expected serial; a sku for
    gtin and sku; an inspection id for an lpn; a bin code for a bin.
    """

    names: Names
    key: str


class Command(StrEnum):
    """What a person can tell the bench, by key, by touch or from the printed sheet."""

    ONE = "1"
    TWO = "2"
    THREE = "3"
    FOUR = "4"
    FIVE = "5"
    SIX = "6"
    SEVEN = "7"
    EIGHT = "8"
    NINE = "9"
    PHOTO = "PHOTO"
    BACK = "BACK"
    UNDO = "UNDO"
    HOLD = "HOLD"
    OVERRIDE = "OVERRIDE"
    CANCEL = "CANCEL"
    PRINT = "PRINT"
    WEIGH = "WEIGH"
    FULL = "FULL"
    EMPTY = "EMPTY"
    PARCEL = "PARCEL"
    ALL_THERE = "ALL"
    REST_MISSING = "MISSING"

    @property
    def printed(self) -> str:
        """Return the text of its code on the command sheet."""
        return COMMAND_PREFIX + self.value

    @property
    def number(self) -> int | None:
        return int(self.value) if self.value.isdigit() else None


def tidy(scan: Scan) -> Scan:
    """Take an AIM identifier out of the text, where a device left it, and half characters."""
    text = scan.text.encode("utf-8", "replace").decode()
    if scan.aim is None and _AIM.match(text):
        return replace(scan, aim=text[:3], text=text[3:])
    return replace(scan, text=text)


def command_in(text: str) -> Command | None:
    """Return the command of a scan from the printed sheet, None for anything else."""
    value = text.removeprefix(COMMAND_PREFIX)
    return Command(value) if value != text and value in set(Command) else None


def badge_in(text: str) -> str | None:
    """Return the secret of a badge scan, None for anything else."""
    return text.removeprefix(BADGE_PREFIX) if text.startswith(BADGE_PREFIX) else None


def move_in(text: str) -> str | None:
    """Return the bin of a scan that moves its items on, None for anything else."""
    return text.removeprefix(MOVE_PREFIX) if text.startswith(MOVE_PREFIX) else None


def candidates(scan: Scan, gs1: Gs1Facts) -> tuple[str, ...]:
    """List the codes under which to look a scan up, the most exact first."""
    text = scan.text.strip()
    found = (gs1.serial, gs1.gtin, text, text.upper())
    return tuple(dict.fromkeys(code for code in found if code))


def is_double(scan: Scan, previous: Scan | None, window_ms: int) -> bool:
    """Tell whether a scan repeats the one before it, by the same device, within the window."""
    if previous is None or (scan.text, scan.device) != (previous.text, previous.device):
        return False
    return 0 <= (scan.at - previous.at).total_seconds() * 1000 < window_ms
