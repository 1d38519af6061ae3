"""Claims in the local store, and the index from things to the entries that tell of them."""

from collections.abc import Iterable
from datetime import date

import sqlalchemy as sa

from station.adapters.local.codec import decode, encode
from station.adapters.local.prepared import Prepared, by, insert_new, upsert
from station.adapters.local.schema import journal
from station.adapters.local.schema_claims import claims, told
from station.domain.claims import Claim, ClaimState
from station.store_ports import Entry

_t = claims.c
_PUT = upsert(claims, ["open", "due", "subject", "data"])
_GET = by(claims, "id")
_OF = Prepared(sa.select(_t.data).where(_t.subject == sa.bindparam("subject")).order_by(_t.id))
_URGENT = Prepared(
    sa.select(sa.func.count()).where(_t.open == 1, _t.due <= sa.bindparam("day"))  # those not sent yet
)
_TELLS = insert_new(told)
_TOLD = Prepared(
    sa.select(journal.c.seq, journal.c.canonical, journal.c.leaf)
    .join(told, told.c.seq == journal.c.seq)
    .where(told.c.key == sa.bindparam("key"))
    .order_by(journal.c.seq)
)


class LocalClaims:
    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def put(self, claim: Claim) -> None:
        _PUT.run(
            self._connection,
            id=claim.id,
            open=_rank(claim),
            due=claim.due.isoformat(),
            subject=claim.subject,
            data=encode(claim),
        )

    def get(self, claim: str) -> Claim | None:
        data = _GET.maybe(self._connection, id=claim)
        return decode(data, Claim) if data else None

    def of(self, subject: str) -> tuple[Claim, ...]:
        return tuple(decode(data, Claim) for (data,) in _OF.rows(self._connection, subject=subject))

    def page(self, over: bool, limit: int, after: str = "") -> tuple[Claim, ...]:
        wanted = _t.open == 0 if over else _t.open > 0
        # What is to be sent stands before what was sent; what is over, the latest deadline first.
        columns = (_t.open, _t.due, _t.id)
        found = sa.select(_t.data).where(wanted)
        if after:
            start = sa.select(*columns).where(_t.id == after).scalar_subquery()
            beyond = sa.tuple_(*columns) < start if over else sa.tuple_(*columns) > start
            found = found.where(beyond)
        order = [column.desc() for column in columns] if over else list(columns)
        rows = self._connection.execute(found.order_by(*order).limit(limit)).scalars()
        return tuple(decode(data, Claim) for data in rows)

    def due_by(self, day: date) -> int:
        return int(_URGENT.one(self._connection, day=day.isoformat()))


def _rank(claim: Claim) -> int:
    """Return 1 while a claim is to be sent, 2 once it was sent, 0 when it is over."""
    return 0 if claim.state.over else 1 if claim.state is ClaimState.OPEN else 2


class LocalTold:
    """Which entries tell of what."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add(self, seq: int, keys: Iterable[str]) -> None:
        for key in keys:
            _TELLS.run(self._connection, key=key, seq=seq)

    def of(self, keys: Iterable[str]) -> tuple[Entry, ...]:
        rows = (row for key in keys for row in _TOLD.rows(self._connection, key=key))
        found = {row[0]: Entry(*row) for row in rows}
        return tuple(found[seq] for seq in sorted(found))
