"""The supervisor's queue in the local store, and notes."""

from collections.abc import Mapping

import sqlalchemy as sa

from station.adapters.local.codec import decode, encode
from station.adapters.local.inspections import microseconds
from station.adapters.local.prepared import Prepared, by, insert_new, upsert
from station.adapters.local.schema_audits import notes, queue, queue_whys
from station.domain.queue import Queued, Standing, Why
from station.trust_ports import Filter

_t = queue.c
_OF = by(queue, "inspection")
_PUT = upsert(queue, ["standing", "grader", "category", "value", "since_us", "data"])
_WHY = insert_new(queue_whys)
_NO_WHYS = Prepared(
    queue_whys.delete().where(
        queue_whys.c.why == sa.bindparam("why"),
        queue_whys.c.since_us == sa.bindparam("since_us"),
        queue_whys.c.inspection == sa.bindparam("inspection"),
    )
)
_COUNTS = Prepared(sa.select(queue_whys.c.why, sa.func.count()).group_by(queue_whys.c.why))
_NOTE = insert_new(notes)
_TEXT = Prepared(sa.select(notes.c.text).where(notes.c.commitment == sa.bindparam("commitment")))
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
        )
        waiting = () if queued.standing.over else queued.whys
        for why in Why:
            statement = _WHY if why in waiting else _NO_WHYS
            statement.run(self._connection, why=why.value, since_us=since, inspection=queued.inspection)

    def of(self, inspection: str) -> Queued | None:
        data = _OF.maybe(self._connection, inspection=inspection)
        return decode(data, Queued) if data else None

    def page(self, chosen: Filter, limit: int, after: str = "") -> tuple[Queued, ...]:
        found = sa.select(_t.data).where(_t.standing == Standing.WAITING.value, *_conditions(chosen))
        if after:
            start = sa.select(_t.since_us, _t.inspection).where(_t.inspection == after).scalar_subquery()
            found = found.where(sa.tuple_(_t.since_us, _t.inspection) > start)
        ordered = found.order_by(_t.since_us, _t.inspection).limit(limit)
        return tuple(decode(data, Queued) for data in self._connection.execute(ordered).scalars())

    def counts(self) -> Mapping[Why, int]:
        return {Why(why): count for why, count in _COUNTS.rows(self._connection)}


def _conditions(chosen: Filter) -> list[sa.ColumnElement[bool]]:
    of_why = sa.select(queue_whys.c.inspection).where(
        queue_whys.c.why == (chosen.why.value if chosen.why else ""),
        queue_whys.c.since_us == _t.since_us,
        queue_whys.c.inspection == _t.inspection,
    )
    asked = (
        (chosen.why, of_why.exists),
        (chosen.grader, lambda: _t.grader == chosen.grader),
        (chosen.category, lambda: _t.category == chosen.category),
        (chosen.least_value, lambda: _t.value >= chosen.least_value),
        (chosen.before, lambda: _t.since_us <= microseconds(chosen.before)),  # type: ignore[arg-type]
    )
    return [condition() for wanted, condition in asked if wanted]


class LocalNotes:
    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def put(self, commitment: str, salt: bytes, text: str) -> None:
        _NOTE.run(self._connection, commitment=commitment, salt=salt, text=text)

    def text(self, commitment: str) -> str | None:
        text: str | None = _TEXT.maybe(self._connection, commitment=commitment)
        return text

    def remove(self, commitment: str) -> None:
        _REMOVE.run(self._connection, b_commitment=commitment)
