"""Where the station stands with central, in the local store."""

from collections.abc import Iterable

import sqlalchemy as sa

from station.adapters.local.codec import decode, encode
from station.adapters.local.prepared import Prepared, insert_new, upsert
from station.adapters.local.schema_sync import sync, sync_parked, sync_pruned
from station.domain.sync.standing import CENTRAL, Parked, Standing

_p = sync_parked.c
_GET = Prepared(sa.select(sync.c.data).where(sync.c.destination == sa.bindparam("destination")))
_PUT = upsert(sync, ["data"])
_PARK = upsert(sync_parked, ["seq", "data"])
_OF = sync_parked.c.destination == sa.bindparam("destination")
_ONE = Prepared(sa.select(_p.data).where(_OF, _p.id == sa.bindparam("id")))
_DROP = Prepared(sync_parked.delete().where(_OF, _p.id == sa.bindparam("id")))
_COUNT = Prepared(sa.select(sa.func.count()).select_from(sync_parked).where(_OF))
_OLDEST = Prepared(sa.select(_p.data).where(_OF).order_by(_p.seq, _p.id).limit(sa.bindparam("most")))
_PRUNE = insert_new(sync_pruned)
_PRUNED = Prepared(sa.select(sync_pruned.c.entry).where(sync_pruned.c.sha256 == sa.bindparam("sha256")))


class LocalShipping:
    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def standing(self, destination: str = CENTRAL) -> Standing:
        data = _GET.maybe(self._connection, destination=destination)
        return decode(data, Standing) if data else Standing()

    def stand(self, standing: Standing, destination: str = CENTRAL) -> None:
        _PUT.run(self._connection, destination=destination, data=encode(standing))

    def park(self, parked: Parked, destination: str = CENTRAL) -> None:
        _PARK.run(
            self._connection, destination=destination, id=parked.id, seq=parked.seq, data=encode(parked)
        )

    def parked(self, limit: int, destination: str = CENTRAL) -> tuple[Parked, ...]:
        rows = _OLDEST.rows(self._connection, destination=destination, most=limit)
        return tuple(decode(data, Parked) for (data,) in rows)

    def parked_one(self, id_: str, destination: str = CENTRAL) -> Parked | None:
        data = _ONE.maybe(self._connection, destination=destination, id=id_)
        return decode(data, Parked) if data else None

    def parked_count(self, destination: str = CENTRAL) -> int:
        return int(_COUNT.one(self._connection, destination=destination))

    def unpark(self, id_: str, destination: str = CENTRAL) -> None:
        _DROP.run(self._connection, destination=destination, id=id_)

    def prune(self, photos: Iterable[str], entry: int) -> None:
        for sha256 in photos:
            _PRUNE.run(self._connection, sha256=sha256, entry=entry)

    def pruned(self, sha256: str) -> bool:
        return _PRUNED.maybe(self._connection, sha256=sha256) is not None
