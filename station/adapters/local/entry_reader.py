"""Entries of journals back to facts of the domain: those of today and of the two versions before."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import cache
from typing import Any, get_args

import msgspec

from station.adapters.local.journal import kind_of_type
from station.adapters.local.rules import TYPES
from station.domain.events import Event, InspectionFinished, ItemBinned, RulesPublished
from station.domain.proof.telling import keys_of, visit_key
from station.domain.sync.envelopes import NEWEST, upcast
from station.domain.sync.parked import CannotProject, ParkedBecause
from station.projection_ports import Arrival, Came


class _Envelope(msgspec.Struct):
    """What stands around a fact, and the fact as it was written."""

    seq: int
    station: str
    actor: str
    at: datetime
    kind: str
    payload: msgspec.Raw
    schema_version: int = NEWEST


class _Version(msgspec.Struct):
    schema_version: int = NEWEST


class _Rules(msgspec.Struct):
    kind: str
    id: str
    version: int
    content: msgspec.Raw


# Characters of what an entry tells of. Ours are far shorter, and an index holds no more than some thousand.
_LONGEST_KEY = 200
_envelope = msgspec.json.Decoder(_Envelope).decode
_version = msgspec.json.Decoder(_Version).decode
_rules = msgspec.json.Decoder(_Rules).decode


def read(arrival: Arrival) -> Came:
    """Read an entry. Raises CannotProject."""
    try:
        entry = _envelope(_of_today(arrival.canonical))
        if (entry.station, entry.seq) != (arrival.station, arrival.seq):
            raise CannotProject(ParkedBecause.NOT_ITS_OWN, f"{entry.station} {entry.seq}")
        event = _event(entry.kind, entry.payload)
        keys = _keys(entry.kind, event, entry.payload)
    except CannotProject:
        raise
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise CannotProject(ParkedBecause.UNREADABLE, str(error)[:300]) from error
    return Came(entry.station, entry.seq, entry.kind, entry.actor, entry.at, event, keys)


def keys(arrival: Arrival) -> tuple[str, ...]:
    """List what an entry tells of as far as that can be told, even of one that cannot be read."""
    try:
        entry = json.loads(arrival.canonical)
        return _short(keys_of(entry["kind"], entry["payload"]))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return ()


def _of_today(canonical: bytes) -> bytes:
    version = _version(canonical).schema_version
    return canonical if version == NEWEST else json.dumps(upcast(json.loads(canonical), version)).encode()


def _keys(kind: str, event: Event, payload: msgspec.Raw) -> tuple[str, ...]:
    """List what an entry tells of; of the two kinds that come most without reading it anew."""
    if isinstance(event, InspectionFinished):
        return _short((visit_key(event.inspection.id),))
    if isinstance(event, ItemBinned):
        return _short((visit_key(event.inspection),))
    return _short(keys_of(kind, msgspec.json.decode(payload)))


def _short(keys: Iterable[str]) -> tuple[str, ...]:
    """Let the hash stand for what is too long to be looked up by."""
    return tuple(
        key if len(key) <= _LONGEST_KEY else hashlib.sha256(key.encode()).hexdigest() for key in keys
    )


def _event(kind: str, payload: msgspec.Raw) -> Event:
    if kind == "rules_published":
        said = _rules(payload)
        content: Any = msgspec.json.decode(said.content, type=TYPES[said.kind])
        return RulesPublished(said.kind, said.id, said.version, content)
    decoder = decoders().get(kind)
    if decoder is None:
        raise CannotProject(ParkedBecause.UNKNOWN_KIND, kind)
    event: Event = decoder.decode(payload)
    return event


@cache
def decoders() -> dict[str, msgspec.json.Decoder[Any]]:
    """Make a decoder for every kind of entry but published rules, which say themselves what they are."""
    kinds = {kind_of_type(each): each for each in events() if each is not RulesPublished}
    return {kind: msgspec.json.Decoder(each) for kind, each in kinds.items()}


def events(union: Any = Event) -> Iterator[type]:
    """List every class of the closed set of events."""
    parts = get_args(union)
    if not parts:
        yield union
    for part in parts:
        yield from events(part)
