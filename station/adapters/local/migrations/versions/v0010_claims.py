"""Claims, and which entries of the journal tell of what."""

import json

import sqlalchemy as sa
from alembic import op

from station.domain.proof.telling import keys_of

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

BATCH = 1000


def upgrade() -> None:
    op.create_table(
        "claims",
        sa.Column("id", sa.Text, primary_key=True, nullable=False),
        sa.Column("open", sa.Integer, nullable=False),
        sa.Column("due", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("claims_due", "claims", ["open", "due", "id"])
    op.create_index("claims_subject", "claims", ["subject", "id"])
    told = op.create_table(
        "told",
        sa.Column("key", sa.Text, primary_key=True, nullable=False),
        sa.Column("seq", sa.Integer, primary_key=True, nullable=False),
        sqlite_with_rowid=False,
    )
    index(op.get_bind(), told)


def index(connection: sa.Connection, told: sa.Table) -> None:
    """Index what the journal has so far, a thousand entries at a time."""
    after = 0
    found = sa.text("SELECT seq, canonical FROM journal WHERE seq > :after ORDER BY seq LIMIT :limit")
    while rows := connection.execute(found, {"after": after, "limit": BATCH}).fetchall():
        keys = [{"key": key, "seq": seq} for seq, canonical in rows for key in _keys(canonical)]
        if keys:
            connection.execute(told.insert(), keys)
        after = rows[-1][0]


def _keys(canonical: bytes) -> tuple[str, ...]:
    """Name what an entry tells of; one that cannot be read is for the check of the record to find."""
    try:
        entry = json.loads(canonical)
        return keys_of(entry["kind"], entry["payload"])
    except (ValueError, KeyError, TypeError):
        return ()
