"""Customers' return forms and the links to them."""

import sqlalchemy as sa

from station.adapters.local.codec import decode, encode
from station.adapters.local.prepared import Prepared, by, upsert
from station.adapters.local.schema_incoming import form_links, forms
from station.domain.forms.form import Form, Link
from station.domain.identifiers import Rma

_GET, _PUT = by(forms, "rma"), upsert(forms, ["data"])
_LINK, _SAVE_LINK = by(form_links, "hash"), upsert(form_links, ["data"])
_LINKS = Prepared(
    sa.select(form_links.c.data)
    .where(form_links.c.rma == sa.bindparam("rma"))
    .order_by(form_links.c.made_at.desc())
)


class LocalForms:
    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def get(self, rma: Rma) -> Form | None:
        data = _GET.maybe(self._connection, rma=rma)
        return decode(data, Form) if data else None

    def put(self, form: Form) -> None:
        _PUT.run(self._connection, rma=form.rma, data=encode(form))

    def link(self, hash_: str) -> Link | None:
        data = _LINK.maybe(self._connection, hash=hash_)
        return decode(data, Link) if data else None

    def links(self, rma: Rma) -> tuple[Link, ...]:
        return tuple(decode(data, Link) for (data,) in _LINKS.rows(self._connection, rma=rma))

    def save_link(self, link: Link) -> None:
        kept = {"hash": link.hash, "rma": link.rma, "made_at": link.made_at.isoformat()}
        _SAVE_LINK.run(self._connection, **kept, data=encode(link))
