"""The journal and the state beside it as they are on the disk, for a check that believes neither."""

import hashlib
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import sqlalchemy as sa

from station.adapters.local.prepared import Prepared
from station.adapters.local.schema import (
    contents,
    disposals,
    inspections,
    journal,
    people,
    recalls,
    rules,
    works,
)
from station.adapters.local.schema_audits import notes
from station.adapters.local.schema_claims import claims
from station.adapters.local.schema_tree import tree_keys
from station.trust_ports import Columns, Kept, Written

_BATCH = 1000
_ENTRIES = Prepared(sa.select(journal).order_by(journal.c.seq))
_ENTRY = Prepared(sa.select(journal).where(journal.c.seq == sa.bindparam("seq")))
_i = inspections.c
# Items are closed in nearly the order in which they were opened: a few are read at a time.
_AHEAD = Prepared(
    sa.select(_i.id, _i.lpn, _i.state, _i.closed_by, _i.rma, _i.data)
    .where(_i.id >= sa.bindparam("id"))
    .order_by(_i.id)
    .limit(sa.literal_column("8"))
)
# With the sign the rows themselves are read and not an index, which may say otherwise.
_CLOSED = Prepared(sa.select(_i.id, _i.state).where(sa.literal_column("+inspections.closed_us").is_not(None)))
_PEOPLE = Prepared(sa.select(people.c.id, people.c.data))
_NOTES = Prepared(sa.select(notes.c.commitment, notes.c.salt, notes.c.text))
_OVER = works.c.state.in_((sa.literal_column("'done'"), sa.literal_column("'given_up'")))
_ROWS = {
    Kept.RULES: Prepared(sa.select(rules.c.kind, rules.c.id, rules.c.version, rules.c.data)),
    Kept.RECALLS: Prepared(sa.select(recalls.c.id, recalls.c.data)),
    Kept.WORKS: Prepared(sa.select(works.c.id, works.c.data).where(_OVER)),
    Kept.DISPOSALS: Prepared(sa.select(disposals.c.inspection, disposals.c.data)),
    Kept.CONTENTS: Prepared(sa.select(contents.c.inspection, contents.c.bin)),
    Kept.CLAIMS: Prepared(sa.select(claims.c.id, claims.c.data)),
    Kept.KEYS: Prepared(sa.select(tree_keys.c.key, tree_keys.c.key)),
}


class _Head(msgspec.Struct):
    seq: int
    station: str
    kind: str
    payload: msgspec.Raw


_head = msgspec.json.Decoder(_Head).decode
_plain = msgspec.json.Decoder().decode
_UNREADABLE = (msgspec.MsgspecError, TypeError, RecursionError)


class LocalRecord:
    """The record in one snapshot; what it read ahead is not read again."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._ahead: dict[str, tuple[Any, ...]] = {}

    def written(self) -> Iterator[Written]:
        """Read the entries in their order, a batch at a time, whatever their numbers."""
        for seq, canonical, leaf in _ENTRIES.stream(self._connection, _BATCH):
            yield _written(seq, canonical, leaf)

    def entry(self, seq: int) -> Written | None:
        rows = _ENTRY.rows(self._connection, seq=seq)
        return _written(*rows[0]) if rows else None

    def plain(self, payload: bytes) -> Any:
        try:
            return _plain(payload)
        except _UNREADABLE as wrong:
            raise ValueError(str(wrong)) from wrong

    def inspection(self, id_: str) -> Columns | None:
        if id_ not in self._ahead:
            self._ahead = {row[0]: row[1:] for row in _AHEAD.rows(self._connection, id=id_)}
        row = self._ahead.get(id_)
        if row is None:
            return None
        lpn, state, closed_by, rma, data = row
        return Columns(lpn, state, closed_by, rma, _facts(data))

    def closed(self) -> Iterator[tuple[str, str]]:
        yield from _CLOSED.stream(self._connection)

    def people(self) -> Iterator[tuple[str, str, bool]]:
        """List people by id, with role and whether their access was ended."""
        for id_, data in _PEOPLE.stream(self._connection):
            plain = _facts(data)
            yield id_, str(plain.get("role")), plain.get("ended_at") is not None

    def notes(self) -> Iterator[tuple[str, bytes, str]]:
        """List what people wrote and what is still kept: commitment, salt and text."""
        for commitment, salt, text in _NOTES.stream(self._connection):
            if salt is not None or text is not None:
                yield commitment, salt if isinstance(salt, bytes) else b"", str(text)

    def rows(self, kept: Kept) -> Iterator[tuple[str, Any]]:
        plain: Callable[[Any], Any] = str if kept in (Kept.CONTENTS, Kept.KEYS) else _or_nothing
        for *key, data in _ROWS[kept].stream(self._connection):
            yield "/".join(map(str, key)), plain(data)


def _written(seq: int, canonical: Any, leaf: Any) -> Written:
    """Take one row for what it is: SQLite keeps whatever type was put there."""
    if not isinstance(leaf, bytes) or len(leaf) != 32:
        leaf = b""
    if not isinstance(canonical, bytes) or hashlib.sha256(b"\x00" + canonical).digest() != leaf:
        return Written(seq, leaf, "", "", b"")
    try:
        head = _head(canonical)
    except _UNREADABLE:
        return Written(seq, leaf, "", "", b"")
    return Written(seq, leaf, head.station, head.kind if head.seq == seq else "", bytes(head.payload))


def _or_nothing(data: Any) -> Any:
    try:
        return _plain(data)
    except _UNREADABLE:
        return {}


def _facts(data: Any) -> dict[str, Any]:
    plain = _or_nothing(data)
    return plain if isinstance(plain, dict) else {}
