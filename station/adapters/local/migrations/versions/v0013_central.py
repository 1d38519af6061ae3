"""Stations, their entries and heads, as central has them."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _stations()
    _doors()
    _entries()


def _stations() -> None:
    op.create_table(
        "stations",
        sa.Column("station", sa.Text, primary_key=True, nullable=False),
        sa.Column("contact_us", sa.Integer, nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "station_heads",
        sa.Column("station", sa.Text, primary_key=True, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("peaks", sa.LargeBinary, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("at_us", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
    )


def _doors() -> None:
    op.create_table(
        "enrol_codes",
        sa.Column("digest", sa.Text, primary_key=True, nullable=False),
        sa.Column("until_us", sa.Integer, nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "station_tokens",
        sa.Column("digest", sa.Text, primary_key=True, nullable=False),
        sa.Column("station", sa.Text, nullable=False),
        sa.Column("until_us", sa.Integer, nullable=False),
        sa.Column("own_only", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("station_tokens_of", "station_tokens", ["station"])
    op.create_table(
        "central_secret",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("secret", sa.LargeBinary, nullable=False),
    )


def _entries() -> None:
    op.create_table(
        "arrivals",
        sa.Column("station", sa.Text, primary_key=True, nullable=False),
        sa.Column("seq", sa.Integer, primary_key=True, nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("received_us", sa.Integer, nullable=False),
        sa.Column("leaf", sa.LargeBinary, nullable=False),
        sa.Column("canonical", sa.LargeBinary, nullable=False),
    )
    op.create_index("arrivals_id", "arrivals", ["id"], unique=True)
    op.create_table(
        "refused_entries",
        sa.Column("station", sa.Text, primary_key=True, nullable=False),
        sa.Column("seq", sa.Integer, primary_key=True, nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("received_us", sa.Integer, nullable=False),
        sa.Column("leaf", sa.LargeBinary, nullable=False),
        sa.Column("content", sa.LargeBinary),
    )
    op.create_table(
        "photos_held",
        sa.Column("sha256", sa.Text, primary_key=True, nullable=False),
        sa.Column("station", sa.Text, primary_key=True, nullable=False),
        sa.Column("received_us", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
    )
