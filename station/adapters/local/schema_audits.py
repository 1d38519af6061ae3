"""Tables of the supervisor's queue and of what people wrote in their own words."""

import sqlalchemy as sa

from station.adapters.local.portable import where
from station.adapters.local.schema import metadata

queue = sa.Table(
    "queue",
    metadata,
    sa.Column("inspection", sa.Text, primary_key=True),
    sa.Column("standing", sa.Text, nullable=False),
    sa.Column("grader", sa.Text, nullable=False),
    sa.Column("category", sa.Text, nullable=False),
    sa.Column("value", sa.Integer, nullable=False),
    sa.Column("since_us", sa.Integer, nullable=False),
    sa.Column("data", sa.LargeBinary, nullable=False),
    sa.Column("station", sa.Text, nullable=False, server_default=""),
    sqlite_with_rowid=False,
)
_WAITS = queue.c.standing == "waiting"
_ORDER = (queue.c.since_us, queue.c.inspection)
sa.Index("queue_waiting", *_ORDER, queue.c.value, **where(_WAITS))
sa.Index("queue_of_grader", queue.c.grader, *_ORDER, queue.c.value, **where(_WAITS))
sa.Index("queue_of_station", queue.c.station, *_ORDER, queue.c.value, **where(_WAITS))
sa.Index("queue_of_category", queue.c.category, *_ORDER, queue.c.value, **where(_WAITS))

queue_whys = sa.Table(
    "queue_whys",
    metadata,
    sa.Column("why", sa.Text, primary_key=True),
    sa.Column("since_us", sa.Integer, primary_key=True),
    sa.Column("inspection", sa.Text, primary_key=True),
    sqlite_with_rowid=False,
)

notes = sa.Table(
    "notes",
    metadata,
    sa.Column("commitment", sa.Text, primary_key=True),
    sa.Column("salt", sa.LargeBinary),
    sa.Column("text", sa.Text),
    sqlite_with_rowid=False,
)

audits = sa.Table(
    "audits",
    metadata,
    sa.Column("entry", sa.Integer, primary_key=True),
    sa.Column("inspection", sa.Text, nullable=False),
    sa.Column("data", sa.LargeBinary, nullable=False),
)
sa.Index("audits_of", audits.c.inspection, audits.c.entry)

errands = sa.Table(
    "errands",
    metadata,
    sa.Column("inspection", sa.Text, primary_key=True),
    sa.Column("was", sa.Text),
    sa.Column("at_us", sa.Integer, nullable=False),
    sa.Column("data", sa.LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
sa.Index("errands_in_bin", errands.c.was, **where(errands.c.was.is_not(None)))
