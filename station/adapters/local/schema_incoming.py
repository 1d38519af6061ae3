"""Tables of files that were taken over, and of customers' return forms."""

import sqlalchemy as sa

from station.adapters.local.schema import metadata

imports = sa.Table(
    "imports",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("mark", sa.Text, nullable=False),
    sa.Column("data", sa.LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
sa.Index("imports_mark", imports.c.mark)

forms = sa.Table(
    "forms",
    metadata,
    sa.Column("rma", sa.Text, primary_key=True),
    sa.Column("data", sa.LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

form_links = sa.Table(
    "form_links",
    metadata,
    sa.Column("hash", sa.Text, primary_key=True),
    sa.Column("rma", sa.Text, nullable=False),
    sa.Column("made_at", sa.Text, nullable=False),
    sa.Column("data", sa.LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
sa.Index("form_links_rma", form_links.c.rma, form_links.c.made_at)
