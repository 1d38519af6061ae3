"""What a station ships and where it stands with central."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sync",
        sa.Column("destination", sa.Text, primary_key=True, nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "sync_parked",
        sa.Column("destination", sa.Text, primary_key=True, nullable=False),
        sa.Column("id", sa.Text, primary_key=True, nullable=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("sync_parked_in_order", "sync_parked", ["destination", "seq", "id"])
    op.create_table(
        "sync_pruned",
        sa.Column("sha256", sa.Text, primary_key=True, nullable=False),
        sa.Column("entry", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
    )
