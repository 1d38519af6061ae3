"""Tokens of other systems, and answers to requests that come twice."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "api_tokens",
        sa.Column("id", sa.Text, primary_key=True, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("api_tokens_digest", "api_tokens", ["digest"], unique=True)
    op.create_table(
        "api_answers",
        sa.Column("key", sa.Text, primary_key=True, nullable=False),
        sa.Column("at_us", sa.Integer, nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("api_answers_by_age", "api_answers", ["at_us"])
