"""Ids that have to differ from each other."""

from collections.abc import Sequence
from typing import Protocol

from station.adapters.config.sections import Section


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
            section.wrong("id", f'"{part.id}" is the id of {other.name} too', "an id of its own for each")
