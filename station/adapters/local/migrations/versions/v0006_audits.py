"""The supervisor's queue, and what people wrote in their own words."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "queue",
        sa.Column("inspection", sa.Text, primary_key=True, nullable=False),
        sa.Column("standing", sa.Text, nullable=False),
        sa.Column("grader", sa.Text, nullable=False),
        sa.Column("category", sa.Text, nullable=False),
        sa.Column("value", sa.Integer, nullable=False),
        sa.Column("since_us", sa.Integer, nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
    waiting = sa.text("standing = 'waiting'")
    op.create_index("queue_waiting", "queue", ["since_us", "inspection"], sqlite_where=waiting)
    op.create_table(
        "queue_whys",
        sa.Column("why", sa.Text, primary_key=True, nullable=False),
        sa.Column("since_us", sa.Integer, primary_key=True, nullable=False),
        sa.Column("inspection", sa.Text, primary_key=True, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "notes",
        sa.Column("commitment", sa.Text, primary_key=True, nullable=False),
        sa.Column("salt", sa.LargeBinary),
        sa.Column("text", sa.Text),
        sqlite_with_rowid=False,
    )
