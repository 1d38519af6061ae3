"""Kinds of cell: how codes, yes and no, amounts and dates are written in CSV."""

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta, tzinfo
from typing import TypeVar

from station.adapters.config.kinds import TEXT, Kind
from station.adapters.site_files.csv_rows import CsvRow
from station.domain.calendar import day_of
from station.domain.errors import DomainError
from station.domain.identifiers import parse_bin, parse_rma, parse_serial, parse_sku, plain_code
from station.domain.phrases import Phrase, phrase
from station.domain.texts import Texts

T = TypeVar("T")

_LONGEST_NUMBER = 9


def _parsed(parse: Callable[[str], T]) -> Callable[[object], T | None]:
    def read(value: object) -> T | None:
        try:
            return parse(str(value))
        except DomainError:
            return None

    return read


def _code(parse: Callable[[str], T], blank: T, longest: int = 64) -> Kind[T]:
    # What a spreadsheet would work out is no code: it comes out of every list as it went in.
    def plain(text: str) -> T | None:
        return None if text.startswith(("+", "-")) else _parsed(parse)(text)

    expected = phrase(
        'a code of at most %(longest)s characters that does not start with "$"', longest=longest
    )
    return Kind(expected, lambda value: plain(str(value)), blank)


SKU = _code(parse_sku, parse_sku("?"))
RMA = _code(parse_rma, parse_rma("?"))
SERIAL = _code(parse_serial, parse_serial("?"))
BIN = _code(parse_bin, parse_bin("?"), longest=20)
CODE = _code(plain_code, "?")

YES_NO = Kind(
    phrase("yes or no"),
    lambda value: {"yes": True, "no": False}.get(str(value).lower()),
    False,
    ("yes", "no"),
)


def count(least: int) -> Kind[int]:
    """A whole number in plain digits, ``least`` or more."""

    def read(value: object) -> int | None:
        text = str(value)
        plain = text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER
        return int(text) if plain and int(text) >= least else None

    return Kind(phrase("a whole number, %(least)s or more", least=least), read, least)


_PRICE = re.compile(
    r"(?:\d{1,9}|\d{1,3}(?:[ \u00a0\u202f'’]\d{3})+)(?:[.,]\d{1,2})?"
    r"|\d{1,3}(?:\.\d{3})+,\d{1,2}|\d{1,3}(?:,\d{3})+\.\d{1,2}",
    re.ASCII,
)


def _minor(value: object) -> int | None:
    text = str(value)
    if not _PRICE.fullmatch(text):
        return None
    whole, _, part = text[:-3], text[-3:-2], text[-2:]
    for places in (1, 2):
        if len(text) > places and text[-places - 1] in ".,":
            whole, part = text[: -places - 1], text[-places:].ljust(2, "0")
            break
    else:
        whole, part = text, "00"
    return int("".join(filter(str.isdigit, whole)) + part)


PRICE = Kind(phrase("a price such as 129.00 or 129,00, with at most 2 decimals and no currency"), _minor, 0)


def day(today: date, zone: tzinfo | None = None, slashes: bool = False) -> Kind[date]:
    """A date such as 2026-03-31 or 31.03.2026, days before today such as -9, or an instant with its offset
    from UTC, which is taken as the day on which it falls in the site's ``zone``; None is this machine's.

    31/03/2026 is one where it cannot be another; ``slashes`` says that the file has the day first."""

    def read(value: object) -> date | None:
        text = str(value)
        try:
            back = text.startswith("-") or text == "0"
            return today + timedelta(days=int(text)) if back else _written(text, zone, slashes)
        except (ValueError, OverflowError):
            return None

    return Kind(_DAY, read, today, hint=_either)


def first_is_day(texts: Iterable[str]) -> bool:
    """Tell whether dates with slashes have the day first: one of them shows it and none the opposite."""
    found = [(int(m[1]), int(m[2])) for text in texts if (m := _SLASHES.fullmatch(text))]
    return any(first > 12 for first, _ in found) and not any(second > 12 for _, second in found)


def _either(value: object) -> Phrase | None:
    """Say which two days a date with slashes may be."""
    match = _SLASHES.fullmatch(str(value))
    if not match:
        return None
    first, second, year = map(int, match.groups())
    if not (1 <= first <= 12 and 1 <= second <= 12):
        return None
    one, other = f"{year}-{second:02d}-{first:02d}", f"{year}-{first:02d}-{second:02d}"
    return phrase("one day only: this is %(one)s or %(other)s, write which", one=one, other=other)


_DOTS = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", re.ASCII)
_SLASHES = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)
_DAY = phrase("a date such as 2026-03-31 or 2026-03-31T23:30+03:00, or days before today such as -9")


def _written(text: str, zone: tzinfo | None, slashes: bool = False) -> date:
    """Read a date or an instant. Raises ValueError: an instant without an offset may be on either day."""
    if match := _DOTS.fullmatch(text) or _SLASHES.fullmatch(text):
        first, second, year = map(int, match.groups())
        if "/" in text and not slashes and first <= 12 and first != second:
            raise ValueError(text)
        return date(year, second, first)
    if len(text) <= len("2026-03-31"):
        return date.fromisoformat(text)
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError(text)
    return day_of(at, zone)


DATE = Kind(phrase("a date such as 2026-03-31"), lambda value: _date(str(value)), date.min, hint=_either)


def _date(text: str) -> date | None:
    try:
        return _written(text, None) if len(text) <= len("2026-03-31") else None
    except ValueError:
        return None


def texts(row: CsvRow) -> Texts:
    """Read the columns en, he and ru; where one of the last two is empty, English is shown."""
    return Texts(row.take("en", TEXT), row.maybe("he", TEXT) or "", row.maybe("ru", TEXT) or "")
