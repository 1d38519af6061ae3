"""What a migration finds that was there before it."""

from alembic import op


def holds_rows() -> bool:
    """Whether rows of an earlier version may be here: central on PostgreSQL began after all of them."""
    return op.get_bind().dialect.name == "sqlite"
