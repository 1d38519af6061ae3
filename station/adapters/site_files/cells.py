"""Kinds of cell: how codes, yes and no, amounts and dates are written in CSV."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import TypeVar

from station.adapters.config.kinds import TEXT, Kind
from station.adapters.site_files.csv_rows import CsvRow
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


def day(today: date) -> Kind[date]:
    """A date such as 2026-03-31, or days before today such as -9."""

    def read(value: object) -> date | None:
        text = str(value)
        try:
            back = text.startswith("-") or text == "0"
            return today + timedelta(days=int(text)) if back else date.fromisoformat(text)
        except (ValueError, OverflowError):
            return None

    return Kind(phrase("a date such as 2026-03-31, or days before today such as -9"), read, today)


def texts(row: CsvRow) -> Texts:
    """Read the columns en, he and ru; where one of the last two is empty, English is shown."""
    return Texts(row.take("en", TEXT), row.maybe("he", TEXT) or "", row.maybe("ru", TEXT) or "")
