"""Closed inspections as a replay needs them: read in one go, in order, and decoded only as far as needed."""

from collections.abc import Iterator
from datetime import datetime

import sqlalchemy as sa

from station.adapters.local.codec import decode
from station.adapters.local.inspections import microseconds
from station.adapters.local.schema import inspections
from station.domain.replaying import Past

_t = inspections.c
_SINCE = _t.closed_us >= sa.bindparam("since")
_ROUTED = sa.select(_t.data).where(_t.state != "voided")
# In the order of the table itself: by the index on the time of closing it takes five times as long.
_ALL = _ROUTED.where(_t.closed_us.is_not(None)).order_by(_t.id)
_LATE = _ROUTED.where(_SINCE).order_by(_t.closed_us, _t.id)
_COUNT = sa.select(sa.func.count()).where(_SINCE)
# Held before it was routed. What people wrote cannot look like this: its quotes are escaped.
_NO_ROUTE = b'"route":null'


class LocalHistory:
    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def routed(self, since: datetime | None) -> Iterator[Past]:
        streaming = self._connection.execution_options(yield_per=500)
        chosen = streaming.execute(_LATE, _since(since)) if since else streaming.execute(_ALL)
        for data in chosen.scalars():
            if _NO_ROUTE not in data:
                yield decode(data, Past)

    def count(self, since: datetime | None) -> int:
        return int(self._connection.execute(_COUNT, _since(since)).scalar_one())


def _since(since: datetime | None) -> dict[str, int]:
    return {"since": microseconds(since) if since else 0}
