"""The first tables."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from station.adapters.local.portable import where

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _journal_and_bench()
    _inspections()
    _catalog()
    _rules()
    _people()


def _journal_and_bench() -> None:
    op.create_table(
        "journal",
        sa.Column("seq", sa.Integer, primary_key=True),
        sa.Column("canonical", sa.LargeBinary, nullable=False),
        sa.Column("leaf", sa.LargeBinary, nullable=False),
    )
    _keyed("bench", sa.Column("id", sa.Integer, primary_key=True))


def _inspections() -> None:
    op.create_table(
        "inspections",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("lpn", sa.Text, nullable=False, unique=True),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("closed_by", sa.Text),
        sa.Column("closed_us", sa.Integer),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("closed_order", "inspections", ["closed_us", "id"])
    op.create_index("closed_by_person", "inspections", ["closed_by", "closed_us"])
    op.create_index("held", "inspections", ["id"], **where(sa.text("state = 'held'")))
    op.create_table(
        "counters",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("value", sa.Integer, nullable=False),
    )


def _catalog() -> None:
    op.create_table(
        "codes",
        sa.Column("code", sa.Text, primary_key=True),
        sa.Column("names", sa.Text, primary_key=True),
        sa.Column("key", sa.Text, primary_key=True),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "awaiting",
        sa.Column("sku", sa.Text, primary_key=True),
        sa.Column("rma", sa.Text, primary_key=True),
        sa.Column("line", sa.Integer, primary_key=True),
        sqlite_with_rowid=False,
    )
    _keyed("products", sa.Column("sku", sa.Text, primary_key=True), sqlite_with_rowid=False)
    _keyed("returns", sa.Column("rma", sa.Text, primary_key=True), sqlite_with_rowid=False)
    _keyed("bins", sa.Column("code", sa.Text, primary_key=True))


def _rules() -> None:
    op.create_table(
        "rules",
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )


def _people() -> None:
    badge = sa.Column("badge_hash", sa.Text, nullable=False, unique=True)
    _keyed("people", sa.Column("id", sa.Text, primary_key=True), badge)
    _keyed("sessions", sa.Column("id", sa.Text, primary_key=True), sqlite_with_rowid=False)
    _keyed("attempts", sa.Column("person", sa.Text, primary_key=True))


def _keyed(name: str, *columns: "sa.Column[Any]", **options: bool) -> None:
    op.create_table(name, *columns, sa.Column("data", sa.LargeBinary, nullable=False), **options)
