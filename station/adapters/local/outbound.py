"""Destinations in the local store."""

from collections.abc import Mapping

import sqlalchemy as sa

from station.adapters.local.codec import decode, encode
from station.adapters.local.prepared import Prepared, by, upsert
from station.adapters.local.schema_outbound import destination_parked, destination_tracks, destinations
from station.domain.outbound.destinations import Destination, Parked, Track

_p, _t = destination_parked.c, destination_tracks.c
_ALL = Prepared(sa.select(destinations.c.data).order_by(destinations.c.id))
_GET = by(destinations, "id")
_SAVE = upsert(destinations, ["data"])
_TRACKS = Prepared(sa.select(_t.data).order_by(_t.id))
_TRACK = by(destination_tracks, "id")
_SAVE_TRACK = upsert(destination_tracks, ["data"])
_DROP_TRACK = Prepared(destination_tracks.delete().where(_t.id == sa.bindparam("id")))
_PARK = upsert(destination_parked, ["number", "again", "data"])
_OF = _p.destination == sa.bindparam("destination")
_PARKED = Prepared(
    sa.select(_p.data).where(_OF).order_by(_p.number, _p.id).limit(sa.bindparam("most"))
)  # the earliest first
_AGAIN = Prepared(sa.select(_p.data).where(_p.again == 1).order_by(_p.number).limit(sa.bindparam("most")))
_ONE = Prepared(sa.select(_p.data).where(_OF, _p.id == sa.bindparam("id")))
_COUNTS = Prepared(sa.select(_p.destination, sa.func.count()).group_by(_p.destination))
_UNPARK = Prepared(destination_parked.delete().where(_OF, _p.id == sa.bindparam("id")))


class LocalDestinations:
    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def all(self) -> tuple[Destination, ...]:
        return tuple(decode(data, Destination) for (data,) in _ALL.rows(self._connection))

    def get(self, id_: str) -> Destination | None:
        data = _GET.maybe(self._connection, id=id_)
        return decode(data, Destination) if data else None

    def save(self, destination: Destination) -> None:
        _SAVE.run(self._connection, id=destination.id, data=encode(destination))

    def track(self, id_: str) -> Track | None:
        data = _TRACK.maybe(self._connection, id=id_)
        return decode(data, Track) if data else None

    def tracks(self) -> tuple[Track, ...]:
        return tuple(decode(data, Track) for (data,) in _TRACKS.rows(self._connection))

    def save_track(self, track: Track) -> None:
        _SAVE_TRACK.run(self._connection, id=track.id, data=encode(track))

    def drop_track(self, id_: str) -> None:
        _DROP_TRACK.run(self._connection, id=id_)

    def park(self, parked: Parked) -> None:
        _PARK.run(
            self._connection,
            destination=parked.destination,
            id=parked.id,
            number=parked.number,
            again=int(parked.again),
            data=encode(parked),
        )

    def parked(self, destination: str, limit: int) -> tuple[Parked, ...]:
        rows = _PARKED.rows(self._connection, destination=destination, most=limit)
        return tuple(decode(data, Parked) for (data,) in rows)

    def parked_again(self, limit: int) -> tuple[Parked, ...]:
        return tuple(decode(data, Parked) for (data,) in _AGAIN.rows(self._connection, most=limit))

    def parked_one(self, destination: str, id_: str) -> Parked | None:
        data = _ONE.maybe(self._connection, destination=destination, id=id_)
        return decode(data, Parked) if data else None

    def parked_counts(self) -> Mapping[str, int]:
        return {name: int(count) for name, count in _COUNTS.rows(self._connection)}

    def unpark(self, destination: str, id_: str) -> None:
        _UNPARK.run(self._connection, destination=destination, id=id_)
