"""How far stations' entries are projected, in the store of central."""

import contextlib
from collections.abc import Iterator, Mapping, Sequence

import sqlalchemy as sa

from station.adapters.local import entry_reader
from station.adapters.local.codec import decode, encode
from station.adapters.local.inspections import LocalInspections
from station.adapters.local.prepared import Prepared, insert_new, upsert
from station.adapters.local.schema import contents
from station.adapters.local.schema_central import arrivals, station_heads
from station.adapters.local.schema_projected import (
    parked_keys,
    parked_projections,
    projections,
    station_recalls,
)
from station.domain.errors import DomainError, Reason
from station.domain.identifiers import BinCode
from station.domain.inspection import Inspection
from station.domain.sync.parked import CannotProject, Parked, ParkedBecause
from station.projection_ports import Arrival, Came, Waiting

_a, _h, _p = arrivals.c, station_heads.c, projections.c
_UPTO = sa.func.coalesce(_p.upto, 0)
_BEHIND = (
    sa.select(_h.station, _UPTO.label("upto"), _h.size)
    .outerjoin(projections, _p.station == _h.station)
    .where(_h.size > _UPTO)
    .order_by(_h.station)
)
_STATIONS_BEHIND = Prepared(_BEHIND)
_ANY = Prepared(_BEHIND.limit(1))
_ARRIVED = sa.select(_a.station, _a.seq, _a.kind, _a.canonical).where(_a.station == sa.bindparam("station"))
_NEXT = Prepared(_ARRIVED.where(_a.seq > sa.bindparam("after")).order_by(_a.seq).limit(sa.bindparam("most")))
_ONE = Prepared(_ARRIVED.where(_a.seq == sa.bindparam("seq")))
_GONE = Prepared(sa.select(_p.upto).where(_p.station == sa.bindparam("station")))
_WENT = upsert(projections, ["upto"])

_k = parked_projections.c
_THIS = (_k.station == sa.bindparam("station"), _k.seq == sa.bindparam("seq"))
_PARK = upsert(parked_projections, ["data"])
_KEY = insert_new(parked_keys)
_UNPARK = Prepared(parked_projections.delete().where(*_THIS))
_UNKEY = Prepared(
    parked_keys.delete().where(
        parked_keys.c.station == sa.bindparam("station"), parked_keys.c.seq == sa.bindparam("seq")
    )
)
_PARKED = Prepared(sa.select(_k.data).where(*_THIS))
_ALL_PARKED = Prepared(
    sa.select(_k.data)
    .where(
        sa.or_(
            _k.station > sa.bindparam("station"),
            sa.and_(_k.station == sa.bindparam("station"), _k.seq > sa.bindparam("seq")),
        )
    )
    .order_by(_k.station, _k.seq)
    .limit(sa.bindparam("most"))
)
_COUNT_PARKED = Prepared(sa.select(sa.func.count()).select_from(parked_projections))
_BLOCKED = Prepared(
    sa.select(parked_keys.c.key, sa.func.min(parked_keys.c.seq))
    .where(parked_keys.c.station == sa.bindparam("station"))
    .group_by(parked_keys.c.key)
)
_SETTER = Prepared(
    sa.select(station_recalls.c.station).where(station_recalls.c.recall == sa.bindparam("recall"))
)
_SET_BY = insert_new(station_recalls)
_LIES = upsert(contents, ["lpn", "bin", "moved_to"])
_SAVEPOINT, _RELEASE, _BACK = (
    Prepared(sa.text(statement))
    for statement in ("SAVEPOINT projecting", "RELEASE SAVEPOINT projecting", "ROLLBACK TO projecting")
)
# What an engine says of values that it cannot take, by the names that drivers give it (PEP 249); the last is
# PostgreSQL's word for what is too long for an index.
_NOT_TAKEN = frozenset({"IntegrityError", "DataError", "ProgramLimitExceeded"})
# What lies in no entry: it is tried again.
_STORE = frozenset({"DatabaseError", "InterfaceError", "OSError", "MemoryError"})
_STORE_REASONS = frozenset({Reason.DISK_FULL, Reason.STORE_FAILED})


class LocalProjections:
    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def any_waiting(self) -> bool:
        return bool(_ANY.rows(self._connection))

    def waiting(self, limit: int) -> Waiting:
        """Read the next entries; the head is read before them, so that none can come between unseen."""
        behind = _STATIONS_BEHIND.rows(self._connection)
        share = max(1, limit // max(1, len(behind)))
        found: list[Arrival] = []
        upto: dict[str, int] = {}
        for station, after, size in behind:
            rows = _NEXT.rows(self._connection, station=station, after=after, most=share)
            found.extend(_arrival(*row) for row in rows)
            last = rows[-1][1] if rows else 0
            upto[station] = last if len(rows) == share else max(last, size)
            if len(found) >= limit:
                break
        return Waiting(tuple(found), upto)

    def arrival(self, station: str, seq: int) -> Arrival | None:
        rows = _ONE.rows(self._connection, station=station, seq=seq)
        return _arrival(*rows[0]) if rows else None

    def read(self, arrival: Arrival) -> Came:
        return entry_reader.read(arrival)

    def keys(self, arrival: Arrival) -> tuple[str, ...]:
        return entry_reader.keys(arrival)

    @contextlib.contextmanager
    def guarded(self) -> Iterator[None]:
        """Undo what is done in it where it raises. Raises CannotProject for whatever lies in the entry."""
        _SAVEPOINT.run(self._connection)
        try:
            yield
        except BaseException as error:
            _BACK.run(self._connection)
            _RELEASE.run(self._connection)
            if (cannot := _because(error)) is None:
                raise
            raise cannot from error
        _RELEASE.run(self._connection)

    def upto(self, station: str) -> int:
        return int(_GONE.maybe(self._connection, station=station) or 0)

    def went(self, station: str, upto: int) -> None:
        _WENT.run(self._connection, station=station, upto=upto)

    # Parked -----------------------------------------------------------------------------------------

    def park(self, parked: Parked) -> None:
        entry = {"station": parked.station, "seq": parked.seq}
        _PARK.run(self._connection, **entry, data=encode(parked))
        for key in parked.keys:
            _KEY.run(self._connection, **entry, key=key)

    def unpark(self, station: str, seq: int) -> None:
        _UNPARK.run(self._connection, station=station, seq=seq)
        _UNKEY.run(self._connection, station=station, seq=seq)

    def parked(self, station: str, seq: int) -> Parked | None:
        data = _PARKED.maybe(self._connection, station=station, seq=seq)
        return decode(data, Parked) if data else None

    def all_parked(self, limit: int, after: tuple[str, int] = ("", 0)) -> tuple[Parked, ...]:
        rows = _ALL_PARKED.rows(self._connection, station=after[0], seq=after[1], most=limit)
        return tuple(decode(data, Parked) for (data,) in rows)

    def count_parked(self) -> int:
        return int(_COUNT_PARKED.one(self._connection))

    def blocked(self, station: str) -> Mapping[str, int]:
        return dict(_BLOCKED.rows(self._connection, station=station))

    def setter(self, recall: str) -> str:
        return str(_SETTER.maybe(self._connection, recall=recall) or "")

    def set_by(self, recall: str, station: str) -> None:
        _SET_BY.run(self._connection, recall=recall, station=station)

    # What is nearly all of a journal, together ------------------------------------------------------

    def finish(self, done: Sequence[Inspection], lies: Mapping[str, BinCode]) -> None:
        LocalInspections(self._connection).add_finished(done)
        rows = [
            {"inspection": each.id, "lpn": each.item.lpn, "bin": lies[each.id], "moved_to": None}
            for each in done
            if each.id in lies
        ]
        if rows:
            _LIES.run_many(self._connection, rows)


def _arrival(station: str, seq: int, kind: str, canonical: bytes) -> Arrival:
    return Arrival(station, seq, kind, bytes(canonical))


def _because(error: BaseException) -> CannotProject | None:
    """Say what is wrong with an entry; None where it is the store that failed.

    Even a mistake of the program is parked: no entry of one station holds up those of all others.
    """
    if isinstance(error, CannotProject):
        return error
    said = f"{type(error).__name__}: {error}"[:300]
    if isinstance(error, KeyError):
        return CannotProject(ParkedBecause.MISSING, said)
    return CannotProject(ParkedBecause.REFUSED, said) if _lies_in_entry(error) else None


def _lies_in_entry(error: BaseException) -> bool:
    names = {each.__name__ for each in type(error).__mro__}
    if names & _NOT_TAKEN:
        return True
    of_store = names & _STORE or (isinstance(error, DomainError) and error.reason in _STORE_REASONS)
    return isinstance(error, Exception) and not of_store
