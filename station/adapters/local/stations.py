"""Stations, their heads, and the doors by which they come in, in central's store."""

import secrets
from collections.abc import Mapping
from datetime import UTC, datetime

import sqlalchemy as sa

from station.adapters.local.codec import decode, encode
from station.adapters.local.inspections import microseconds
from station.adapters.local.prepared import Prepared, by, insert_new, upsert
from station.adapters.local.schema_central import (
    central_secret,
    enrol_codes,
    station_heads,
    station_tokens,
    stations,
)
from station.adapters.local.transactions import lock_station
from station.central_ports import Bearer, Head, Pass
from station.domain.proof.merkle import HASH_BYTES, Frontier
from station.domain.sync.known import Code, Known

SECRET_BYTES = 32
_GET = by(stations, "station")
_ALL = Prepared(sa.select(stations.c.data).order_by(stations.c.station))
_PUT = upsert(stations, ["data"])
_CONTACTS = Prepared(sa.select(stations.c.station, stations.c.contact_us))
_CONTACT = Prepared(sa.select(stations.c.contact_us).where(stations.c.station == sa.bindparam("station")))
_TOUCH = Prepared(
    stations.update()
    .where(stations.c.station == sa.bindparam("which"))
    .values(contact_us=sa.bindparam("contact_us"))
)
_HEADS = Prepared(sa.select(station_heads))
_HEAD = Prepared(sa.select(station_heads).where(station_heads.c.station == sa.bindparam("station")))
_PUT_HEAD = upsert(station_heads, ["size", "peaks", "note", "at_us"])
_SECRET = Prepared(sa.select(central_secret.c.secret))
_NEW_SECRET = insert_new(central_secret)

_CODE = by(enrol_codes, "digest")
_PUT_CODE = upsert(enrol_codes, ["data"])
_token = station_tokens.c
_BEARER = Prepared(
    sa.select(_token.station, _token.until_us, _token.own_only, stations.c.data, stations.c.contact_us)
    .select_from(station_tokens.outerjoin(stations, stations.c.station == _token.station))
    .where(_token.digest == sa.bindparam("digest"))
)
_PUT_PASS = insert_new(station_tokens)
_END = Prepared(station_tokens.delete().where(_token.station == sa.bindparam("station")))
_OLD_TOKENS = Prepared(station_tokens.delete().where(_token.until_us < sa.bindparam("before")))
_OLD_CODES = Prepared(enrol_codes.delete().where(enrol_codes.c.until_us < sa.bindparam("before")))


def instant(at_us: int) -> datetime:
    """Return an instant that was kept as microseconds since 1970, in UTC."""
    return datetime.fromtimestamp(at_us / 1_000_000, UTC)


class LocalStations:
    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def lock(self, station: str) -> None:
        lock_station(self._connection, station)

    def get(self, station: str) -> Known | None:
        data = _GET.maybe(self._connection, station=station)
        return decode(data, Known) if data else None

    def all(self) -> tuple[Known, ...]:
        return tuple(decode(data, Known) for (data,) in _ALL.rows(self._connection))

    def put(self, known: Known) -> None:
        _PUT.run(self._connection, station=known.station, contact_us=0, data=encode(known))

    def contact(self, station: str) -> datetime | None:
        at_us = _CONTACT.maybe(self._connection, station=station)
        return instant(at_us) if at_us else None

    def contacts(self) -> Mapping[str, datetime]:
        rows = _CONTACTS.rows(self._connection)
        return {station: instant(at_us) for station, at_us in rows if at_us}

    def touch(self, station: str, at: datetime) -> None:
        _TOUCH.run(self._connection, which=station, contact_us=microseconds(at))

    def head(self, station: str) -> Head:
        rows = _HEAD.rows(self._connection, station=station)
        return head_of(*rows[0][1:]) if rows else Head()

    def heads(self) -> Mapping[str, Head]:
        return {station: head_of(*rest) for station, *rest in _HEADS.rows(self._connection)}

    def put_head(self, station: str, head: Head) -> None:
        _PUT_HEAD.run(
            self._connection,
            station=station,
            size=head.tree.size,
            peaks=b"".join(head.tree.peaks),
            note=head.note,
            at_us=microseconds(head.at) if head.at else 0,
        )

    def secret(self) -> bytes:
        """Return the secret, empty where none was made yet."""
        return bytes(_SECRET.maybe(self._connection) or b"")

    def make_secret(self) -> None:
        """Make the secret, unless another was faster."""
        _NEW_SECRET.run(self._connection, id=1, secret=secrets.token_bytes(SECRET_BYTES))


def head_of(size: int, peaks: bytes, note: str, at_us: int) -> Head:
    """Return a head from the columns that keep it."""
    cut = range(0, len(peaks), HASH_BYTES)
    tree = Frontier(size, tuple(bytes(peaks[n : n + HASH_BYTES]) for n in cut))
    return Head(tree, note, instant(at_us))


class LocalDoors:
    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def code(self, digest: str) -> Code | None:
        data = _CODE.maybe(self._connection, digest=digest)
        return decode(data, Code) if data else None

    def put_code(self, digest: str, code: Code) -> None:
        until_us = microseconds(code.until)
        _PUT_CODE.run(self._connection, digest=digest, until_us=until_us, data=encode(code))

    def bearer(self, digest: str) -> Bearer | None:
        rows = _BEARER.rows(self._connection, digest=digest)
        if not rows:
            return None
        station, until_us, own_only, data, heard_us = rows[0]
        known = decode(data, Known) if data else None
        given = Pass(station, instant(until_us), bool(own_only))
        return Bearer(given, known, instant(heard_us) if heard_us else None)

    def put_pass(self, digest: str, given: Pass) -> None:
        until_us, own_only = microseconds(given.until), int(given.own_only)
        _PUT_PASS.run(
            self._connection, digest=digest, station=given.station, until_us=until_us, own_only=own_only
        )

    def end(self, station: str) -> None:
        _END.run(self._connection, station=station)

    def forget(self, before: datetime) -> None:
        for statement in (_OLD_TOKENS, _OLD_CODES):
            statement.run(self._connection, before=microseconds(before))
