"""What people type into the fields of a form, read into values; everything that is wrong is kept by field."""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from station.domain.errors import DomainError
from station.domain.phrases import Phrase, phrase
from station.domain.problems import Problem, nearest

E = TypeVar("E", bound=StrEnum)
T = TypeVar("T")

MOST_DIGITS = 9
SHOWN = 40


class Entries:
    """The fields of one form by name. A reader returns a blank for a wrong one and notes a problem."""

    def __init__(self, given: Mapping[str, str]) -> None:
        self._given = given
        self.problems: list[Problem] = []

    def __getitem__(self, name: str) -> str:
        return self._given.get(name, "").strip()

    def wrong(self, name: str, found: Phrase, expected: Phrase, near: str | None = None) -> None:
        """Note what is wrong with a field."""
        self.problems.append(Problem("", name, found, expected, near, path=(name,)))

    def whole(self, name: str, least: int, most: int) -> int | None:
        """Read a whole number in plain digits; an empty field is None."""
        text = self[name]
        if not text:
            return None
        plain = text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS
        if plain and least <= int(text) <= most:
            return int(text)
        expected = phrase("a whole number, from %(least)s to %(most)s", least=least, most=most)
        self.wrong(name, _found(text), expected)
        return None

    def amount(self, name: str, places: int) -> Decimal:
        """Read an amount of money with a point or a comma, not negative; an empty field is nothing."""
        text = self[name].replace(",", ".", 1)
        before, _, after = text.partition(".")
        plain = text.isascii() and (before + after).isdigit()
        if not text:
            return Decimal(0)
        if plain and len(before) <= MOST_DIGITS and len(after) <= places:
            return Decimal(text)
        self.wrong(name, _found(text), phrase("an amount, such as 12.50, with no sign before it"))
        return Decimal(0)

    def text(self, name: str, longest: int, needed: bool = False) -> str:
        """Read one line of text without control characters."""
        text = self[name]
        if needed and not text:
            self.wrong(name, phrase("is empty"), phrase("some text on one line"))
        elif len(text) > longest:
            found = phrase("found %(count)s characters", count=len(text))
            self.wrong(name, found, phrase("at most %(longest)s characters", longest=longest))
        elif not text.isprintable():
            self.wrong(name, _found(ascii(text)), phrase("some text on one line"))
        else:
            return text
        return ""

    def one_of(self, name: str, names: Iterable[str]) -> str:
        """Read one of these names; an empty field is none of them."""
        text, known = self[name], tuple(names)
        if text and text not in known:
            self._unknown(name, text, known)
            return ""
        return text

    def member(self, name: str, kind: type[E], of: Iterable[E] = ()) -> E | None:
        """Read a value of an enum, or of some of its members, which is needed."""
        text, known = self[name], {member.value: member for member in of or kind}
        if text not in known:
            self._unknown(name, text, tuple(known))
        return known.get(text)

    def words(self, name: str, names: Iterable[str]) -> tuple[str, ...]:
        """Read several of these names with spaces or commas between them."""
        known = tuple(names)
        found = tuple(dict.fromkeys(self[name].replace(",", " ").split()))
        for word in found:
            if word not in known:
                self._unknown(name, word, known)
        return found

    def parsed(self, name: str, parse: Callable[[str], T], expected: Phrase) -> T | None:
        """Read a code by its own rule."""
        try:
            return parse(self[name])
        except DomainError:
            self.wrong(name, _found(self[name]), expected)
            return None

    def _unknown(self, name: str, text: str, known: tuple[str, ...]) -> None:
        found = _found(text) if text else phrase("is empty")
        one_of = phrase("one of %(names)s", names=", ".join(known)) if known else phrase("nothing here")
        self.wrong(name, found, one_of, nearest(text, known))


def _found(text: str) -> Phrase:
    return phrase("found %(value)s", value=f'"{text[:SHOWN]}"')
