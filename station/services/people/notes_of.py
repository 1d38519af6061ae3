"""Find in the journal what is of one person, and the notes that were written by or about them."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from station.domain.sync.carried_out import actor_of
from station.ports import UnitOfWork

Entry = Mapping[str, Any]
# A note looks like a photo: a hash of 32 bytes. Which of them is a note, the notes know.
_HASH = re.compile(r"[0-9a-f]{64}")


def entries_about(uow: UnitOfWork, person: str) -> Iterator[Entry]:
    """Read the entries that a person made or that name them, and those on inspections that they worked on."""
    names = json.dumps(person).encode(), json.dumps(actor_of(person)).encode()
    worked_on: set[str] = set()
    for entry in uow.journal.entries():
        named = any(name in entry.canonical for name in names)
        if named or (worked_on and _may_be_on(entry.canonical)):
            content: Entry = json.loads(entry.canonical)
            about = _inspection(content["payload"])
            if named:
                worked_on.update(about)
                yield content
            elif worked_on.intersection(about):
                yield content


def _may_be_on(canonical: bytes) -> bool:
    """Tell at a glance whether an entry could carry a note on an inspection."""
    return b'"note' in canonical and b'"inspection"' in canonical


def _inspection(payload: Mapping[str, Any]) -> set[str]:
    named = payload.get("inspection")
    known = named.get("id") if isinstance(named, Mapping) else named
    return {known} if isinstance(known, str) else set()


def notes_in(entry: Entry) -> set[str]:
    """Return everything in an entry that could be a note."""
    return set(_HASH.findall(json.dumps(entry["payload"])))
