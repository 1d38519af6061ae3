"""The print queue in the local store: a label asked for survives a power cut."""

from typing import Any

import sqlalchemy as sa

from station.adapters.local.codec import decode, encode
from station.adapters.local.prepared import Prepared, by, upsert
from station.adapters.local.schema import prints
from station.domain.printing import JobState, PrintJob

_GET = by(prints, "id")
_SAVE = upsert(prints, ["state", "data"])
# As text: the partial index is used only where its condition stands in the statement as it is.
_UNFINISHED = sa.text("state NOT IN ('printed', 'cancelled')")
_OVER = sa.text("state IN ('printed', 'cancelled')")
_OPEN = Prepared(
    sa.select(prints.c.data)
    .where(_UNFINISHED)
    .order_by(prints.c.id)
    .limit(sa.bindparam("most", type_=sa.Integer))
)
_RECENT = Prepared(
    sa.select(prints.c.data).order_by(prints.c.id.desc()).limit(sa.bindparam("most", type_=sa.Integer))
)
_LAST_KEPT = Prepared(
    sa.select(prints.c.id)
    .order_by(prints.c.id.desc())
    .limit(1)
    .offset(sa.bindparam("keep", type_=sa.Integer))
)
_FORGET = Prepared(prints.delete().where(prints.c.id <= sa.bindparam("last"), _OVER))
assert {state for state in JobState if state.over} == {JobState.PRINTED, JobState.CANCELLED}


class LocalPrints:
    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add(self, job: PrintJob) -> None:
        self.save(job)

    def save(self, job: PrintJob) -> None:
        _SAVE.run(self._connection, id=job.id, state=job.state.value, data=encode(job))

    def get(self, job: str) -> PrintJob:
        return decode(_GET.one(self._connection, id=job), PrintJob)

    def unfinished(self, limit: int) -> tuple[PrintJob, ...]:
        return _jobs(_OPEN.rows(self._connection, most=limit))

    def recent(self, limit: int) -> tuple[PrintJob, ...]:
        return _jobs(_RECENT.rows(self._connection, most=limit))

    def forget(self, keep: int) -> None:
        last = _LAST_KEPT.maybe(self._connection, keep=keep)
        if last is not None:
            _FORGET.run(self._connection, last=last)


def _jobs(rows: list[tuple[Any, ...]]) -> tuple[PrintJob, ...]:
    return tuple(decode(data, PrintJob) for (data,) in rows)
