"""All projected entries in one order, and sums by day, in the store of central."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

import sqlalchemy as sa

from station.adapters.local.prepared import Insert, Prepared
from station.adapters.local.schema_central import arrivals
from station.adapters.local.schema_projected import day_sums, projected, told_projected
from station.projection_ports import Came, DayKey, DaySum, Numbered

_n, _a, _t, _s = projected.c, arrivals.c, told_projected.c, day_sums.c
_HEAD = Prepared(sa.select(sa.func.coalesce(sa.func.max(_n.number), 0)))
_ADD = Prepared(projected.insert())
_TELLS = Prepared(told_projected.insert())
_ENTRY = sa.select(_n.number, _n.station, _n.seq, _a.canonical).join(
    arrivals, sa.and_(_a.station == _n.station, _a.seq == _n.seq)
)
_AFTER = Prepared(
    _ENTRY.where(_n.number > sa.bindparam("after")).order_by(_n.number).limit(sa.bindparam("most"))
)
_OF = Prepared(
    _ENTRY.join(told_projected, _t.number == _n.number)
    .where(_t.key == sa.bindparam("key"))
    .order_by(_n.number)
)
_KEYS = ("day", "station", "disposition", "grade")


def _counted(insert: Insert) -> sa.Executable:
    """Add to what stands there."""
    statement = insert(day_sums).values({c.name: sa.bindparam(c.name) for c in day_sums.columns})
    more = {name: day_sums.c[name] + statement.excluded[name] for name in ("count", "holds")}
    counted: sa.Executable = statement.on_conflict_do_update(index_elements=list(_KEYS), set_=more)
    return counted


_COUNT = Prepared(_counted)
_SUMS = Prepared(
    sa.select(_s.station, _s.day, _s.disposition, _s.grade, _s.count, _s.holds)
    .where(_s.day >= sa.bindparam("first"), _s.day <= sa.bindparam("last"))
    .order_by(_s.day, _s.station, _s.disposition, _s.grade)
)


class LocalNumbered:
    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def head(self) -> int:
        return int(_HEAD.one(self._connection))

    def add(self, came: Sequence[Came]) -> None:
        numbered = list(enumerate(came, start=self.head() + 1))
        entries = [{"number": n, "station": each.station, "seq": each.seq} for n, each in numbered]
        tells = [{"key": key, "number": n} for n, each in numbered for key in each.keys]
        if entries:
            _ADD.run_many(self._connection, entries)
        if tells:
            _TELLS.run_many(self._connection, tells)

    def after(self, number: int, limit: int) -> tuple[Numbered, ...]:
        return tuple(_numbered(*row) for row in _AFTER.rows(self._connection, after=number, most=limit))

    def of(self, keys: Iterable[str]) -> tuple[Numbered, ...]:
        rows = (row for key in keys for row in _OF.rows(self._connection, key=key))
        found = {row[0]: _numbered(*row) for row in rows}
        return tuple(found[number] for number in sorted(found))

    def count(self, more: Mapping[DayKey, tuple[int, int]]) -> None:
        rows = [
            {**key._asdict(), "day": key.day.isoformat(), "count": count, "holds": holds}
            for key, (count, holds) in sorted(more.items())
        ]
        if rows:
            _COUNT.run_many(self._connection, rows)

    def sums(self, first: date, last: date) -> Iterator[DaySum]:
        rows = _SUMS.rows(self._connection, first=first.isoformat(), last=last.isoformat())
        for station, day, disposition, grade, count, holds in rows:
            yield DaySum(DayKey(station, date.fromisoformat(day), disposition, grade), count, holds)


def _numbered(number: int, station: str, seq: int, canonical: bytes) -> Numbered:
    return Numbered(number, station, seq, bytes(canonical))
