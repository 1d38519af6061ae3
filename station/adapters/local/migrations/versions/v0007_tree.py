"""The journal as a tree: built here from the entries of a station that was there before.

What stands at the bench moves into the tree's row: both change in the same transactions.
"""

import sqlalchemy as sa
from alembic import op

from station.domain.proof.merkle import Frontier, Node, grow

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "tree",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("peaks", sa.LargeBinary, nullable=False),
        sa.Column("note", sa.LargeBinary, nullable=False),
        sa.Column("bench", sa.LargeBinary),
    )
    op.create_table(
        "tree_nodes",
        sa.Column("level", sa.Integer, primary_key=True, nullable=False),
        sa.Column("number", sa.Integer, primary_key=True, nullable=False),
        sa.Column("hash", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "tree_keys", sa.Column("key", sa.Text, primary_key=True, nullable=False), sqlite_with_rowid=False
    )
    _build(op.get_bind())


def _build(connection: sa.Connection) -> None:
    """Grow the tree over every entry that is there."""
    nodes: list[Node] = []
    found = connection.execute(sa.text("SELECT leaf FROM journal ORDER BY seq")).yield_per(1000)
    tree = grow(Frontier(), found.scalars(), nodes.append)
    if nodes:
        rows = [{"level": node.level, "number": node.index, "hash": node.hash} for node in nodes]
        connection.execute(sa.text("INSERT INTO tree_nodes VALUES (:level, :number, :hash)"), rows)
    connection.execute(
        sa.text("INSERT INTO tree VALUES (1, :size, :peaks, :note, (SELECT data FROM bench WHERE id = 1))"),
        {"size": tree.size, "peaks": b"".join(tree.peaks), "note": b""},
    )
    op.drop_table("bench")
