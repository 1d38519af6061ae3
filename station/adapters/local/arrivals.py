"""What stations sent, as it came, in central's store."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from station.adapters.local.inspections import microseconds
from station.adapters.local.portable import among, listed
from station.adapters.local.prepared import Prepared, insert_new
from station.adapters.local.schema import journal
from station.adapters.local.schema_central import arrivals, photos_held, refused_entries
from station.adapters.local.sent_entries import read_entry
from station.adapters.local.transactions import together
from station.central_ports import Holders, NotTaken, Placed, Sent
from station.domain.sync.messages import Refusal

_COLUMNS = ("station", "seq", "id", "kind", "at", "received_us", "leaf", "canonical")
_COPY = f"COPY arrivals ({', '.join(_COLUMNS)}) FROM STDIN"
_APPEND = Prepared(arrivals.insert())
_REFUSE = Prepared(refused_entries.insert())
_HOLD = insert_new(photos_held)
_DECIDED = Prepared(sa.select(sa.func.coalesce(sa.func.max(journal.c.seq), 0)))
_REFUSALS = Prepared(
    sa.select(refused_entries.c.station, sa.func.count()).group_by(refused_entries.c.station)
)


def _between(table: sa.Table, *columns: sa.Column[Any]) -> Prepared:
    chosen = sa.select(*columns).where(table.c.station == sa.bindparam("station"))
    placed = chosen.where(table.c.seq >= sa.bindparam("first"), table.c.seq <= sa.bindparam("last"))
    return Prepared(placed.order_by(table.c.seq))


_a, _r, _p = arrivals.c, refused_entries.c, photos_held.c
_LEAVES = (_between(arrivals, _a.seq, _a.leaf), _between(refused_entries, _r.seq, _r.leaf))
_OWN = (_between(arrivals, _a.seq, _a.canonical), _between(refused_entries, _r.seq, _r.content))
_PLACED = Prepared(sa.select(_a.id, _a.station, _a.seq).where(among(_a.id, sa.bindparam("ids"))))
_HELD = Prepared(sa.select(_p.sha256, _p.station).where(among(_p.sha256, sa.bindparam("photos"))))
_NOT_TAKEN = _between(refused_entries, _r.seq, _r.id, _r.why, _r.leaf, _r.content)


class LocalArrivals:
    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def read(self, text: str) -> Sent | None:
        return read_entry(text)

    def append(self, station: str, entries: Sequence[Sent], now: datetime) -> None:
        received_us = microseconds(now)
        rows = [
            (station, each.seq, each.id, each.kind, each.at, received_us, each.leaf, each.canonical)
            for each in entries
        ]
        if self._connection.dialect.name == "postgresql":
            self._copy(rows)
        elif rows:
            _APPEND.run_many(self._connection, [dict(zip(_COLUMNS, row, strict=True)) for row in rows])

    def _copy(self, rows: Sequence[tuple[Any, ...]]) -> None:
        """Write rows as PostgreSQL takes most of them; places and ids were looked up before, under a lock."""
        driver: Any = self._connection.connection.driver_connection
        with driver.cursor() as cursor, cursor.copy(f"{_COPY} (FORMAT BINARY)") as copy:
            copy.set_types(("text", "int8", "text", "text", "text", "int8", "bytea", "bytea"))
            for row in rows:
                copy.write_row(row)

    def refuse(self, station: str, entries: Sequence[NotTaken], now: datetime) -> None:
        received_us = microseconds(now)
        for each in entries:
            _REFUSE.run(
                self._connection,
                station=station,
                seq=each.seq,
                id=each.id,
                why=each.why.value,
                received_us=received_us,
                leaf=each.leaf,
                content=each.content,
            )

    def leaves(self, station: str, first: int, last: int) -> Mapping[int, bytes]:
        return {seq: bytes(leaf) for seq, leaf in self._both(_LEAVES, station, first, last)}

    def refused(self, station: str, first: int, last: int) -> tuple[NotTaken, ...]:
        rows = _NOT_TAKEN.rows(self._connection, station=station, first=first, last=last)
        return tuple(
            NotTaken(seq, id_, Refusal(why), bytes(leaf), bytes(content or b""))
            for seq, id_, why, leaf, content in rows
        )

    def refusals(self) -> Mapping[str, int]:
        return dict(_REFUSALS.rows(self._connection))

    def placed(self, ids: Sequence[str], photos: Iterable[str]) -> tuple[Placed, Holders]:
        with together(self._connection):
            places = _PLACED.run(self._connection, ids=listed(self._connection, ids))
            holders = _HELD.run(self._connection, photos=listed(self._connection, photos))
        return {id_: (station, seq) for id_, station, seq in places}, _holders(holders)

    def own(self, station: str, after: int, limit: int) -> tuple[str, ...]:
        rows = self._both(_OWN, station, after + 1, after + limit)
        return tuple(bytes(data).decode() for _, data in sorted(rows))

    def held(self, photos: Iterable[str]) -> Holders:
        return _holders(_HELD.run(self._connection, photos=listed(self._connection, photos)))

    def hold(self, station: str, photos: Iterable[str], now: datetime) -> None:
        received_us = microseconds(now)
        for sha256 in photos:
            _HOLD.run(self._connection, sha256=sha256, station=station, received_us=received_us)

    def decided(self) -> int:
        return int(_DECIDED.one(self._connection))

    def _both(
        self, statements: tuple[Prepared, Prepared], station: str, first: int, last: int
    ) -> list[tuple[Any, ...]]:
        values = {"station": station, "first": first, "last": last}
        with together(self._connection):
            found = [statement.run(self._connection, **values) for statement in statements]
        return [row for cursor in found for row in cursor]


def _holders(rows: Iterable[tuple[str, str]]) -> Holders:
    of: dict[str, set[str]] = {}
    for sha256, station in rows:
        of.setdefault(sha256, set()).add(station)
    return {sha256: frozenset(stations) for sha256, stations in of.items()}
