"""What stands beside central's decisions, and which of them a station took."""

import sqlalchemy as sa
from alembic import op

from station.adapters.local.portable import where

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "feed_documents",
        sa.Column("sha256", sa.Text, primary_key=True, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "feed_cursor",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False, nullable=False),
        sa.Column("upto", sa.Integer, nullable=False),
    )
    op.create_table(
        "feed_taken",
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("took", sa.Text, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("entry", sa.Text, nullable=False),
        sa.Column("beside", sa.LargeBinary),
    )
    op.create_index("feed_parked", "feed_taken", ["seq"], **where(sa.text("took = 'parked'")))
