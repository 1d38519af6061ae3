"""Signals of all inspections, and how many returns each sender has had."""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa

from station.adapters.local.prepared import Prepared, insert_new, upsert
from station.adapters.local.schema import senders, signals
from station.domain.identifiers import Rma
from station.domain.signals import Finding, Precision, SignalKind

_NOTE = insert_new(signals)
_SETTLE = upsert(signals, ["finding"])
_COUNTS = Prepared(
    sa.select(signals.c.kind, signals.c.finding, sa.func.count()).group_by(signals.c.kind, signals.c.finding)
)
_SENT = insert_new(senders)
_SINCE = [senders.c.role == sa.bindparam("role"), senders.c.day >= sa.bindparam("since")]
_RETURNS = Prepared(sa.select(sa.func.count()).where(*_SINCE, senders.c.key == sa.bindparam("key")))
_NORM = Prepared(sa.select(sa.func.count(), sa.func.count(senders.c.key.distinct())).where(*_SINCE))
_RETURNS_BY = Prepared(
    sa.select(senders.c.rma).where(senders.c.key == sa.bindparam("key")).distinct().order_by(senders.c.rma)
)
_FORGET = Prepared(senders.delete().where(senders.c.rma == sa.bindparam("rma")))


class LocalSignals:
    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def note(self, inspection: str, kind: SignalKind) -> None:
        _NOTE.run(self._connection, inspection=inspection, kind=kind.value, finding=None)

    def settle(self, inspection: str, kind: SignalKind, finding: Finding) -> None:
        _SETTLE.run(self._connection, inspection=inspection, kind=kind.value, finding=finding.value)

    def precision(self) -> Sequence[Precision]:
        rows = _COUNTS.rows(self._connection)
        counts = {(kind, finding): count for kind, finding, count in rows}
        return [_precision(kind, counts) for kind in SignalKind]

    def of(self, kind: SignalKind, finding: Finding | None, limit: int, before: str = "") -> tuple[str, ...]:
        chosen = sa.select(signals.c.inspection).where(signals.c.kind == kind.value)
        chosen = chosen.where(signals.c.finding == (finding.value if finding else None))
        chosen = chosen.where(signals.c.inspection < before) if before else chosen
        newest = chosen.order_by(signals.c.inspection.desc()).limit(limit)
        return tuple(self._connection.execute(newest).scalars())

    def sent(self, role: str, key: str, rma: str, day: date) -> None:
        _SENT.run(self._connection, role=role, key=key, rma=rma, day=day.isoformat())

    def returns_of(self, role: str, key: str, since: date) -> int:
        return int(_RETURNS.one(self._connection, role=role, key=key, since=since.isoformat()))

    def norm(self, role: str, since: date) -> float:
        ((returns, keys),) = _NORM.rows(self._connection, role=role, since=since.isoformat())
        return float(returns / max(1, keys))

    def returns_by(self, key: str) -> tuple[Rma, ...]:
        return tuple(Rma(rma) for (rma,) in _RETURNS_BY.rows(self._connection, key=key))

    def forget_sender(self, rma: Rma) -> None:
        _FORGET.run(self._connection, rma=rma)


def _precision(kind: SignalKind, counts: dict[tuple[str, str | None], int]) -> Precision:
    confirmed, unfounded, open_ = (
        counts.get((kind.value, finding), 0) for finding in (Finding.CONFIRMED, Finding.UNFOUNDED, None)
    )
    return Precision(kind, confirmed, unfounded, open_)
