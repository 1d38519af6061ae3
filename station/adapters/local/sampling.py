"""Streams, lots and their members in the local store."""

from datetime import datetime

import sqlalchemy as sa

from station.adapters.local.codec import decode, encode
from station.adapters.local.inspections import microseconds
from station.adapters.local.prepared import Prepared, by, upsert
from station.adapters.local.schema_sampling import sample_items, sample_lots, sample_streams
from station.domain.sampling.lots import Lot, Member
from station.domain.sampling.streams import Stream

_lot, _item = sample_lots.c, sample_items.c
_STREAM = by(sample_streams, "key")
_STREAMS = Prepared(sa.select(sample_streams.c.data).order_by(sample_streams.c.key))
_PUT_STREAM = upsert(sample_streams, ["data"])
_LOT = by(sample_lots, "id")
_OF_STREAM = sa.select(_lot.data).where(_lot.stream == sa.bindparam("stream")).order_by(_lot.number.desc())
_LOTS = Prepared(_OF_STREAM.limit(sa.bindparam("most")))
_OPEN = Prepared(sa.select(_lot.data).where(_lot.stream == sa.bindparam("stream"), _lot.open == 1))
_AGED = Prepared(
    sa.select(_lot.data)
    .where(_lot.open == sa.literal_column("1"), _lot.opened_us < sa.bindparam("before"))
    .order_by(_lot.opened_us)
    .limit(sa.bindparam("most"))
)
# A lot that stays open stays as it is in the index of open lots, and costs no page there.
_PUT_OPEN = upsert(sample_lots, ["data"])
_CLOSE = upsert(sample_lots, ["open", "data"])
_ITEM = [_item.inspection, _item.lot, _item.drawn, _item.conforming]
_MEMBER = Prepared(sa.select(*_ITEM).where(_item.inspection == sa.bindparam("inspection")))
_MEMBERS = Prepared(sa.select(*_ITEM).where(_item.lot == sa.bindparam("lot")).order_by(_item.inspection))
_ADD = upsert(sample_items, ["drawn", "conforming"])


class LocalSampling:
    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def stream(self, key: str) -> Stream | None:
        data = _STREAM.maybe(self._connection, key=key)
        return decode(data, Stream) if data else None

    def streams(self) -> tuple[Stream, ...]:
        return tuple(decode(data, Stream) for (data,) in _STREAMS.rows(self._connection))

    def put_stream(self, stream: Stream) -> None:
        _PUT_STREAM.run(self._connection, key=stream.key, data=encode(stream))

    def lot(self, lot: str) -> Lot:
        return decode(_LOT.one(self._connection, id=lot), Lot)

    def open_lot(self, stream: str) -> Lot | None:
        data = _OPEN.maybe(self._connection, stream=stream)
        return decode(data, Lot) if data else None

    def lots(self, stream: str, limit: int) -> tuple[Lot, ...]:
        return tuple(decode(data, Lot) for (data,) in _LOTS.rows(self._connection, stream=stream, most=limit))

    def aged(self, before: datetime, limit: int) -> tuple[Lot, ...]:
        rows = _AGED.rows(self._connection, before=microseconds(before), most=limit)
        return tuple(decode(data, Lot) for (data,) in rows)

    def put(self, lot: Lot) -> None:
        statement = _CLOSE if lot.full else _PUT_OPEN
        statement.run(
            self._connection,
            id=lot.id,
            stream=lot.stream,
            number=lot.number,
            open=int(not lot.full),
            opened_us=microseconds(lot.opened_at),
            data=encode(lot),
        )

    def member(self, inspection: str) -> Member | None:
        rows = _MEMBER.rows(self._connection, inspection=inspection)
        return _member(*rows[0]) if rows else None

    def members(self, lot: str) -> tuple[Member, ...]:
        return tuple(_member(*row) for row in _MEMBERS.rows(self._connection, lot=lot))

    def add(self, member: Member) -> None:
        said = None if member.conforming is None else int(member.conforming)
        _ADD.run(
            self._connection,
            lot=member.lot,
            inspection=member.inspection,
            drawn=int(member.drawn),
            conforming=said,
        )


def _member(inspection: str, lot: str, drawn: int, conforming: int | None) -> Member:
    return Member(inspection, lot, bool(drawn), None if conforming is None else bool(conforming))
