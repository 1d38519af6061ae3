"""Strings that are translated when they are shown."""

from typing import Protocol

from flask_babel import lazy_gettext


class Lazy(Protocol):
    """A phrase in whatever language the request speaks."""

    def __str__(self) -> str: ...
    def __mod__(self, other: object) -> str: ...


def _l(phrase: str) -> Lazy:
    found: Lazy = lazy_gettext(phrase)
    return found
