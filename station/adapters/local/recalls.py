"""Recalls that count, and the ledger of disposals."""

from collections.abc import Iterator
from datetime import date

import sqlalchemy as sa

from station.adapters.local.codec import decode, encode
from station.adapters.local.portable import place_in
from station.adapters.local.prepared import Prepared, by, upsert
from station.adapters.local.schema import contents, disposals, inspections, recalls
from station.domain.disposal import Disposal
from station.domain.identifiers import BinCode, Gtin, Lpn
from station.domain.inspection import Inspection
from station.domain.recalls import Recall
from station.stock_ports import Whereabouts

_ADD = upsert(recalls, ["gtin", "data"])
_LIFT = Prepared(recalls.delete().where(recalls.c.id == sa.bindparam("id")))
_ALL = Prepared(sa.select(recalls.c.data).order_by(recalls.c.id))
_GET = by(recalls, "id")
# Nothing but the record says of which product an item is; a search through text is fast enough for a page
# that is opened when something is called back. What was binned before contents were kept lies, as far as
# anybody knows, where it was put, unless its plate was inspected again.
_i, _later = inspections.c, inspections.alias()
_AGAIN = sa.exists().where(_later.c.lpn == _i.lpn, _later.c.id > _i.id, _later.c.state != "voided")
_STORED = (
    sa.select(_i.data, contents.c.bin, contents.c.moved_to)
    .outerjoin(contents, _i.id == contents.c.inspection)
    .where(_i.state == "binned", _i.id > sa.bindparam("after"))
    .where(place_in(_i.data, sa.bindparam("named", type_=sa.LargeBinary)) > 0)
    .where(sa.or_(contents.c.inspection.is_not(None), ~_AGAIN))
    .order_by(_i.id)
)
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

    def get(self, recall: str) -> Recall:
        return decode(_GET.one(self._connection, id=recall), Recall)

    def stored(self, gtin: Gtin, after: str = "") -> Iterator[tuple[Inspection, Whereabouts]]:
        sought = {"after": after, "named": f'"gtin":"{gtin}"'.encode()}
        for row in self._connection.execution_options(yield_per=200).execute(_STORED, sought):
            known = decode(row.data, Inspection)
            put_into = row.bin or (known.route and known.route.bin) or ""
            yield known, Whereabouts(BinCode(put_into), row.moved_to)


_NOTE = upsert(disposals, ["day", "lpn", "data"])
_DROP = Prepared(disposals.delete().where(disposals.c.inspection == sa.bindparam("inspection")))
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

    def drop(self, inspection: str) -> None:
        _DROP.run(self._connection, inspection=inspection)

    def lines(self, first: date, last: date) -> Iterator[tuple[date, str, Lpn, Disposal]]:
        reach = {"first": first.isoformat(), "last": last.isoformat()}
        for row in self._connection.execution_options(yield_per=500).execute(_LINES, reach):
            yield date.fromisoformat(row.day), row.inspection, Lpn(row.lpn), decode(row.data, Disposal)
