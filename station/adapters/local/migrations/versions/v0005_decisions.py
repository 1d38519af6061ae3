"""Rules in force and drafts, bins' contents, work, recalls, the ledger, signals; plates inspected again."""

import sqlalchemy as sa
from alembic import op

from station.adapters.local.migrations.before import holds_rows
from station.adapters.local.portable import where

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _inspections()
    _products()
    _parcels()
    _rules()
    _stock()
    _recalls_and_ledger()
    _signals()


def _text(name: str, **more: bool) -> sa.Column[str]:
    return sa.Column(name, sa.Text, primary_key=more.get("key", False), nullable=False)


def _data() -> sa.Column[bytes]:
    return sa.Column("data", sa.LargeBinary, nullable=False)


def _inspections() -> None:
    """Make the table anew: SQLite cannot take back that a licence plate is unique."""
    for index in ("closed_order", "closed_by_person", "held"):
        op.drop_index(index)
    op.rename_table("inspections", "inspections_once")
    op.create_table(
        "inspections",
        _text("id", key=True),
        _text("lpn"),
        _text("state"),
        sa.Column("closed_by", sa.Text),
        sa.Column("closed_us", sa.Integer),
        sa.Column("rma", sa.Text),
        _data(),
        sqlite_with_rowid=False,
    )
    columns = "id, lpn, state, closed_by, closed_us, data"
    rma = "json_extract(CAST(data AS TEXT), '$.item.rma')"
    if holds_rows():
        op.execute(f"INSERT INTO inspections ({columns}, rma) SELECT {columns}, {rma} FROM inspections_once")  # noqa: S608  # nosec B608
    op.drop_table("inspections_once")
    op.create_index("closed_order", "inspections", ["closed_us", "id"])
    op.create_index("closed_by_person", "inspections", ["closed_by", "closed_us"])
    op.create_index("held", "inspections", ["id"], **where(sa.text("state = 'held'")))
    op.create_index("inspections_lpn", "inspections", ["lpn", "id"])
    known = sa.text("rma IS NOT NULL")
    op.create_index("inspections_rma", "inspections", ["rma", "id"], **where(known))


def _products() -> None:
    """Let the categories that there are be found without reading every product."""
    op.add_column("products", sa.Column("category", sa.Text))
    if holds_rows():
        op.execute("UPDATE products SET category = json_extract(CAST(data AS TEXT), '$.category')")
    op.create_index("products_category", "products", ["category"])


def _parcels() -> None:
    """Returns that are being unpacked, and how they were reconciled."""
    unfinished = sa.Column("unfinished", sa.Integer, nullable=False)
    op.create_table("parcels", _text("rma", key=True), unfinished, _data(), sqlite_with_rowid=False)
    still = sa.text("unfinished = 1")
    op.create_index("parcels_unfinished", "parcels", ["rma"], **where(still))


def _rules() -> None:
    version = sa.Column("version", sa.Integer, nullable=False)
    op.create_table(
        "in_force", _text("kind", key=True), _text("id", key=True), version, sqlite_with_rowid=False
    )
    op.create_table(
        "publications",
        sa.Column("number", sa.Integer, primary_key=True),
        *(_text("kind"), _text("id"), sa.Column("version", sa.Integer, nullable=False)),
        *(_text("at"), _text("by")),
    )
    op.create_index("publications_of", "publications", ["kind", "id", "number"])
    op.create_table(
        "drafts", _text("kind", key=True), _text("id", key=True), _data(), sqlite_with_rowid=False
    )


def _stock() -> None:
    op.create_table("centers", _text("code", key=True), _data())
    op.create_table(
        "contents",
        *(_text("inspection", key=True), _text("lpn"), _text("bin"), sa.Column("moved_to", sa.Text)),
        sqlite_with_rowid=False,
    )
    lying = sa.text("moved_to IS NULL")
    op.create_index("contents_of", "contents", ["bin", "inspection"], **where(lying))
    op.create_table("full_bins", _text("code", key=True), sqlite_with_rowid=False)
    op.create_table(
        "works",
        *(_text("id", key=True), _text("center"), _text("lpn"), _text("state"), _data()),
        sqlite_with_rowid=False,
    )
    op.create_index("works_of", "works", ["lpn"])
    unfinished = sa.text("state IN ('waiting', 'started')")
    op.create_index("works_unfinished", "works", ["center", "id"], **where(unfinished))


def _recalls_and_ledger() -> None:
    op.create_table("recalls", _text("id", key=True), _text("gtin"), _data(), sqlite_with_rowid=False)
    op.create_index("recalls_of", "recalls", ["gtin"])
    op.create_table(
        "disposals",
        _text("inspection", key=True),
        _text("day"),
        _text("lpn"),
        _data(),
        sqlite_with_rowid=False,
    )
    op.create_index("disposals_by_day", "disposals", ["day", "inspection"])


def _signals() -> None:
    finding = sa.Column("finding", sa.Text)
    op.create_table(
        "signals", _text("inspection", key=True), _text("kind", key=True), finding, sqlite_with_rowid=False
    )
    op.create_index("signals_by_kind", "signals", ["kind", "finding"])
    op.create_table(
        "senders",
        *(_text("role", key=True), _text("key", key=True), _text("rma", key=True), _text("day")),
        sqlite_with_rowid=False,
    )
    op.create_index("senders_by_day", "senders", ["role", "day", "key"])
