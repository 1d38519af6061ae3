"""The supervisor's queue, what was decided, what that asks of the bench, and what people wrote."""

import sqlalchemy as sa
from alembic import op

from station.adapters.local.portable import where

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _queue()
    _audits()
    _closed()


def _queue() -> None:
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
    order = ["since_us", "inspection", "value"]
    op.create_index("queue_waiting", "queue", order, **where(waiting))
    op.create_index("queue_of_grader", "queue", ["grader", *order], **where(waiting))
    op.create_index("queue_of_category", "queue", ["category", *order], **where(waiting))
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


def _audits() -> None:
    op.create_table(
        "audits",
        sa.Column("entry", sa.Integer, primary_key=True),
        sa.Column("inspection", sa.Text, nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
    )
    op.create_index("audits_of", "audits", ["inspection", "entry"])
    op.create_table(
        "errands",
        sa.Column("inspection", sa.Text, primary_key=True, nullable=False),
        sa.Column("was", sa.Text),
        sa.Column("at_us", sa.Integer, nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
    known = sa.text("was IS NOT NULL")
    op.create_index("errands_in_bin", "errands", ["was"], **where(known))


def _closed() -> None:
    """Keep one index of what is closed, and of nothing else: finishing an item writes three pages less."""
    op.drop_index("closed_by_person")
    op.drop_index("closed_order")
    closed = sa.text("closed_us IS NOT NULL")
    op.create_index("closed_order", "inspections", ["closed_us", "id", "closed_by", "state"], **where(closed))
