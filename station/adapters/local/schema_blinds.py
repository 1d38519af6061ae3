"""Tables of second grades and calibration items."""

import sqlalchemy as sa

from station.adapters.local.portable import where
from station.adapters.local.schema import metadata

blinds = sa.Table(
    "blinds",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("inspection", sa.Text, nullable=False),
    sa.Column("lpn", sa.Text, nullable=False),
    sa.Column("category", sa.Text, nullable=False),
    sa.Column("for_person", sa.Text, nullable=False),
    sa.Column("by_person", sa.Text, nullable=False),
    sa.Column("since_us", sa.Integer, nullable=False),
    sa.Column("taken_us", sa.Integer),
    sa.Column("done_us", sa.Integer),
    sa.Column("data", sa.LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
sa.Index("blinds_waiting", blinds.c.since_us, blinds.c.id, **where(blinds.c.done_us.is_(None)))
sa.Index("blinds_done", blinds.c.done_us, blinds.c.id, **where(blinds.c.done_us.is_not(None)))
sa.Index("blinds_known", blinds.c.done_us, **where(blinds.c.kind == "calibration"))
sa.Index("blinds_of", blinds.c.inspection, blinds.c.kind)
sa.Index("blinds_for", blinds.c.for_person, blinds.c.since_us, **where(blinds.c.for_person != ""))

blind_graders = sa.Table(
    "blind_graders",
    metadata,
    sa.Column("blind", sa.Text, primary_key=True),
    sa.Column("person", sa.Text, primary_key=True),
    sqlite_with_rowid=False,
)

calibrations = sa.Table(
    "calibrations",
    metadata,
    sa.Column("inspection", sa.Text, primary_key=True),
    sa.Column("live", sa.Integer, nullable=False),
    sa.Column("data", sa.LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
sa.Index("calibrations_live", calibrations.c.inspection, **where(calibrations.c.live == 1))
