"""Tables of what stations sent, and of the stations themselves, as central has them.

Entries lie here as they came; what they say is worked into the other tables in a step of its own.
"""

import sqlalchemy as sa

from station.adapters.local.schema import metadata

stations = sa.Table(
    "stations",
    metadata,
    sa.Column("station", sa.Text, primary_key=True),
    sa.Column("contact_us", sa.Integer, nullable=False),
    sa.Column("data", sa.LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

# Apart from the rest: it changes with every batch, the rest once an hour.
station_heads = sa.Table(
    "station_heads",
    metadata,
    sa.Column("station", sa.Text, primary_key=True),
    sa.Column("size", sa.Integer, nullable=False),
    sa.Column("peaks", sa.LargeBinary, nullable=False),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("at_us", sa.Integer, nullable=False),
    sqlite_with_rowid=False,
)

enrol_codes = sa.Table(
    "enrol_codes",
    metadata,
    sa.Column("digest", sa.Text, primary_key=True),
    sa.Column("until_us", sa.Integer, nullable=False),
    sa.Column("data", sa.LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

station_tokens = sa.Table(
    "station_tokens",
    metadata,
    sa.Column("digest", sa.Text, primary_key=True),
    sa.Column("station", sa.Text, nullable=False),
    sa.Column("until_us", sa.Integer, nullable=False),
    sa.Column("own_only", sa.Integer, nullable=False),
    sqlite_with_rowid=False,
)
sa.Index("station_tokens_of", station_tokens.c.station)

central_secret = sa.Table(
    "central_secret",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("secret", sa.LargeBinary, nullable=False),
)

arrivals = sa.Table(
    "arrivals",
    metadata,
    sa.Column("station", sa.Text, primary_key=True),
    sa.Column("seq", sa.Integer, primary_key=True),
    sa.Column("id", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("received_us", sa.Integer, nullable=False),
    sa.Column("leaf", sa.LargeBinary, nullable=False),
    sa.Column("canonical", sa.LargeBinary, nullable=False),
)
sa.Index("arrivals_id", arrivals.c.id, unique=True)

# They have their places in the station's journal and their leaves in its tree, and are worked into nothing.
refused_entries = sa.Table(
    "refused_entries",
    metadata,
    sa.Column("station", sa.Text, primary_key=True),
    sa.Column("seq", sa.Integer, primary_key=True),
    sa.Column("id", sa.Text, nullable=False),
    sa.Column("why", sa.Text, nullable=False),
    sa.Column("received_us", sa.Integer, nullable=False),
    sa.Column("leaf", sa.LargeBinary, nullable=False),
    sa.Column("content", sa.LargeBinary),
)

# A photo is in the vault once, and here once for each station that has it, which may have it back.
photos_held = sa.Table(
    "photos_held",
    metadata,
    sa.Column("sha256", sa.Text, primary_key=True),
    sa.Column("station", sa.Text, primary_key=True),
    sa.Column("received_us", sa.Integer, nullable=False),
    sqlite_with_rowid=False,
)
