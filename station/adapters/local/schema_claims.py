"""Tables of claims, and of which entries of the journal tell of what."""

import sqlalchemy as sa

from station.adapters.local.schema import metadata

claims = sa.Table(
    "claims",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("open", sa.Integer, nullable=False),
    sa.Column("due", sa.Text, nullable=False),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("data", sa.LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
sa.Index("claims_due", claims.c.open, claims.c.due, claims.c.id)
sa.Index("claims_subject", claims.c.subject, claims.c.id)

told = sa.Table(
    "told",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("seq", sa.Integer, primary_key=True),
    sqlite_with_rowid=False,
)
