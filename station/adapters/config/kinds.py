"""Kinds of value that a key can take: how each is read, and how it is named to the person who wrote it."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

T_co = TypeVar("T_co", covariant=True)
E = TypeVar("E", bound=StrEnum)

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Kind(Generic[T_co]):
    """A kind of value. ``read`` returns None for what is not of it.

    ``blank`` stands in for a wrong value until all problems are found; it never leaves the loader.
    ``names`` are the valid values where they can be listed. What is ``secret`` is never repeated.
    """

    expected: str
    read: Callable[[object], T_co | None]
    blank: T_co
    names: tuple[str, ...] = ()
    secret: bool = False


def _flag(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


def _filled(value: object) -> str | None:
    if not isinstance(value, str) or not value.strip():
        return None
    return None if _CONTROL.search(value) else value


FLAG = Kind("true or false", _flag, False)
TEXT = Kind("some text on one line", _filled, "")


def whole(least: int, most: int | None = None) -> Kind[int]:
    """A whole number from ``least`` to ``most``."""

    def read(value: object) -> int | None:
        if not isinstance(value, int) or isinstance(value, bool):
            return None
        return value if value >= least and (most is None or value <= most) else None

    reach = f"{least} or more" if most is None else f"from {least} to {most}"
    return Kind(f"a whole number, {reach}", read, least)


def number(least: float, most: float) -> Kind[float]:
    """A number with or without decimals, from ``least`` to ``most``."""

    def read(value: object) -> float | None:
        if not isinstance(value, int | float) or isinstance(value, bool):
            return None
        return float(value) if least <= value <= most else None

    return Kind(f"a number from {least:g} to {most:g}", read, least)


def pattern(regex: str, expected: str, secret: bool = False) -> Kind[str]:
    """Text of a fixed form; ``expected`` describes it in words."""

    def read(value: object) -> str | None:
        return value if isinstance(value, str) and re.fullmatch(regex, value, re.ASCII) else None

    return Kind(expected, read, "", secret=secret)


def name_in(names: Iterable[str]) -> Kind[str]:
    """One of these names."""
    known = tuple(names)

    def read(value: object) -> str | None:
        return value if isinstance(value, str) and value in known else None

    return Kind(_listed(known), read, "", known)


def member_of(enum: type[E]) -> Kind[E]:
    """One of the values of an enum, as that member."""
    members = {member.value: member for member in enum}

    def read(value: object) -> E | None:
        return members.get(value) if isinstance(value, str) else None

    return Kind(_listed(tuple(members)), read, next(iter(enum)), tuple(members))


def number_in(*allowed: float) -> Kind[float]:
    """One of these numbers."""

    def read(value: object) -> float | None:
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        return next((float(each) for each in allowed if is_number and each == value), None)

    return Kind("one of " + ", ".join(f"{each:g}" for each in allowed), read, allowed[0])


def _listed(names: tuple[str, ...]) -> str:
    return f"one of {', '.join(names)}" if names else "nothing here"


ID = pattern(r"[a-z0-9_]+", "a short name of small letters a-z, digits and _")
VERSION = whole(1)
PERCENT = whole(0, 100)
