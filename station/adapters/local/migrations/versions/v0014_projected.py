"""What of stations' entries is in central's tables, what failed, sums by day, and whose the queue is."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _order()
    _parked()
    _beside()
    _queue()


def _order() -> None:
    op.create_table(
        "projections",
        sa.Column("station", sa.Text, primary_key=True, nullable=False),
        sa.Column("upto", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "projected",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("station", sa.Text, nullable=False),
        sa.Column("seq", sa.Integer, nullable=False),
    )
    op.create_index("projected_once", "projected", ["station", "seq"], unique=True)
    op.create_table(
        "told_projected",
        sa.Column("key", sa.Text, primary_key=True, nullable=False),
        sa.Column("number", sa.Integer, primary_key=True, nullable=False, autoincrement=False),
        sqlite_with_rowid=False,
    )


def _parked() -> None:
    op.create_table(
        "parked_projections",
        sa.Column("station", sa.Text, primary_key=True, nullable=False),
        sa.Column("seq", sa.Integer, primary_key=True, nullable=False, autoincrement=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "parked_keys",
        sa.Column("station", sa.Text, primary_key=True, nullable=False),
        sa.Column("key", sa.Text, primary_key=True, nullable=False),
        sa.Column("seq", sa.Integer, primary_key=True, nullable=False, autoincrement=False),
        sqlite_with_rowid=False,
    )


def _beside() -> None:
    op.create_table(
        "day_sums",
        sa.Column("day", sa.Text, primary_key=True, nullable=False),
        sa.Column("station", sa.Text, primary_key=True, nullable=False),
        sa.Column("disposition", sa.Text, primary_key=True, nullable=False),
        sa.Column("grade", sa.Text, primary_key=True, nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
        sa.Column("holds", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "station_recalls",
        sa.Column("recall", sa.Text, primary_key=True, nullable=False),
        sa.Column("station", sa.Text, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "station_rules",
        sa.Column("station", sa.Text, primary_key=True, nullable=False),
        sa.Column("kind", sa.Text, primary_key=True, nullable=False),
        sa.Column("id", sa.Text, primary_key=True, nullable=False),
        sa.Column("version", sa.Integer, primary_key=True, nullable=False, autoincrement=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )


def _queue() -> None:
    """At one station everything in the queue is its own; an empty name there leaves nothing out."""
    op.add_column("queue", sa.Column("station", sa.Text, nullable=False, server_default=""))
    waiting = sa.text("standing = 'waiting'")
    columns = ["station", "since_us", "inspection", "value"]
    op.create_index("queue_of_station", "queue", columns, sqlite_where=waiting, postgresql_where=waiting)
