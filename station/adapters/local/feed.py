"""What central gives out beside its decisions, and which decisions a station took."""

from collections.abc import Mapping

import msgspec
import sqlalchemy as sa

from station.adapters.local import entry_reader
from station.adapters.local.codec import decode, encode
from station.adapters.local.prepared import Prepared, insert_new, upsert
from station.adapters.local.schema import journal
from station.adapters.local.schema_feed import feed_cursor, feed_documents, feed_taken
from station.domain.people import Person
from station.domain.sync.carried_out import CENTRAL
from station.domain.sync.events import Took
from station.feed_ports import Heard, Kept
from station.projection_ports import Arrival

_AFTER = Prepared(
    sa.select(journal.c.seq, journal.c.canonical)
    .where(journal.c.seq > sa.bindparam("after"))
    .order_by(journal.c.seq)
    .limit(sa.bindparam("most"))
)
_d = feed_documents.c
_ADD = insert_new(feed_documents)
_HAS = Prepared(sa.select(_d.sha256).where(_d.sha256 == sa.bindparam("sha256")))
_OF = Prepared(sa.select(_d.sha256).where(_d.what == sa.bindparam("what")).order_by(_d.sha256))
_DROP = Prepared(feed_documents.delete().where(_d.sha256 == sa.bindparam("sha256")))


class LocalFeed:
    """Central's own journal, read for stations, and the documents that it names."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def entries(self, after: int, most: int) -> tuple[tuple[int, bytes], ...]:
        rows = _AFTER.rows(self._connection, after=after, most=most)
        return tuple((seq, bytes(canonical)) for seq, canonical in rows)

    def add_document(self, sha256: str, what: str) -> None:
        _ADD.run(self._connection, sha256=sha256, what=what)

    def has_document(self, sha256: str) -> bool:
        return _HAS.maybe(self._connection, sha256=sha256) is not None

    def documents(self, what: str) -> tuple[str, ...]:
        return tuple(sha256 for (sha256,) in _OF.rows(self._connection, what=what))

    def drop_document(self, sha256: str) -> None:
        _DROP.run(self._connection, sha256=sha256)

    def person(self, person: Person) -> Mapping[str, object]:
        plain: Mapping[str, object] = msgspec.to_builtins(person)
        return plain


_t = feed_taken.c
_UPTO = Prepared(sa.select(feed_cursor.c.upto))
_MOVE = upsert(feed_cursor, ["upto"])
_KEEP = upsert(feed_taken, ["kind", "took", "why", "at", "entry", "beside"])
_GET = Prepared(sa.select(feed_taken).where(_t.seq == sa.bindparam("seq")))
_IS_PARKED = _t.took == sa.literal_column("'parked'")
_PARKED = Prepared(sa.select(feed_taken).where(_IS_PARKED).order_by(_t.seq))
_COUNT = Prepared(sa.select(sa.func.count()).select_from(feed_taken).where(_IS_PARKED))
_FORGET = Prepared(feed_taken.delete().where(_t.seq > sa.bindparam("after")))
_LAST = Prepared(sa.select(feed_taken).order_by(_t.seq.desc()).limit(sa.bindparam("most")))


class _Named(msgspec.Struct):
    id: str


_id = msgspec.json.Decoder(_Named).decode


class LocalTaken:
    """The decisions that a station took."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def upto(self) -> int | None:
        upto: int | None = _UPTO.maybe(self._connection)
        return upto

    def move(self, upto: int) -> None:
        _MOVE.run(self._connection, id=1, upto=upto)

    def keep(self, kept: Kept) -> None:
        beside = encode(kept.beside) if kept.beside else None
        facts = {"kind": kept.kind, "took": kept.took.value, "why": kept.why, "at": kept.at}
        _KEEP.run(self._connection, seq=kept.seq, **facts, entry=kept.entry, beside=beside)

    def get(self, seq: int) -> Kept | None:
        rows = _GET.rows(self._connection, seq=seq)
        return _kept(rows[0]) if rows else None

    def parked(self) -> tuple[Kept, ...]:
        return tuple(map(_kept, _PARKED.rows(self._connection)))

    def count_parked(self) -> int:
        return int(_COUNT.one(self._connection))

    def forget(self, after: int) -> None:
        _FORGET.run(self._connection, after=after)
        self.move(after)

    def last(self, most: int) -> tuple[Kept, ...]:
        return tuple(map(_kept, _LAST.rows(self._connection, most=most)))

    def read(self, seq: int, entry: str) -> Heard:
        came = entry_reader.read(Arrival(CENTRAL, seq, "", entry.encode()))
        return Heard(seq, _id(entry).id, came.kind, came.actor, came.at, came.event)

    def person(self, plain: object) -> Person:
        return msgspec.convert(plain, Person)


def _kept(row: tuple[int, str, str, str, str, str, bytes | None]) -> Kept:
    seq, kind, took, why, at, entry, beside = row
    plain = decode(bytes(beside), dict[str, object]) if beside else {}
    return Kept(seq, kind, Took(took), why, at, entry, plain)
