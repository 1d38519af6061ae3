"""Tables of what a station ships: where it stands, what was set aside, which photos are at central alone."""

import sqlalchemy as sa

from station.adapters.local.schema import metadata

sync = sa.Table(
    "sync",
    metadata,
    sa.Column("destination", sa.Text, primary_key=True),
    sa.Column("data", sa.LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

sync_parked = sa.Table(
    "sync_parked",
    metadata,
    sa.Column("destination", sa.Text, primary_key=True),
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("seq", sa.Integer, nullable=False),
    sa.Column("data", sa.LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
sa.Index("sync_parked_in_order", sync_parked.c.destination, sync_parked.c.seq, sync_parked.c.id)

sync_pruned = sa.Table(
    "sync_pruned",
    metadata,
    sa.Column("sha256", sa.Text, primary_key=True),
    sa.Column("entry", sa.Integer, nullable=False),
    sqlite_with_rowid=False,
)
