"""What was decided at the desk, and what that asks of the bench, in the local store."""

import sqlalchemy as sa

from station.adapters.local.codec import decode, encode
from station.adapters.local.inspections import microseconds
from station.adapters.local.prepared import Prepared, by, upsert
from station.adapters.local.schema_audits import audits, errands
from station.domain.auditing.decisions import Audit, Errand
from station.domain.identifiers import BinCode

_ADD = Prepared(audits.insert())
_AUDITS = Prepared(
    sa.select(audits.c.data).where(audits.c.inspection == sa.bindparam("inspection")).order_by(audits.c.entry)
)
_e = errands.c
_PUT = upsert(errands, ["was", "at_us", "data"])
_DROP = Prepared(errands.delete().where(_e.inspection == sa.bindparam("inspection")))
_OF = by(errands, "inspection")
_OLDEST = sa.select(_e.data).order_by(_e.at_us, _e.inspection)
_WAITING = Prepared(_OLDEST.limit(sa.bindparam("most")))
_IN_BIN = Prepared(_OLDEST.where(_e.was == sa.bindparam("bin")))
_COUNT = Prepared(sa.select(sa.func.count()).select_from(errands))


class LocalAudits:
    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add(self, audit: Audit) -> None:
        _ADD.run(self._connection, entry=audit.entry, inspection=audit.inspection, data=encode(audit))

    def of(self, inspection: str) -> tuple[Audit, ...]:
        rows = _AUDITS.rows(self._connection, inspection=inspection)
        return tuple(decode(data, Audit) for (data,) in rows)


class LocalErrands:
    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def put(self, errand: Errand) -> None:
        _PUT.run(
            self._connection,
            inspection=errand.inspection,
            was=errand.was,
            at_us=microseconds(errand.at),
            data=encode(errand),
        )

    def drop(self, inspection: str) -> None:
        _DROP.run(self._connection, inspection=inspection)

    def of(self, inspection: str) -> Errand | None:
        data = _OF.maybe(self._connection, inspection=inspection)
        return decode(data, Errand) if data else None

    def waiting(self, limit: int) -> tuple[Errand, ...]:
        return tuple(decode(data, Errand) for (data,) in _WAITING.rows(self._connection, most=limit))

    def in_bin(self, bin_: BinCode) -> tuple[Errand, ...]:
        return tuple(decode(data, Errand) for (data,) in _IN_BIN.rows(self._connection, bin=bin_))

    def count(self) -> int:
        return int(_COUNT.one(self._connection))
