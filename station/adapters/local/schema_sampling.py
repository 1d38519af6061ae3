"""Tables of sampling: streams, their lots, and the inspections in each lot."""

import sqlalchemy as sa

from station.adapters.local.portable import where
from station.adapters.local.schema import metadata

sample_streams = sa.Table(
    "sample_streams",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("data", sa.LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

sample_lots = sa.Table(
    "sample_lots",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("stream", sa.Text, nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("open", sa.Integer, nullable=False),
    sa.Column("opened_us", sa.Integer, nullable=False),
    sa.Column("data", sa.LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
sa.Index("sample_lots_of_stream", sample_lots.c.stream, sample_lots.c.number)
sa.Index("sample_lots_open", sample_lots.c.opened_us, **where(sample_lots.c.open == 1))

sample_items = sa.Table(
    "sample_items",
    metadata,
    sa.Column("lot", sa.Text, primary_key=True),
    sa.Column("inspection", sa.Text, primary_key=True),
    sa.Column("drawn", sa.Integer, nullable=False),
    sa.Column("conforming", sa.Integer),
    sqlite_with_rowid=False,
)
sa.Index("sample_items_by_inspection", sample_items.c.inspection, unique=True)
