"""Second grades and calibration items in the local store."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from station.adapters.local.codec import decode, encode
from station.adapters.local.inspections import microseconds
from station.adapters.local.prepared import Prepared, by, insert_new, upsert
from station.adapters.local.schema_blinds import blind_graders, blinds, calibrations
from station.domain.graders.blind import Blind
from station.domain.graders.calibration import Calibration
from station.domain.graders.pairs import PairKind
from station.domain.identifiers import Lpn

_t = blinds.c
_PUT = upsert(blinds, ["by_person", "taken_us", "done_us", "data"])
_HIDE = insert_new(blind_graders)
_GET = by(blinds, "id")
_SECOND = Prepared(
    sa.select(_t.data).where(
        _t.inspection == sa.bindparam("inspection"), _t.kind == sa.literal_column("'second'")
    )
)
_CALIBRATE = upsert(calibrations, ["live", "data"])
_CALIBRATION = by(calibrations, "inspection")
_CALIBRATIONS = Prepared(sa.select(calibrations.c.data).order_by(calibrations.c.inspection))
_LIVE = Prepared(
    sa.select(calibrations.c.data)
    .where(calibrations.c.live == sa.literal_column("1"))
    .order_by(calibrations.c.inspection)
)
_OF_PERSON = (
    _t.for_person == sa.bindparam("person"),
    _t.for_person != sa.literal_column("''"),
    _t.since_us > sa.bindparam("after"),
)
_PLANNED = Prepared(sa.select(sa.func.count()).where(*_OF_PERSON))
_GIVEN = Prepared(sa.select(_t.inspection).where(*_OF_PERSON))
_FORGET = Prepared(
    blinds.delete().where(
        _t.inspection == sa.bindparam("inspection"), _t.kind == sa.bindparam("kind"), _t.taken_us.is_(None)
    )
)


class LocalBlinds:
    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def put(self, blind: Blind) -> None:
        _PUT.run(
            self._connection,
            id=blind.id,
            kind=blind.kind.value,
            inspection=blind.inspection,
            lpn=blind.lpn,
            category=blind.category,
            for_person=blind.to,
            by_person=blind.by,
            since_us=microseconds(blind.since),
            taken_us=_microseconds(blind.taken_at),
            done_us=_microseconds(blind.done_at),
            data=encode(blind),
        )
        for grader in blind.graders:
            _HIDE.run(self._connection, blind=blind.id, person=grader)

    def get(self, blind: str) -> Blind | None:
        data = _GET.maybe(self._connection, id=blind)
        return decode(data, Blind) if data else None

    def open_for(self, person: str, now: datetime, stale: datetime, limit: int) -> tuple[Blind, ...]:
        return self._blinds(_open(person, now, stale).order_by(_t.since_us, _t.id).limit(limit))

    def by_plate(self, lpn: Lpn, person: str, now: datetime, stale: datetime) -> Blind | None:
        found = self._blinds(_open(person, now, stale).where(_t.lpn == lpn).order_by(_t.id).limit(1))
        return next(iter(found), None)

    def second(self, inspection: str) -> Blind | None:
        data = _SECOND.maybe(self._connection, inspection=inspection)
        return decode(data, Blind) if data else None

    def planned(self, person: str, after: datetime) -> int:
        return int(_PLANNED.one(self._connection, person=person, after=microseconds(after)))

    def given(self, person: str, after: datetime) -> frozenset[str]:
        rows = _GIVEN.rows(self._connection, person=person, after=microseconds(after))
        return frozenset(inspection for (inspection,) in rows)

    def graded(self, since: datetime, limit: int) -> tuple[Blind, ...]:
        known = sa.select(_t.data).where(
            _t.kind == sa.literal_column("'calibration'"), _t.done_us >= microseconds(since)
        )
        return self._blinds(known.order_by(_t.done_us.desc()).limit(limit))[::-1]

    def graded_by(self, person: str, limit: int) -> tuple[Blind, ...]:
        known = sa.select(_t.data).where(
            _t.kind == sa.literal_column("'calibration'"), _t.by_person == person
        )
        done = known.where(_t.done_us.is_not(None)).order_by(_t.done_us.desc())
        return self._blinds(done.limit(limit))

    def forget(self, inspection: str) -> None:
        _FORGET.run(self._connection, inspection=inspection, kind=PairKind.CALIBRATION.value)

    def calibrate(self, item: Calibration) -> None:
        live = int(item.live)
        _CALIBRATE.run(self._connection, inspection=item.inspection, live=live, data=encode(item))

    def calibration(self, inspection: str) -> Calibration | None:
        data = _CALIBRATION.maybe(self._connection, inspection=inspection)
        return decode(data, Calibration) if data else None

    def calibrations(self) -> Sequence[Calibration]:
        return [decode(data, Calibration) for (data,) in _CALIBRATIONS.rows(self._connection)]

    def live(self) -> Sequence[Calibration]:
        return [decode(data, Calibration) for (data,) in _LIVE.rows(self._connection)]

    def _blinds(self, chosen: sa.Select[Any]) -> tuple[Blind, ...]:
        return tuple(decode(data, Blind) for data in self._connection.execute(chosen).scalars())


def _microseconds(at: datetime | None) -> int | None:
    return microseconds(at) if at else None


def _open(person: str, now: datetime, stale: datetime) -> sa.Select[Any]:
    """Choose what a person may grade now: own work is never among it, nor what somebody else has begun."""
    hidden = sa.select(blind_graders.c.blind).where(
        blind_graders.c.blind == _t.id, blind_graders.c.person == person
    )
    return sa.select(_t.data).where(
        _t.done_us.is_(None),
        _t.since_us <= microseconds(now),
        _t.for_person.in_(("", person)),
        sa.or_(_t.by_person.in_(("", person)), _t.taken_us < microseconds(stale)),
        ~hidden.exists(),
    )
