"""The append-only log. Each entry is canonical JSON with the leaf hash of RFC 6962."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import msgspec
import sqlalchemy as sa

from station.adapters.local.canonical import canonical
from station.adapters.local.claims import LocalTold
from station.adapters.local.prepared import Prepared
from station.adapters.local.schema import journal
from station.domain.events import ClockMovedBack, Event
from station.domain.proof.merkle import leaf_hash
from station.domain.proof.telling import keys_of
from station.ports import Clock, Ids
from station.store_ports import Entry


class _Head(msgspec.Struct):
    """What is read of the last entry before the next: not all that it tells."""

    at: str


SCHEMA_VERSION = 1
_HEAD = Prepared(sa.select(journal.c.seq, journal.c.canonical).order_by(journal.c.seq.desc()).limit(1))
_LAST_SEQ = Prepared(sa.select(sa.func.coalesce(sa.func.max(journal.c.seq), 0)))
_APPEND = Prepared(journal.insert())
_head = msgspec.json.Decoder(_Head).decode
_JITTER = timedelta(seconds=2)


def kind_of(event: Event) -> str:
    """Return the name of an event in the journal, such as ``item_binned``."""
    return kind_of_type(type(event))


def kind_of_type(event: type) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", event.__name__).lower()


@dataclass(frozen=True, slots=True)
class Writer:
    """What goes into every entry: which station wrote it, when, under which id, and whether on simulated
    hardware."""

    station: str
    clock: Clock
    ids: Ids
    simulated: bool = False


class LocalJournal:
    """The journal of one station inside one transaction. ``grow`` gets the leaf of every new entry."""

    def __init__(self, connection: sa.Connection, writer: Writer, grow: Callable[[bytes], None]) -> None:
        self._connection = connection
        self._writer = writer
        self._grow = grow
        self._told = LocalTold(connection)
        self._last: tuple[int, datetime | None] | None = None

    def head(self) -> int:
        return int(_LAST_SEQ.one(self._connection))

    def append(self, event: Event, actor: str) -> int:
        """Append one entry and return its number. A clock that went back is told first."""
        now, (seq, before) = self._writer.clock.now(), self._last or self._read_last()
        if before and before - now > _JITTER:
            went = ClockMovedBack(int((before - now).total_seconds()))
            seq = self._insert(seq + 1, went, self._writer.station, now)
        return self._insert(seq + 1, event, actor, now)

    def _read_last(self) -> tuple[int, datetime | None]:
        rows = _HEAD.rows(self._connection)
        if not rows:
            return 0, None
        seq, last = rows[0]
        return seq, datetime.fromisoformat(_head(last).at)

    def _insert(self, seq: int, event: Event, actor: str, now: datetime) -> int:
        entry: dict[str, Any] = {
            "seq": seq,
            "id": self._writer.ids.new(),
            "station": self._writer.station,
            "actor": actor,
            "at": now.isoformat(timespec="milliseconds"),
            "schema_version": SCHEMA_VERSION,
            "kind": kind_of(event),
            "simulated": self._writer.simulated,
            "payload": msgspec.to_builtins(event),
        }
        written = canonical(entry)
        leaf = leaf_hash(written)
        _APPEND.run(self._connection, seq=seq, canonical=written, leaf=leaf)
        self._grow(leaf)
        self._told.add(seq, keys_of(entry["kind"], entry["payload"]))
        self._last = seq, now
        return seq

    def entries(self, after: int = 0) -> Iterator[Entry]:
        chosen = sa.select(journal).where(journal.c.seq > after).order_by(journal.c.seq)
        for row in self._connection.execution_options(yield_per=500).execute(chosen):
            yield Entry(row.seq, row.canonical, row.leaf)
