"""Sampling: streams, lots and what is in them."""

import sqlalchemy as sa
from alembic import op

from station.adapters.local.portable import where

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sample_streams",
        sa.Column("key", sa.Text, primary_key=True, nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "sample_lots",
        sa.Column("id", sa.Text, primary_key=True, nullable=False),
        sa.Column("stream", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("open", sa.Integer, nullable=False),
        sa.Column("opened_us", sa.Integer, nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("sample_lots_of_stream", "sample_lots", ["stream", "number"])
    op.create_index("sample_lots_open", "sample_lots", ["opened_us"], **where(sa.text("open = 1")))
    op.create_table(
        "sample_items",
        sa.Column("lot", sa.Text, primary_key=True, nullable=False),
        sa.Column("inspection", sa.Text, primary_key=True, nullable=False),
        sa.Column("drawn", sa.Integer, nullable=False),
        sa.Column("conforming", sa.Integer),
        sqlite_with_rowid=False,
    )
    op.create_index("sample_items_by_inspection", "sample_items", ["inspection"], unique=True)
