"""Recalls that count, and the ledger of disposals."""

from collections.abc import Iterator
from datetime import date

import sqlalchemy as sa

from station.adapters.local.codec import decode, encode
from station.adapters.local.prepared import Prepared, upsert
from station.adapters.local.schema import disposals, recalls
from station.domain.disposal import Disposal
from station.domain.identifiers import Gtin, Lpn
from station.domain.recalls import Recall

_ADD = upsert(recalls, ["gtin", "data"])
_LIFT = Prepared(recalls.delete().where(recalls.c.id == sa.bindparam("id")))
_ALL = Prepared(sa.select(recalls.c.data).order_by(recalls.c.id))
_OF = Prepared(sa.select(recalls.c.data).where(recalls.c.gtin == sa.bindparam("gtin")).order_by(recalls.c.id))


class LocalRecalls:
    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add(self, recall: Recall) -> None:
        _ADD.run(self._connection, id=recall.id, gtin=recall.gtin, data=encode(recall))

    def lift(self, recall: str) -> None:
        _LIFT.run(self._connection, id=recall)

    def all(self) -> tuple[Recall, ...]:
        return tuple(decode(data, Recall) for (data,) in _ALL.rows(self._connection))

    def of(self, gtin: Gtin) -> tuple[Recall, ...]:
        return tuple(decode(data, Recall) for (data,) in _OF.rows(self._connection, gtin=gtin))


_NOTE = upsert(disposals, ["day", "lpn", "data"])
_LINES = (
    sa.select(disposals)
    .where(disposals.c.day.between(sa.bindparam("first"), sa.bindparam("last")))
    .order_by(disposals.c.day, disposals.c.inspection)
)


class LocalLedger:
    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add(self, day: date, inspection: str, lpn: Lpn, disposal: Disposal) -> None:
        row = {"inspection": inspection, "day": day.isoformat(), "lpn": lpn, "data": encode(disposal)}
        _NOTE.run(self._connection, **row)

    def lines(self, first: date, last: date) -> Iterator[tuple[date, str, Lpn, Disposal]]:
        reach = {"first": first.isoformat(), "last": last.isoformat()}
        for row in self._connection.execution_options(yield_per=500).execute(_LINES, reach):
            yield date.fromisoformat(row.day), row.inspection, Lpn(row.lpn), decode(row.data, Disposal)
