"""Returns that are or were unpacked here, in the local store."""

import sqlalchemy as sa

from station.adapters.local.codec import decode, encode
from station.adapters.local.prepared import Prepared, by, upsert
from station.adapters.local.schema import parcels
from station.domain.identifiers import Rma
from station.domain.reconciling import Unpacked

_GET = by(parcels, "rma")
_SAVE = upsert(parcels, ["unfinished", "data"])
_DROP = Prepared(parcels.delete().where(parcels.c.rma == sa.bindparam("rma")))
_UNFINISHED = Prepared(
    sa.select(parcels.c.data)
    .where(parcels.c.unfinished == sa.literal_column("1"))
    .order_by(parcels.c.rma)
    .limit(sa.bindparam("most"))
)


class LocalParcels:
    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def get(self, rma: Rma) -> Unpacked | None:
        data = _GET.maybe(self._connection, rma=rma)
        return decode(data, Unpacked) if data else None

    def save(self, unpacked: Unpacked) -> None:
        unfinished = int(unpacked.unfinished)
        _SAVE.run(self._connection, rma=unpacked.rma, unfinished=unfinished, data=encode(unpacked))

    def drop(self, rma: Rma) -> None:
        _DROP.run(self._connection, rma=rma)

    def unfinished(self, limit: int) -> tuple[Unpacked, ...]:
        rows = _UNFINISHED.rows(self._connection, most=limit)
        return tuple(decode(data, Unpacked) for (data,) in rows)
