"""Bound scanners in the local store."""

import sqlalchemy as sa

from station.adapters.local.codec import decode, encode
from station.adapters.local.prepared import Prepared, by, upsert
from station.adapters.local.schema import bindings
from station.domain.devices import Binding

_GET = by(bindings, "key")
_ALL = Prepared(sa.select(bindings.c.data).order_by(bindings.c.key))
_SAVE = upsert(bindings, ["data"])
_REMOVE = Prepared(bindings.delete().where(bindings.c.key == sa.bindparam("key")))


class LocalBindings:
    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def all(self) -> tuple[Binding, ...]:
        return tuple(decode(data, Binding) for (data,) in _ALL.rows(self._connection))

    def save(self, key: str, binding: Binding) -> None:
        _SAVE.run(self._connection, key=key, data=encode(binding))

    def remove(self, key: str) -> Binding | None:
        data = _GET.maybe(self._connection, key=key)
        _REMOVE.run(self._connection, key=key)
        return decode(data, Binding) if data else None
