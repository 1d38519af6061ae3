"""Tables of the journal's tree, and the bench, which changes in the same transactions.

One row holds what changes with every entry, and what stands at the bench beside it, so that a commit
writes one page for both; inner nodes come once in 256 entries.
"""

import sqlalchemy as sa

from station.adapters.local.schema import metadata

tree = sa.Table(
    "tree",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("size", sa.Integer, nullable=False),
    sa.Column("peaks", sa.LargeBinary, nullable=False),
    sa.Column("note", sa.LargeBinary, nullable=False),
    sa.Column("bench", sa.LargeBinary),
)

tree_nodes = sa.Table(
    "tree_nodes",
    metadata,
    sa.Column("level", sa.Integer, primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("hash", sa.LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

tree_keys = sa.Table(
    "tree_keys",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),
    sqlite_with_rowid=False,
)
