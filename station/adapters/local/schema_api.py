"""Tables of tokens of other programs, and of answers to requests that may come twice."""

import sqlalchemy as sa

from station.adapters.local.schema import metadata

api_tokens = sa.Table(
    "api_tokens",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("digest", sa.Text, nullable=False),
    sa.Column("data", sa.LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
sa.Index("api_tokens_digest", api_tokens.c.digest, unique=True)

api_answers = sa.Table(
    "api_answers",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("at_us", sa.Integer, nullable=False),
    sa.Column("data", sa.LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
sa.Index("api_answers_by_age", api_answers.c.at_us)
