"""Prints of photos in the local store."""

from collections.abc import Mapping, Sequence

import sqlalchemy as sa

from station.adapters.local.prepared import Prepared
from station.adapters.local.schema import photo_prints

_t = photo_prints.c
_ADD = Prepared(
    photo_prints.insert().values(
        {name: sa.bindparam(name) for name in ("sha256", "inspection", "fingerprint")}
    )
)
_AFTER = Prepared(
    sa.select(_t.number, _t.fingerprint)
    .where(_t.number > sa.bindparam("after"))
    .order_by(_t.number)
    .limit(sa.bindparam("most"))
)


class LocalPhotoPrints:
    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add(self, sha256: str, inspection: str, fingerprint: bytes) -> None:
        _ADD.run(self._connection, sha256=sha256, inspection=inspection, fingerprint=fingerprint)

    def after(self, number: int, limit: int) -> tuple[tuple[int, bytes], ...]:
        return tuple(_AFTER.rows(self._connection, after=number, most=limit))

    def named(self, numbers: Sequence[int]) -> Mapping[int, tuple[str, str]]:
        chosen = sa.select(_t.number, _t.sha256, _t.inspection).where(_t.number.in_(numbers))
        return {row.number: (row.sha256, row.inspection) for row in self._connection.execute(chosen)}
