"""Ids that have to differ from each other."""

from collections.abc import Sequence
from typing import Protocol

from station.adapters.config.sections import Section
from station.domain.phrases import phrase


class Named(Protocol):
    """Anything with an id."""

    @property
    def id(self) -> str: ...


def note_repeated(sections: Sequence[Section], parts: Sequence[Named]) -> None:
    """Note every id that one before it has too. ``sections`` is where each part was read from."""
    first: dict[str, Section] = {}
    for section, part in zip(sections, parts, strict=True):
        other = first.setdefault(part.id, section)
        if other is not section and part.id:
            found = phrase('"%(id)s" is the id of %(place)s too', id=part.id, place=other.place)
            section.wrong("id", found, phrase("an id of its own for each"))
