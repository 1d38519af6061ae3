"""Inspections in the local store."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from station.adapters.local.codec import decode, encode
from station.adapters.local.prepared import Prepared, by, count_up
from station.adapters.local.schema import codes, counters, inspections
from station.domain.identifiers import Lpn, Rma
from station.domain.inspection import Inspection
from station.domain.scanning import Names

_t = inspections.c
_ADD = Prepared(inspections.insert())
_NAME = Prepared(codes.insert())
_UNNAME = Prepared(
    codes.delete().where(codes.c.code == sa.bindparam("code"), codes.c.names == Names.LPN.value)
)
_UPDATE = Prepared(
    inspections.update()
    .where(_t.id == sa.bindparam("b_id"))
    .values({c: sa.bindparam(f"b_{c}") for c in ("state", "closed_by", "closed_us", "data")})
)
_GET = by(inspections, "id")
_VISITS = Prepared(sa.select(_t.data).where(_t.lpn == sa.bindparam("lpn")).order_by(_t.id))
_BY_LPN = Prepared(sa.select(_t.data).where(_t.lpn == sa.bindparam("lpn")).order_by(_t.id.desc()).limit(1))
_CLOSED = sa.select(_t.data).where(_t.closed_us.is_not(None)).order_by(_t.closed_us.desc(), _t.id.desc())
_OF_RETURN = Prepared(sa.select(_t.data).where(_t.rma == sa.bindparam("rma")).order_by(_t.id))
_REPLATE = Prepared(
    inspections.update().where(_t.id == sa.bindparam("b_id")).values(lpn=sa.bindparam("b_lpn"))
)
_DRAWN = Prepared(sa.select(counters.c.value).where(counters.c.name == sa.literal_column("'lpn'")))
_COUNT = Prepared(
    sa.select(sa.func.count()).where(
        _t.closed_by == sa.bindparam("person"), _t.closed_us >= sa.bindparam("since"), _t.state != "voided"
    )
)
_NEXT = count_up(counters, "lpn")


def microseconds(at: datetime) -> int:
    """Return the instant as whole microseconds since 1970 in UTC, which sorts across time zones."""
    return int(at.timestamp() * 1_000_000)


class LocalInspections:
    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def get(self, inspection: str) -> Inspection:
        return decode(_GET.one(self._connection, id=inspection), Inspection)

    def plain(self, inspection: str) -> Mapping[str, Any] | None:
        data = _GET.maybe(self._connection, id=inspection)
        try:
            plain: Mapping[str, Any] | None = None if data is None else json.loads(data)
        except ValueError:
            return {}
        return plain

    def add(self, inspection: Inspection) -> None:
        """Keep a new inspection, and know it by its licence plate from now on."""
        lpn = inspection.item.lpn
        _ADD.run(
            self._connection,
            id=inspection.id,
            lpn=lpn,
            state=inspection.state.value,
            closed_by=None,
            closed_us=None,
            rma=inspection.item.rma,
            data=encode(inspection),
        )
        self._name(inspection)

    def add_finished(self, inspections: Sequence[Inspection]) -> None:
        """Keep new inspections that are closed already, many at once."""
        if not inspections:
            return
        names = [
            {"code": x.item.lpn, "names": Names.LPN.value, "key": x.id} for x in _last_of_plate(inspections)
        ]
        _ADD.run_many(self._connection, [_row(inspection) for inspection in inspections])
        _UNNAME.run_many(self._connection, [{"code": name["code"]} for name in names])
        _NAME.run_many(self._connection, names)

    def save(self, inspection: Inspection) -> None:
        closed = inspection.closed_at
        _UPDATE.run(
            self._connection,
            b_id=inspection.id,
            b_state=inspection.state.value,
            b_closed_by=inspection.closed_by,
            b_closed_us=microseconds(closed) if closed else None,
            b_data=encode(inspection),
        )

    def replate(self, inspection: Inspection, was: Lpn) -> None:
        """Know an inspection by another licence plate than before."""
        _UNNAME.run(self._connection, code=was)
        _REPLATE.run(self._connection, b_id=inspection.id, b_lpn=inspection.item.lpn)
        self._name(inspection)
        self.save(inspection)

    def _name(self, inspection: Inspection) -> None:
        lpn = inspection.item.lpn
        _UNNAME.run(self._connection, code=lpn)
        _NAME.run(self._connection, code=lpn, names=Names.LPN.value, key=inspection.id)

    def of_return(self, rma: Rma) -> tuple[Inspection, ...]:
        return tuple(decode(data, Inspection) for (data,) in _OF_RETURN.rows(self._connection, rma=rma))

    def by_lpn(self, lpn: Lpn) -> Inspection | None:
        data = _BY_LPN.maybe(self._connection, lpn=lpn)
        return decode(data, Inspection) if data else None

    def visits(self, lpn: Lpn) -> tuple[Inspection, ...]:
        return tuple(decode(data, Inspection) for (data,) in _VISITS.rows(self._connection, lpn=lpn))

    def next_lpn_number(self) -> int:
        return int(_NEXT.one(self._connection))

    def lpn_numbers_drawn(self) -> int:
        return int(_DRAWN.maybe(self._connection) or 0)

    def recent(self, limit: int) -> tuple[Inspection, ...]:
        return self._list(_CLOSED.limit(limit))

    def closed(self, limit: int, before: str = "") -> tuple[Inspection, ...]:
        if not before:
            return self.recent(limit)
        start = sa.select(_t.closed_us, _t.id).where(_t.id == before).subquery()
        older = sa.tuple_(_t.closed_us, _t.id) < sa.select(start.c.closed_us, start.c.id).scalar_subquery()
        return self._list(_CLOSED.where(older).limit(limit))

    def on_hold(self, limit: int, after: str = "") -> tuple[Inspection, ...]:
        held = sa.select(_t.data).where(_t.state == "held", _t.id > after).order_by(_t.id)
        return self._list(held.limit(limit))

    def closed_since(self, person: str, since: datetime) -> int:
        return int(_COUNT.one(self._connection, person=person, since=microseconds(since)))

    def _list(self, chosen: sa.Select[Any]) -> tuple[Inspection, ...]:
        found = self._connection.execute(chosen).scalars()
        return tuple(decode(data, Inspection) for data in found)


def _row(inspection: Inspection) -> dict[str, object]:
    closed = inspection.closed_at
    return {
        "id": inspection.id,
        "lpn": inspection.item.lpn,
        "state": inspection.state.value,
        "closed_by": inspection.closed_by,
        "closed_us": microseconds(closed) if closed else None,
        "rma": inspection.item.rma,
        "data": encode(inspection),
    }


def _last_of_plate(inspections: Iterable[Inspection]) -> list[Inspection]:
    """Return the one inspection of each licence plate that it names from now on."""
    return list({inspection.item.lpn: inspection for inspection in inspections}.values())
