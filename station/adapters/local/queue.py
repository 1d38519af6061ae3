"""The supervisor's queue in the local store, and notes."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from station.adapters.local.codec import decode, encode
from station.adapters.local.inspections import microseconds
from station.adapters.local.prepared import Prepared, by, insert_new, upsert
from station.adapters.local.schema_audits import notes, queue, queue_whys
from station.domain.auditing.queue import Queued, Why
from station.trust_ports import Filter

_t = queue.c
_OF = by(queue, "inspection")
_PUT = upsert(queue, ["standing", "grader", "category", "value", "since_us", "data", "station"])
_WHY = insert_new(queue_whys)
_NO_WHYS = Prepared(
    queue_whys.delete().where(
        queue_whys.c.why == sa.bindparam("why"),
        queue_whys.c.since_us == sa.bindparam("since_us"),
        queue_whys.c.inspection == sa.bindparam("inspection"),
    )
)
_w = queue_whys.c
# Written out, not bound: SQLite uses an index of what waits only for these very words.
_WAITS = _t.standing == sa.literal_column("'waiting'")
_ALL = Prepared(sa.select(sa.func.count()).select_from(queue).where(_WAITS))
_GRADERS = Prepared(sa.select(_t.grader, sa.func.count()).where(_WAITS).group_by(_t.grader))
_STATIONS = Prepared(sa.select(_t.station, sa.func.count()).where(_WAITS).group_by(_t.station))
_CATEGORIES = Prepared(sa.select(_t.category, sa.func.count()).where(_WAITS).group_by(_t.category))
_PLACE = Prepared(sa.select(_t.since_us).where(_t.inspection == sa.bindparam("inspection")))
_COUNTS = Prepared(sa.select(queue_whys.c.why, sa.func.count()).group_by(queue_whys.c.why))
_NOTE = insert_new(notes)
_TEXT = Prepared(sa.select(notes.c.text).where(notes.c.commitment == sa.bindparam("commitment")))
_SALTED = Prepared(
    sa.select(notes.c.salt, notes.c.text).where(
        notes.c.commitment == sa.bindparam("commitment"), notes.c.text.is_not(None)
    )
)
_REMOVE = Prepared(
    notes.update()
    .where(notes.c.commitment == sa.bindparam("b_commitment"))
    .values(salt=sa.null(), text=sa.null())
)


class LocalQueue:
    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def put(self, queued: Queued) -> None:
        since = microseconds(queued.since)
        _PUT.run(
            self._connection,
            inspection=queued.inspection,
            standing=queued.standing.value,
            grader=queued.grader,
            category=queued.category,
            value=queued.value,
            since_us=since,
            data=encode(queued),
            station=queued.station,
        )
        waiting = () if queued.standing.over else queued.whys
        for why in Why:
            statement = _WHY if why in waiting else _NO_WHYS
            statement.run(self._connection, why=why.value, since_us=since, inspection=queued.inspection)

    def of(self, inspection: str) -> Queued | None:
        data = _OF.maybe(self._connection, inspection=inspection)
        return decode(data, Queued) if data else None

    def page(self, chosen: Filter, limit: int, after: str = "") -> tuple[Queued, ...]:
        found = _waiting(chosen)
        if after:
            found = found.where(_later_than(self._place(after), chosen))
        ordered = found.order_by(*_order(chosen)).limit(limit)
        return tuple(decode(data, Queued) for data in self._connection.execute(ordered).scalars())

    def _place(self, inspection: str) -> tuple[int, str]:
        """Return where an inspection stands in the order; one that is not known stands before all."""
        rows = _PLACE.rows(self._connection, inspection=inspection)
        return (rows[0][0], inspection) if rows else (0, "")

    def counts(self) -> Mapping[Why, int]:
        return {Why(why): count for why, count in _COUNTS.rows(self._connection)}

    def waiting(self) -> int:
        return int(_ALL.one(self._connection))

    def graders(self) -> Mapping[str, int]:
        return dict(_GRADERS.rows(self._connection))

    def categories(self) -> Mapping[str, int]:
        return dict(_CATEGORIES.rows(self._connection))

    def stations(self) -> Mapping[str, int]:
        return dict(_STATIONS.rows(self._connection))


def _waiting(chosen: Filter) -> sa.Select[Any]:
    """Choose what waits. By a reason the index of reasons leads, and each row is looked up by its key.

    That index holds what waits and nothing else; asked for again, SQLite would rather lead with the queue.
    """
    if chosen.why is None:
        return sa.select(_t.data).where(_WAITS, *_conditions(chosen))
    led = sa.join(queue_whys, queue, _t.inspection == _w.inspection)
    return sa.select(_t.data).select_from(led).where(_w.why == chosen.why.value, *_conditions(chosen))


def _order(chosen: Filter) -> tuple[sa.ColumnElement[Any], sa.ColumnElement[Any]]:
    return (_w.since_us, _w.inspection) if chosen.why else (_t.since_us, _t.inspection)


def _later_than(place: tuple[int, str], chosen: Filter) -> sa.ColumnElement[bool]:
    since, inspection = place
    return sa.tuple_(*_order(chosen)) > sa.tuple_(sa.literal(since), sa.literal(inspection))


def _conditions(chosen: Filter) -> list[sa.ColumnElement[bool]]:
    since = _order(chosen)[0]
    before = microseconds(chosen.before) if chosen.before else 0
    asked = (
        (chosen.grader, _t.grader == chosen.grader),
        (chosen.category, _t.category == chosen.category),
        (chosen.station, _t.station == chosen.station),
        (chosen.least_value, _t.value >= chosen.least_value),
        (before, since <= before),
    )
    return [condition for wanted, condition in asked if wanted]


class LocalNotes:
    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def put(self, commitment: str, salt: bytes, text: str) -> None:
        _NOTE.run(self._connection, commitment=commitment, salt=salt, text=text)

    def text(self, commitment: str) -> str | None:
        text: str | None = _TEXT.maybe(self._connection, commitment=commitment)
        return text

    def salted(self, commitment: str) -> tuple[bytes, str] | None:
        rows = _SALTED.rows(self._connection, commitment=commitment)
        return (bytes(rows[0][0]), rows[0][1]) if rows else None

    def remove(self, commitment: str) -> None:
        _REMOVE.run(self._connection, b_commitment=commitment)
