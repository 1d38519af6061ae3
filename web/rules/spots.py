"""Where on the page something is made, and how plain values are written and called there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from station.domain.texts import LANGUAGES
from station.rule_ports import Plain
from web.i18n import language
from web.rules.fields import Around
from web.rules.paths import below, table

Known = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Spot:
    """Where in the draft the page is being made: the table there, its path, and all around it."""

    plain: Plain
    known: Known
    path: str
    here: Mapping[str, Any]
    outer: Mapping[str, Any]
    currency: str = ""

    def into(self, key: str | int, found: object) -> "Spot":
        return replace(self, path=below(self.path, key), here=table(found), outer=self.here)

    @property
    def around(self) -> Around:
        return Around(self.plain, {**self.outer, **self.here}, self.known)


def written(value: object) -> str:
    """Write a plain value as a person would type it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, str) else str(value)


def languages() -> list[str]:
    """List the languages of the screen, the reader's first."""
    return sorted(LANGUAGES, key=lambda each: each != language())


def fallback(found: Mapping[str, Any]) -> str:
    """Return what shows where a language is missing: English, else whatever there is."""
    return next((str(found[each]) for each in LANGUAGES if found.get(each)), "")


def called(found: Mapping[str, Any]) -> str:
    """Return what a table of texts is called for the reader."""
    mine = found.get(language())
    return str(mine) if mine else fallback(found)
