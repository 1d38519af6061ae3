"""Other systems that hear of events, and what they missed."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("destinations", "destination_tracks"):
        op.create_table(
            name,
            sa.Column("id", sa.Text, primary_key=True, nullable=False),
            sa.Column("data", sa.LargeBinary, nullable=False),
            sqlite_with_rowid=False,
        )
    op.create_table(
        "destination_parked",
        sa.Column("destination", sa.Text, primary_key=True, nullable=False),
        sa.Column("id", sa.Text, primary_key=True, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("again", sa.Integer, nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("destination_parked_in_order", "destination_parked", ["destination", "number", "id"])
    op.create_index("destination_parked_again", "destination_parked", ["again", "number"])
