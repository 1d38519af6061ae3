"""Find in the journal what is of one person, and the notes that were written by or about them."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

from station.domain.sync.carried_out import actor_of
from station.ports import UnitOfWork

Entry = Mapping[str, Any]
# A note looks like a photo: a hash of 32 bytes. Which of them is a note, the notes know.
_HASH = re.compile(r"[0-9a-f]{64}")


_AT_ONCE = 500


def entries_about(uow: UnitOfWork, person: str) -> Iterator[Entry]:
    """Read the entries that a person made or that name them, and those on inspections that they worked on.

    At central those that came from stations are among them.
    """
    sent = (text for known in uow.stations.all() for text in _sent(uow, known.station))
    return _about(chain((entry.canonical for entry in uow.journal.entries()), sent), person)


def entries_of_station(uow: UnitOfWork, station: str, person: str) -> Iterator[Entry]:
    """Read of them only those that one station sent."""
    return _about(_sent(uow, station), person)


def _sent(uow: UnitOfWork, station: str) -> Iterator[bytes]:
    after = 0
    while texts := uow.arrivals.own(station, after, _AT_ONCE):
        yield from (text.encode() for text in texts)
        after += len(texts)


def _about(entries: Iterable[bytes], person: str) -> Iterator[Entry]:
    names = json.dumps(person).encode(), json.dumps(actor_of(person)).encode()
    worked_on: set[str] = set()
    for canonical in entries:
        named = any(name in canonical for name in names)
        if named or (worked_on and _may_be_on(canonical)):
            content = _read(canonical)
            if content is None:
                continue
            about = _inspection(content["payload"])
            if named:
                worked_on.update(about)
                yield content
            elif worked_on.intersection(about):
                yield content


def _read(canonical: bytes) -> Entry | None:
    """Read an entry; what a station sent that is none keeps its place, and has no notes."""
    try:
        entry = json.loads(canonical)
        return entry if isinstance(entry["payload"], Mapping) else None
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


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
