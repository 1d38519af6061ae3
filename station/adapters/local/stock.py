"""What lies in which bin, and work at work centers."""

from collections.abc import Mapping

import sqlalchemy as sa

from station.adapters.local.codec import decode, encode
from station.adapters.local.prepared import Prepared, by, insert_new, upsert
from station.adapters.local.schema import contents, full_bins, works
from station.domain.identifiers import BinCode, Lpn
from station.domain.refurbishing import Work

_PUT = upsert(contents, ["lpn", "bin"])
_OUT = Prepared(contents.delete().where(contents.c.inspection == sa.bindparam("inspection")))
_COUNTS = Prepared(sa.select(contents.c.bin, sa.func.count()).group_by(contents.c.bin))
_OF = Prepared(
    sa.select(contents.c.inspection, contents.c.lpn)
    .where(contents.c.bin == sa.bindparam("bin"))
    .order_by(contents.c.inspection)
)
_WHERE = Prepared(sa.select(contents.c.bin).where(contents.c.inspection == sa.bindparam("inspection")))
_FULL = insert_new(full_bins)
_NOT_FULL = Prepared(full_bins.delete().where(full_bins.c.code == sa.bindparam("code")))
_ALL_FULL = Prepared(sa.select(full_bins.c.code))


class LocalContents:
    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def put(self, inspection: str, lpn: Lpn, bin_: BinCode) -> None:
        _PUT.run(self._connection, inspection=inspection, lpn=lpn, bin=bin_)

    def take_out(self, inspection: str) -> None:
        _OUT.run(self._connection, inspection=inspection)

    def counts(self) -> Mapping[str, int]:
        return dict(_COUNTS.rows(self._connection))

    def of(self, bin_: BinCode) -> tuple[tuple[str, Lpn], ...]:
        return tuple((inspection, Lpn(lpn)) for inspection, lpn in _OF.rows(self._connection, bin=bin_))

    def where(self, inspection: str) -> BinCode | None:
        found = _WHERE.maybe(self._connection, inspection=inspection)
        return BinCode(found) if found else None

    def mark_full(self, bin_: BinCode, full: bool) -> None:
        (_FULL if full else _NOT_FULL).run(self._connection, code=bin_)

    def full(self) -> frozenset[str]:
        return frozenset(code for (code,) in _ALL_FULL.rows(self._connection))


_ADD = Prepared(works.insert())
_SAVE = Prepared(
    works.update()
    .where(works.c.id == sa.bindparam("b_id"))
    .values(state=sa.bindparam("b_state"), data=sa.bindparam("b_data"))
)
_GET = by(works, "id")
_UNFINISHED = Prepared(
    sa.select(works.c.data)
    .where(works.c.center == sa.bindparam("center"), works.c.state.in_(("waiting", "started")))
    .order_by(works.c.id)
    .limit(sa.bindparam("most"))
)
_OF_PLATE = Prepared(sa.select(works.c.data).where(works.c.lpn == sa.bindparam("lpn")).order_by(works.c.id))


class LocalWorks:
    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add(self, work: Work) -> None:
        _ADD.run(
            self._connection,
            id=work.id,
            center=work.center,
            lpn=work.lpn,
            state=work.state.value,
            data=encode(work),
        )

    def save(self, work: Work) -> None:
        _SAVE.run(self._connection, b_id=work.id, b_state=work.state.value, b_data=encode(work))

    def get(self, work: str) -> Work:
        return decode(_GET.one(self._connection, id=work), Work)

    def unfinished(self, center: str, limit: int) -> tuple[Work, ...]:
        rows = _UNFINISHED.rows(self._connection, center=center, most=limit)
        return tuple(decode(data, Work) for (data,) in rows)

    def of(self, lpn: Lpn) -> tuple[Work, ...]:
        return tuple(decode(data, Work) for (data,) in _OF_PLATE.rows(self._connection, lpn=lpn))
