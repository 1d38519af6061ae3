"""Tables. What is looked up has a column; what belongs to one aggregate is JSON beside it.

Children as JSON keep the commit of a finished inspection at a handful of pages, where rows of their
own wrote two dozen.
"""

import sqlalchemy as sa

from station.adapters.local.portable import where

metadata = sa.MetaData()

journal = sa.Table(
    "journal",
    metadata,
    sa.Column("seq", sa.Integer, primary_key=True),
    sa.Column("canonical", sa.LargeBinary, nullable=False),
    sa.Column("leaf", sa.LargeBinary, nullable=False),
)

inspections = sa.Table(
    "inspections",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("lpn", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("closed_by", sa.Text),
    sa.Column("closed_us", sa.Integer),
    sa.Column("rma", sa.Text),
    sa.Column("data", sa.LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
# Who closed how many in a shift is read from this as well: an index of its own cost every commit a page,
# and one that held what is open a second one.
_c = inspections.c
sa.Index("closed_order", _c.closed_us, _c.id, _c.closed_by, _c.state, **where(_c.closed_us.is_not(None)))
sa.Index("held", inspections.c.id, **where(inspections.c.state == "held"))

sa.Index("inspections_lpn", inspections.c.lpn, inspections.c.id)
sa.Index("inspections_rma", inspections.c.rma, inspections.c.id, **where(inspections.c.rma.is_not(None)))

codes = sa.Table(
    "codes",
    metadata,
    sa.Column("code", sa.Text, primary_key=True),
    sa.Column("names", sa.Text, primary_key=True),
    sa.Column("key", sa.Text, primary_key=True),
    sqlite_with_rowid=False,
)

products = sa.Table(
    "products",
    metadata,
    sa.Column("sku", sa.Text, primary_key=True),
    sa.Column("data", sa.LargeBinary, nullable=False),
    sa.Column("category", sa.Text),
    sqlite_with_rowid=False,
)
sa.Index("products_category", products.c.category)

returns = sa.Table(
    "returns",
    metadata,
    sa.Column("rma", sa.Text, primary_key=True),
    sa.Column("data", sa.LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

awaiting = sa.Table(
    "awaiting",
    metadata,
    sa.Column("sku", sa.Text, primary_key=True),
    sa.Column("rma", sa.Text, primary_key=True),
    sa.Column("line", sa.Integer, primary_key=True),
    sqlite_with_rowid=False,
)

parcels = sa.Table(
    "parcels",
    metadata,
    sa.Column("rma", sa.Text, primary_key=True),
    sa.Column("unfinished", sa.Integer, nullable=False),
    sa.Column("data", sa.LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
sa.Index("parcels_unfinished", parcels.c.rma, **where(parcels.c.unfinished == sa.literal_column("1")))

bins = sa.Table(
    "bins",
    metadata,
    sa.Column("code", sa.Text, primary_key=True),
    sa.Column("data", sa.LargeBinary, nullable=False),
)

rules = sa.Table(
    "rules",
    metadata,
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True),
    sa.Column("data", sa.LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

in_force = sa.Table(
    "in_force",
    metadata,
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),
    sqlite_with_rowid=False,
)

publications = sa.Table(
    "publications",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("id", sa.Text, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("by", sa.Text, nullable=False),
)
sa.Index("publications_of", publications.c.kind, publications.c.id, publications.c.number)

drafts = sa.Table(
    "drafts",
    metadata,
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("data", sa.LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

centers = sa.Table(
    "centers",
    metadata,
    sa.Column("code", sa.Text, primary_key=True),
    sa.Column("data", sa.LargeBinary, nullable=False),
)

contents = sa.Table(
    "contents",
    metadata,
    sa.Column("inspection", sa.Text, primary_key=True),
    sa.Column("lpn", sa.Text, nullable=False),
    sa.Column("bin", sa.Text, nullable=False),
    sa.Column("moved_to", sa.Text),
    sqlite_with_rowid=False,
)
sa.Index("contents_of", contents.c.bin, contents.c.inspection, **where(contents.c.moved_to.is_(None)))

full_bins = sa.Table(
    "full_bins",
    metadata,
    sa.Column("code", sa.Text, primary_key=True),
    sqlite_with_rowid=False,
)

works = sa.Table(
    "works",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("center", sa.Text, nullable=False),
    sa.Column("lpn", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("data", sa.LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
sa.Index("works_of", works.c.lpn)
sa.Index("works_unfinished", works.c.center, works.c.id, **where(works.c.state.in_(("waiting", "started"))))

recalls = sa.Table(
    "recalls",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("gtin", sa.Text, nullable=False),
    sa.Column("data", sa.LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
sa.Index("recalls_of", recalls.c.gtin)

disposals = sa.Table(
    "disposals",
    metadata,
    sa.Column("inspection", sa.Text, primary_key=True),
    sa.Column("day", sa.Text, nullable=False),
    sa.Column("lpn", sa.Text, nullable=False),
    sa.Column("data", sa.LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
sa.Index("disposals_by_day", disposals.c.day, disposals.c.inspection)

signals = sa.Table(
    "signals",
    metadata,
    sa.Column("inspection", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("finding", sa.Text),
    sqlite_with_rowid=False,
)
sa.Index("signals_by_kind", signals.c.kind, signals.c.finding)

senders = sa.Table(
    "senders",
    metadata,
    sa.Column("role", sa.Text, primary_key=True),
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("rma", sa.Text, primary_key=True),
    sa.Column("day", sa.Text, nullable=False),
    sqlite_with_rowid=False,
)
sa.Index("senders_by_day", senders.c.role, senders.c.day, senders.c.key)

people = sa.Table(
    "people",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("badge_hash", sa.Text, nullable=False, unique=True),
    sa.Column("data", sa.LargeBinary, nullable=False),
    sa.Column("sign_in", sa.Text),
)
sa.Index("people_sign_in", people.c.sign_in, unique=True)

sessions = sa.Table(
    "sessions",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("data", sa.LargeBinary, nullable=False),
    sa.Column("person", sa.Text),
    sqlite_with_rowid=False,
)
sa.Index("sessions_of", sessions.c.person)

attempts = sa.Table(
    "attempts",
    metadata,
    sa.Column("person", sa.Text, primary_key=True),
    sa.Column("data", sa.LargeBinary, nullable=False),
)

tries = sa.Table(
    "tries",
    metadata,
    sa.Column("source", sa.Text, primary_key=True),
    sa.Column("data", sa.LargeBinary, nullable=False),
)

bindings = sa.Table(
    "bindings",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("data", sa.LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

prints = sa.Table(
    "prints",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("data", sa.LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
sa.Index("unprinted", prints.c.id, **where(prints.c.state.not_in(("printed", "cancelled"))))

photo_prints = sa.Table(
    "photo_prints",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("sha256", sa.Text, nullable=False),
    sa.Column("inspection", sa.Text, nullable=False),
    sa.Column("fingerprint", sa.LargeBinary, nullable=False),
)

counters = sa.Table(
    "counters",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("value", sa.Integer, nullable=False),
)
