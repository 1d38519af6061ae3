"""Labels on their way to the printer."""

import sqlalchemy as sa
from alembic import op

from station.adapters.local.portable import where

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "prints",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
    unfinished = sa.text("state NOT IN ('printed', 'cancelled')")
    op.create_index("unprinted", "prints", ["id"], **where(unfinished))
