"""Second grades, who may not give them, and calibration items."""

import sqlalchemy as sa
from alembic import op

from station.adapters.local.portable import where

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _blinds()
    op.create_table(
        "blind_graders", _text("blind", key=True), _text("person", key=True), sqlite_with_rowid=False
    )
    live = sa.Column("live", sa.Integer, nullable=False)
    op.create_table("calibrations", _text("inspection", key=True), live, _data(), sqlite_with_rowid=False)
    op.create_index("calibrations_live", "calibrations", ["inspection"], **where(sa.text("live = 1")))


def _blinds() -> None:
    op.create_table(
        "blinds",
        *(_text("id", key=True), _text("kind"), _text("inspection"), _text("lpn"), _text("category")),
        *(_text("for_person"), _text("by_person"), sa.Column("since_us", sa.Integer, nullable=False)),
        *(sa.Column("taken_us", sa.Integer), sa.Column("done_us", sa.Integer), _data()),
        sqlite_with_rowid=False,
    )
    waiting, done = sa.text("done_us IS NULL"), sa.text("done_us IS NOT NULL")
    op.create_index("blinds_waiting", "blinds", ["since_us", "id"], **where(waiting))
    op.create_index("blinds_done", "blinds", ["done_us", "id"], **where(done))
    known = sa.text("kind = 'calibration'")
    op.create_index("blinds_known", "blinds", ["done_us"], **where(known))
    op.create_index("blinds_of", "blinds", ["inspection", "kind"])
    for_one = sa.text("for_person != ''")
    op.create_index("blinds_for", "blinds", ["for_person", "since_us"], **where(for_one))


def _text(name: str, **more: bool) -> sa.Column[str]:
    return sa.Column(name, sa.Text, primary_key=more.get("key", False), nullable=False)


def _data() -> sa.Column[bytes]:
    return sa.Column("data", sa.LargeBinary, nullable=False)
