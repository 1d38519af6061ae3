"""Words of a pack in one language, and the site's own texts as entries have them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TypeVar

from station.domain.proof.printed import Happened, Printed
from station.domain.proof.sheet import code
from station.domain.texts import Texts
from station.ports import Words

E = TypeVar("E", bound=StrEnum)
Plain = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Speech:
    """Says everything in one language; facts are set apart, so that codes run left to right."""

    words: Words
    language: str

    def say(self, member: StrEnum, **facts: str) -> str:
        text = self.words.word(member)
        return text % facts if facts else text

    def value(self, kind: type[E], value: str | None) -> str:
        """Say a value of an enum; one that a newer station wrote stands as it is."""
        if not value:
            return ""
        known = {member.value: member for member in kind}
        return self.words.word(known[value]) if value in known else value

    def text(self, texts: Plain | None) -> str:
        """Return the site's own words as an entry has them."""
        known = {field: (texts or {}).get(field) or "" for field in ("en", "he", "ru")}
        return Texts(**known).in_language(self.language)

    def happened(self, kind: str) -> str:
        known = {member.value: member for member in Happened}
        spoken = self.words.word(known.get(kind, Happened.OTHER))
        return spoken if kind in known else f"{spoken}: {code(kind)}"


def when(at: str) -> str:
    """Write an instant with its day, to the second, and by which clock: who reads it may live anywhere."""
    return code(datetime.fromisoformat(at).astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC"))


def pair(speech: Speech, label: Printed, value: str) -> tuple[str, str]:
    return speech.say(label), value
