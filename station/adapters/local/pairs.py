"""Items that were graded twice, in the local store."""

from datetime import datetime

import sqlalchemy as sa

from station.adapters.local.codec import decode
from station.adapters.local.inspections import microseconds
from station.adapters.local.schema_blinds import blinds
from station.domain.graders.blind import Blind, pair_of
from station.domain.graders.pairs import Pair

_t = blinds.c


class LocalPairs:
    """Second gradings and calibration items beside the first grading of each."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def between(self, since: datetime | None, category: str = "", limit: int = 20_000) -> tuple[Pair, ...]:
        done = sa.select(_t.data).where(_t.done_us.is_not(None))
        done = done.where(_t.done_us >= microseconds(since)) if since else done
        done = done.where(_t.category == category) if category else done
        latest = done.order_by(_t.done_us.desc(), _t.id.desc()).limit(limit)
        found = self._connection.execute(latest).scalars()
        return tuple(pair_of(decode(data, Blind)) for data in found)
