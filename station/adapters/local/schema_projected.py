"""Tables of what is taken over from stations' entries: their one order, what was parked, sums by day, and
rules that only a station has."""

import sqlalchemy as sa

from station.adapters.local.schema import metadata

# How far each station's entries were looked at; what was parked on the way has a row of its own.
projections = sa.Table(
    "projections",
    metadata,
    sa.Column("station", sa.Text, primary_key=True),
    sa.Column("upto", sa.Integer, nullable=False),
    sqlite_with_rowid=False,
)

projected = sa.Table(
    "projected",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("station", sa.Text, nullable=False),
    sa.Column("seq", sa.Integer, nullable=False),
)
sa.Index("projected_once", projected.c.station, projected.c.seq, unique=True)

told_projected = sa.Table(
    "told_projected",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

parked_projections = sa.Table(
    "parked_projections",
    metadata,
    sa.Column("station", sa.Text, primary_key=True),
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("data", sa.LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

parked_keys = sa.Table(
    "parked_keys",
    metadata,
    sa.Column("station", sa.Text, primary_key=True),
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

day_sums = sa.Table(
    "day_sums",
    metadata,
    sa.Column("day", sa.Text, primary_key=True),
    sa.Column("station", sa.Text, primary_key=True),
    sa.Column("disposition", sa.Text, primary_key=True),
    sa.Column("grade", sa.Text, primary_key=True),
    sa.Column("count", sa.Integer, nullable=False),
    sa.Column("holds", sa.Integer, nullable=False),
    sqlite_with_rowid=False,
)

# Recalls that a station set of itself: it alone may change and lift them here.
station_recalls = sa.Table(
    "station_recalls",
    metadata,
    sa.Column("recall", sa.Text, primary_key=True),
    sa.Column("station", sa.Text, nullable=False),
    sqlite_with_rowid=False,
)

station_rules = sa.Table(
    "station_rules",
    metadata,
    sa.Column("station", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("data", sa.LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
