"""Kinds of cell: how codes, yes and no, amounts and dates are written in CSV."""

from collections.abc import Callable
from datetime import date, datetime, timedelta, tzinfo
from typing import TypeVar

from station.adapters.config.kinds import TEXT, Kind
from station.adapters.site_files.csv_rows import CsvRow
from station.domain.calendar import day_of
from station.domain.errors import DomainError
from station.domain.identifiers import parse_bin, parse_rma, parse_serial, parse_sku, plain_code
from station.domain.phrases import phrase
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
    expected = phrase(
        'a code of at most %(longest)s characters that does not start with "$"', longest=longest
    )
    return Kind(expected, _parsed(parse), blank)


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


def day(today: date, zone: tzinfo | None = None) -> Kind[date]:
    """A date such as 2026-03-31, days before today such as -9, or an instant with its offset from UTC,
    which is taken as the day on which it falls in the site's ``zone``; None is this machine's."""

    def read(value: object) -> date | None:
        text = str(value)
        try:
            back = text.startswith("-") or text == "0"
            return today + timedelta(days=int(text)) if back else _written(text, zone)
        except (ValueError, OverflowError):
            return None

    return Kind(_DAY, read, today)


_DAY = phrase("a date such as 2026-03-31 or 2026-03-31T23:30+03:00, or days before today such as -9")


def _written(text: str, zone: tzinfo | None) -> date:
    """Read a date or an instant. Raises ValueError: an instant without an offset may be on either day."""
    if len(text) <= len("2026-03-31"):
        return date.fromisoformat(text)
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError(text)
    return day_of(at, zone)


def texts(row: CsvRow) -> Texts:
    """Read the columns en, he and ru; where one of the last two is empty, English is shown."""
    return Texts(row.take("en", TEXT), row.maybe("he", TEXT) or "", row.maybe("ru", TEXT) or "")
