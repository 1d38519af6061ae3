"""Kinds of value that a key can take: how each is read, and how it is named to the person who wrote it."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Generic, TypeVar

from station.domain.phrases import Phrase, phrase

T_co = TypeVar("T_co", covariant=True)
E = TypeVar("E", bound=StrEnum)

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_MOST = Decimal("999999999.99")
_CENT = Decimal("0.01")
_AMOUNT = re.compile(r"\d{1,9}(?:\.\d{1,2})?", re.ASCII)
_WITH_A_CURRENCY = re.compile(rf"[^\d\s.,+-]*\s*({_AMOUNT.pattern})\s*[^\d\s.,+-]*\.?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Kind(Generic[T_co]):
    """A kind of value. ``read`` returns None for what is not of it.

    ``blank`` stands in for a wrong value until all problems are found; it never leaves the loader.
    ``names`` are the valid values where they can be listed. What is ``secret`` is never repeated.
    ``hint`` says what to write instead of a certain value, where more can be said than ``expected``.
    """

    expected: Phrase
    read: Callable[[object], T_co | None]
    blank: T_co
    names: tuple[str, ...] = ()
    secret: bool = False
    hint: Callable[[object], Phrase | None] | None = None

    def instead_of(self, value: object) -> Phrase:
        """Say what to write instead of a wrong value."""
        return (self.hint(value) if self.hint else None) or self.expected


def _flag(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


def _filled(value: object) -> str | None:
    if not isinstance(value, str) or not value.strip():
        return None
    return None if _CONTROL.search(value) else value


FLAG = Kind(phrase("true or false"), _flag, False)
TEXT = Kind(phrase("some text on one line"), _filled, "")


def whole(least: int, most: int | None = None) -> Kind[int]:
    """A whole number from ``least`` to ``most``."""

    def read(value: object) -> int | None:
        if not isinstance(value, int) or isinstance(value, bool):
            return None
        return value if value >= least and (most is None or value <= most) else None

    if most is None:
        return Kind(phrase("a whole number, %(least)s or more", least=least), read, least)
    reach = phrase("a whole number, from %(least)s to %(most)s", least=least, most=most)
    return Kind(reach, read, least)


def number(least: float, most: float) -> Kind[float]:
    """A number with or without decimals, from ``least`` to ``most``."""

    def read(value: object) -> float | None:
        # As a float first: what is no number compares with nothing, and 0.1 is not less than 0.1.
        plain = _float(value)
        return plain if plain is not None and least <= plain <= most else None

    expected = phrase("a number from %(least)s to %(most)s", least=f"{least:g}", most=f"{most:g}")
    return Kind(expected, read, least)


def _float(value: object) -> float | None:
    is_number = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
    try:
        return float(value) if is_number else None  # type: ignore[arg-type]
    except OverflowError:
        return None


def amount() -> Kind[Decimal]:
    """An amount of money, in units of the file's currency: a number, or one as text such as "12.50"."""
    expected = phrase("an amount from 0 to %(most)s, with at most 2 decimals, such as 12.50", most=f"{_MOST}")
    return Kind(expected, _amount, Decimal("0.00"), hint=_amount_alone)


def _amount(value: object) -> Decimal | None:
    if isinstance(value, str):
        return _amount(Decimal(value.strip())) if _AMOUNT.fullmatch(value.strip()) else None
    # A binary float is refused: nobody wrote 0.1000000000000000055.
    if not isinstance(value, int | Decimal) or isinstance(value, bool):
        return None
    exact = Decimal(value)
    if not exact.is_finite() or not 0 <= exact <= _MOST:
        return None
    cents = exact.quantize(_CENT)
    return abs(cents) if cents == exact else None


def _amount_alone(value: object) -> Phrase | None:
    meant = _WITH_A_CURRENCY.fullmatch(value.strip()) if isinstance(value, str) else None
    if meant is None:
        return None
    return phrase("%(amount)s alone: amounts are in the currency of the file", amount=meant[1])


def pattern(regex: str, expected: Phrase, secret: bool = False) -> Kind[str]:
    """Text of a fixed form; ``expected`` describes it in words."""

    def read(value: object) -> str | None:
        return value if isinstance(value, str) and re.fullmatch(regex, value, re.ASCII) else None

    return Kind(expected, read, "", secret=secret)


def name_in(names: Iterable[str]) -> Kind[str]:
    """One of these names."""
    known = tuple(names)

    def read(value: object) -> str | None:
        return value if isinstance(value, str) and value in known else None

    return Kind(one_of(known), read, "", known)


def member_of(enum: type[E]) -> Kind[E]:
    """One of the values of an enum, as that member."""
    members = {member.value: member for member in enum}

    def read(value: object) -> E | None:
        return members.get(value) if isinstance(value, str) else None

    return Kind(one_of(tuple(members)), read, next(iter(enum)), tuple(members))


def number_in(*allowed: float) -> Kind[float]:
    """One of these numbers."""

    def read(value: object) -> float | None:
        plain = _float(value)
        return next((float(each) for each in allowed if each == plain), None)

    return Kind(one_of([f"{each:g}" for each in allowed]), read, allowed[0])


def one_of(names: Sequence[str]) -> Phrase:
    """Say which values there are."""
    return phrase("one of %(names)s", names=", ".join(names)) if names else phrase("nothing here")


ID = pattern(r"[a-z0-9_]+", phrase("a short name of small letters a-z, digits and _"))
COUNTRY = pattern(r"[A-Z]{2}", phrase('two capital letters such as "IL"'))
VERSION = whole(1, 999_999_999)
PERCENT = whole(0, 100)
