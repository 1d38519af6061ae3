"""What lies in which bin, and work at work centers."""

from collections.abc import Mapping

import sqlalchemy as sa

from station.adapters.local.codec import decode, encode
from station.adapters.local.prepared import Prepared, by, insert_new, upsert
from station.adapters.local.schema import contents, full_bins, works
from station.domain.identifiers import BinCode, Lpn
from station.domain.refurbishing import Work
from station.stock_ports import Whereabouts

_c = contents.c
_LIES = _c.moved_to.is_(None)
_PUT = upsert(contents, ["lpn", "bin", "moved_to"])
_OUT = Prepared(contents.delete().where(contents.c.inspection == sa.bindparam("inspection")))
_COUNTS = Prepared(sa.select(_c.bin, sa.func.count()).where(_LIES).group_by(_c.bin))
_COUNT = Prepared(sa.select(sa.func.count()).where(_LIES, _c.bin == sa.bindparam("bin")))
_OF = Prepared(
    sa.select(_c.inspection, _c.lpn).where(_LIES, _c.bin == sa.bindparam("bin")).order_by(_c.inspection)
)
_PAGE = Prepared(
    sa.select(_c.inspection, _c.lpn)
    .where(_LIES, _c.bin == sa.bindparam("bin"), _c.inspection < sa.bindparam("before"))
    .order_by(_c.inspection.desc())
    .limit(sa.bindparam("most"))
)
_MOVE_ON = Prepared(
    contents.update().where(_LIES, _c.bin == sa.bindparam("b_bin")).values(moved_to=sa.bindparam("b_to"))
)
_WHERE = Prepared(sa.select(_c.bin, _c.moved_to).where(_c.inspection == sa.bindparam("inspection")))
# Sorts behind every inspection's id, which is written in hexadecimal digits.
_LAST = "~"
_FULL = insert_new(full_bins)
_NOT_FULL = Prepared(full_bins.delete().where(full_bins.c.code == sa.bindparam("code")))
_ALL_FULL = Prepared(sa.select(full_bins.c.code))


class LocalContents:
    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def put(self, inspection: str, lpn: Lpn, bin_: BinCode, moved_to: str | None = None) -> None:
        _PUT.run(self._connection, inspection=inspection, lpn=lpn, bin=bin_, moved_to=moved_to)

    def take_out(self, inspection: str) -> None:
        _OUT.run(self._connection, inspection=inspection)

    def counts(self) -> Mapping[str, int]:
        return dict(_COUNTS.rows(self._connection))

    def count(self, bin_: BinCode) -> int:
        return int(_COUNT.one(self._connection, bin=bin_))

    def of(self, bin_: BinCode) -> tuple[tuple[str, Lpn], ...]:
        return tuple((inspection, Lpn(lpn)) for inspection, lpn in _OF.rows(self._connection, bin=bin_))

    def page(self, bin_: BinCode, limit: int, before: str = "") -> tuple[tuple[str, Lpn], ...]:
        rows = _PAGE.rows(self._connection, bin=bin_, before=before or _LAST, most=limit)
        return tuple((inspection, Lpn(lpn)) for inspection, lpn in rows)

    def move_on(self, bin_: BinCode, to: str) -> None:
        _MOVE_ON.run(self._connection, b_bin=bin_, b_to=to)

    def where(self, inspection: str) -> Whereabouts | None:
        found = _WHERE.rows(self._connection, inspection=inspection)
        return Whereabouts(BinCode(found[0][0]), found[0][1]) if found else None

    def mark_full(self, bin_: BinCode, full: bool) -> None:
        (_FULL if full else _NOT_FULL).run(self._connection, code=bin_)

    def full(self) -> frozenset[str]:
        return frozenset(code for (code,) in _ALL_FULL.rows(self._connection))


_UNDONE = works.c.state.in_((sa.literal_column("'waiting'"), sa.literal_column("'started'")))
_ADD = Prepared(works.insert())
_SAVE = Prepared(
    works.update()
    .where(works.c.id == sa.bindparam("b_id"))
    .values(state=sa.bindparam("b_state"), data=sa.bindparam("b_data"))
)
_GET = by(works, "id")
_UNFINISHED = Prepared(
    sa.select(works.c.data)
    .where(_UNDONE, works.c.center == sa.bindparam("center"), works.c.id > sa.bindparam("after"))
    .order_by(works.c.id)
    .limit(sa.bindparam("most"))
)
_WAITING = Prepared(sa.select(works.c.center, sa.func.count()).where(_UNDONE).group_by(works.c.center))
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

    def unfinished(self, center: str, limit: int, after: str = "") -> tuple[Work, ...]:
        rows = _UNFINISHED.rows(self._connection, center=center, most=limit, after=after)
        return tuple(decode(data, Work) for (data,) in rows)

    def counts(self) -> Mapping[str, int]:
        return dict(_WAITING.rows(self._connection))

    def of(self, lpn: Lpn) -> tuple[Work, ...]:
        return tuple(decode(data, Work) for (data,) in _OF_PLATE.rows(self._connection, lpn=lpn))
