"""Numbers that people sign in with at a desk, sessions by person, wrong tries by bench and address."""

import secrets

import sqlalchemy as sa
from alembic import op

from station.adapters.local.migrations.before import holds_rows

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "tries",
        sa.Column("source", sa.Text, primary_key=True, nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
    )
    op.add_column("sessions", sa.Column("person", sa.Text))
    if holds_rows():
        op.execute("UPDATE sessions SET person = json_extract(CAST(data AS TEXT), '$.person')")
    op.create_index("sessions_of", "sessions", ["person"])
    op.add_column("people", sa.Column("sign_in", sa.Text))
    if holds_rows():
        _number_people()
    op.create_index("people_sign_in", "people", ["sign_in"], unique=True)


def _number_people() -> None:
    """Give everybody who is here a count and a number of their own, as they would get today."""
    connection = op.get_bind()
    known = list(connection.execute(sa.text("SELECT id FROM people ORDER BY rowid")).scalars())
    drawn: set[str] = set()
    while len(drawn) < len(known):
        drawn.add(str(100_000 + secrets.randbelow(900_000)))
    change = sa.text(
        "UPDATE people SET sign_in = :sign_in, data = CAST("
        "json_set(CAST(data AS TEXT), '$.number', :number, '$.sign_in', :sign_in) AS BLOB) WHERE id = :id"
    )
    for number, (id_, sign_in) in enumerate(zip(known, drawn, strict=True), start=1):
        connection.execute(change, {"number": number, "sign_in": sign_in, "id": id_})
    if known:
        connection.execute(sa.text("INSERT INTO counters VALUES ('person', :last)"), {"last": len(known)})
