"""Tables of other systems: who they are, how far each was told, and what was parked."""

import sqlalchemy as sa

from station.adapters.local.schema import metadata

destinations = sa.Table(
    "destinations",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("data", sa.LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

# The main track of a destination has its id; every other one is a replay.
destination_tracks = sa.Table(
    "destination_tracks",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("data", sa.LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

destination_parked = sa.Table(
    "destination_parked",
    metadata,
    sa.Column("destination", sa.Text, primary_key=True),
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("again", sa.Integer, nullable=False),
    sa.Column("data", sa.LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
sa.Index(
    "destination_parked_in_order",
    destination_parked.c.destination,
    destination_parked.c.number,
    destination_parked.c.id,
)
sa.Index("destination_parked_again", destination_parked.c.again, destination_parked.c.number)
