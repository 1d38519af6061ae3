"""Tables of what central gives out beside its decisions, and of the decisions that a station took."""

import sqlalchemy as sa

from station.adapters.local.schema import metadata

# At central: the parts of documents that its decisions name and that are still given out.
feed_documents = sa.Table(
    "feed_documents",
    metadata,
    sa.Column("sha256", sa.Text, primary_key=True),
    sa.Column("what", sa.Text, nullable=False),
    sqlite_with_rowid=False,
)

# At a station: one row once it was joined to a central. Decisions up to this number are here.
feed_cursor = sa.Table(
    "feed_cursor",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("upto", sa.Integer, nullable=False),
)

# At a station: each decision as it came, by central's number. What stands beside it stays while it is parked.
feed_taken = sa.Table(
    "feed_taken",
    metadata,
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("took", sa.Text, nullable=False),
    sa.Column("why", sa.Text, nullable=False),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("entry", sa.Text, nullable=False),
    sa.Column("beside", sa.LargeBinary),
)
_PARKED = feed_taken.c.took == "parked"
sa.Index("feed_parked", feed_taken.c.seq, sqlite_where=_PARKED, postgresql_where=_PARKED)
