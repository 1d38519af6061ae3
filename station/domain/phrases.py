"""Sentences that are said in another language later: English words with named facts, kept apart."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Union

Facts = Mapping[str, Union[str, int, "Phrase"]]


@dataclass(frozen=True, slots=True)
class Phrase:
    """An English text with a place such as %(name)s for each fact; a fact may be a phrase itself.

    ``str()`` is the English sentence. A screen translates ``text`` first and fills the facts in then.
    """

    text: str
    facts: Facts = field(default_factory=dict)

    def __str__(self) -> str:
        return self.text % self.facts


def phrase(text: str, /, **facts: str | int | Phrase) -> Phrase:
    """Make a phrase. ``text`` has to stand in the call itself: that is where translators' lists find it."""
    return Phrase(text, facts)


def as_is(fact: str | int) -> Phrase:
    """Make a phrase that is the same in every language: a code, a number, a name."""
    return Phrase("%(fact)s", {"fact": fact})
