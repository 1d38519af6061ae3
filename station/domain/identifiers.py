"""Codes that name things: how each is written, and which of them carry a check digit."""

import re
from typing import NewType

from station.domain.errors import DomainError, Reason

Lpn = NewType("Lpn", str)
Rma = NewType("Rma", str)
Sku = NewType("Sku", str)
Gtin = NewType("Gtin", str)
Serial = NewType("Serial", str)
BinCode = NewType("BinCode", str)

# "$" starts what the station itself prints. GS1's character sets 39 and 82 have no "$", so no
# product code can be mistaken for a command or a badge.
RESERVED = "$"
_PLAIN = re.compile(r"[^\s\x00-\x1f$][^\x00-\x1f]*")
_LPN = re.compile(r"L(\d{2})-(\d{7})-(\d)")


def check_digit(digits: str) -> str:
    """Return the GS1 modulo-10 check digit for ``digits`` (weights 3 and 1 from the right)."""
    weighted = sum(int(d) * (3 if i % 2 == 0 else 1) for i, d in enumerate(reversed(digits)))
    return str(-weighted % 10)


def make_lpn(station: str, number: int) -> Lpn:
    """Make the licence plate ``L<station>-<number>-<check>``, for station "07" L07-0000123-4."""
    body = f"{number:07d}"
    return Lpn(f"L{station}-{body}-{check_digit(station + body)}")


def lpn_number(lpn: Lpn) -> tuple[str, int]:
    """Return the station and the number of a licence plate."""
    station, number, _ = lpn[1:].split("-")
    return station, int(number)


def parse_lpn(text: str) -> Lpn:
    """Parse a licence plate. Raises MALFORMED_CODE or WRONG_CHECK_DIGIT."""
    match = _LPN.fullmatch(text.upper())
    if not match:
        raise DomainError(Reason.MALFORMED_CODE, code=text)
    if check_digit(match[1] + match[2]) != match[3]:
        raise DomainError(Reason.WRONG_CHECK_DIGIT, code=text)
    return Lpn(text.upper())


def parse_gtin(text: str) -> Gtin:
    """Parse 8, 12, 13 or 14 digits into a GTIN-14. Raises MALFORMED_CODE or WRONG_CHECK_DIGIT."""
    if not (text.isascii() and text.isdigit() and len(text) in (8, 12, 13, 14)):
        raise DomainError(Reason.MALFORMED_CODE, code=text)
    if check_digit(text[:-1]) != text[-1]:
        raise DomainError(Reason.WRONG_CHECK_DIGIT, code=text)
    return Gtin(text.zfill(14))


def plain_code(text: str, longest: int = 64) -> str:
    """Return a code without surrounding space. Raises MALFORMED_CODE for "$" in front, control
    characters, nothing at all, or more than ``longest`` characters."""
    code = text.strip()
    if len(code) > longest or not _PLAIN.fullmatch(code):
        raise DomainError(Reason.MALFORMED_CODE, code=code[:longest])
    return code


def parse_rma(text: str) -> Rma:
    return Rma(plain_code(text))


def parse_sku(text: str) -> Sku:
    return Sku(plain_code(text))


def parse_serial(text: str) -> Serial:
    return Serial(plain_code(text))


def parse_bin(text: str) -> BinCode:
    return BinCode(plain_code(text, longest=20))
