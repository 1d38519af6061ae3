"""Published rules by kind, id and version: what an inspection was made with can always be read."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from station.adapters.local.codec import decode, encode
from station.adapters.local.prepared import Prepared, insert_new, upsert
from station.adapters.local.schema import drafts, in_force, publications, rules
from station.adapters.local.schema_projected import station_rules
from station.domain.checklist import Checklist
from station.domain.conditions import Conditions
from station.domain.disposal import DisposalRules
from station.domain.disposition import Table
from station.domain.policy import Policy
from station.domain.prices import Prices
from station.domain.routing import Rulebook
from station.domain.signals import SignalRules
from station.rule_ports import Draft, InForce, RuleKey

_KEY = [rules.c[name] == sa.bindparam(name) for name in ("kind", "id", "version")]
_GET = Prepared(sa.select(rules.c.data).where(*_KEY))
_ADD = Prepared(rules.insert())
_GET_AT = Prepared(
    sa.select(station_rules.c.data).where(
        *(station_rules.c[name] == sa.bindparam(name) for name in ("station", "kind", "id", "version"))
    )
)
_KEEP_OF = insert_new(station_rules)
_VERSIONS = Prepared(
    sa.select(rules.c.version)
    .where(*(rules.c[name] == sa.bindparam(name) for name in ("kind", "id")))
    .order_by(rules.c.version)
)
_IN_FORCE = Prepared(
    sa.select(in_force.c.kind, in_force.c.id, in_force.c.version).order_by(in_force.c.kind, in_force.c.id)
)
_PUT = upsert(in_force, ["version"])
_TOLD_NAMES = ("kind", "id", "version", "at", "by")
_NOTE = Prepared(publications.insert().values({name: sa.bindparam(name) for name in _TOLD_NAMES}))
_LAST = sa.select(sa.func.max(publications.c.number)).group_by(publications.c.kind, publications.c.id)
_TOLD = [publications.c[name] for name in _TOLD_NAMES]
_CURRENT = Prepared(sa.select(*_TOLD).where(publications.c.number.in_(_LAST)).order_by(publications.c.number))
_HISTORY = Prepared(
    sa.select(*_TOLD)
    .where(*(publications.c[name] == sa.bindparam(name) for name in ("kind", "id")))
    .order_by(publications.c.number.desc())
)
CHECKLIST = "checklist"
TYPES: Mapping[str, type] = {
    CHECKLIST: Checklist,
    "policy": Policy,
    "table": Table,
    "prices": Prices,
    "conditions": Conditions,
    "signals": SignalRules,
    "disposal": DisposalRules,
}
# Published content never changes, so what was read once need not be read again.
Read = dict[tuple[str, str, int], Any]


class LocalRules:
    """Rules over one connection; ``read`` is what the store has read already."""

    def __init__(self, connection: sa.Connection, read: Read, station: str = "") -> None:
        self._connection = connection
        self._read = read
        self._station = station

    def at(self, station: str) -> "LocalRules":
        return LocalRules(self._connection, self._read, station)

    def in_force(self) -> Rulebook:
        found = [(k, i, self._content(k, i, v)) for k, i, v in _IN_FORCE.rows(self._connection)]
        checklists = {id_: content for kind, id_, content in found if kind == CHECKLIST}
        return Rulebook(checklists, **{kind: content for kind, _, content in found if kind != CHECKLIST})

    def checklist(self, id_: str, version: int) -> Checklist:
        found: Checklist = self._content(CHECKLIST, id_, version)
        return found

    def content(self, key: RuleKey, version: int) -> Any:
        return self._content(key.kind, key.id, version)

    def _content(self, kind: str, id_: str, version: int) -> Any:
        key = (kind, id_, version)
        own = (f"{self._station}/{kind}", id_, version)
        if self._station and own not in self._read and (data := self._its_own(*key)):
            self._read[own] = decode(data, TYPES[kind])
        if own in self._read:
            return self._read[own]
        if key not in self._read:
            data = _GET.one(self._connection, kind=kind, id=id_, version=version)
            self._read[key] = decode(data, TYPES[kind])
        return self._read[key]

    def _its_own(self, kind: str, id_: str, version: int) -> bytes | None:
        """Read what only a station has. That it has none is not remembered: it may come."""
        asked = {"station": self._station, "kind": kind, "id": id_, "version": version}
        data: bytes | None = _GET_AT.maybe(self._connection, **asked)
        return data

    def keep_of(self, station: str, kind: str, id_: str, version: int, content: object) -> None:
        known = _GET.maybe(self._connection, kind=kind, id=id_, version=version)
        if known is None or not _same(known, content):
            row = {"station": station, "kind": kind, "id": id_, "version": version}
            _KEEP_OF.run(self._connection, **row, data=encode(content))

    def versions(self, key: RuleKey) -> tuple[int, ...]:
        return tuple(v for (v,) in _VERSIONS.rows(self._connection, kind=key.kind, id=key.id))

    def publish(self, kind: str, id_: str, version: int, content: object) -> bool | None:
        known = _GET.maybe(self._connection, kind=kind, id=id_, version=version)
        if known is not None:
            return None if _same(known, content) else False
        _ADD.run(self._connection, kind=kind, id=id_, version=version, data=encode(content))
        self._read.pop((kind, id_, version), None)  # read in a transaction that was rolled back
        return True

    def put_in_force(self, now: InForce) -> None:
        key = {"kind": now.key.kind, "id": now.key.id, "version": now.version}
        _PUT.run(self._connection, **key)
        _NOTE.run(self._connection, **key, at=now.at.isoformat(), by=now.by)

    def current(self) -> tuple[InForce, ...]:
        return tuple(_told(row) for row in _CURRENT.rows(self._connection))

    def history(self, key: RuleKey) -> tuple[InForce, ...]:
        return tuple(_told(row) for row in _HISTORY.rows(self._connection, kind=key.kind, id=key.id))


def _told(row: tuple[Any, ...]) -> InForce:
    kind, id_, version, at, by = row
    return InForce(RuleKey(kind, id_), version, datetime.fromisoformat(at), by)


def _same(known: bytes, content: object) -> bool:
    """Compare as values: rules kept by an older version lack what they could not say yet."""
    return known == encode(content) or decode(known, type(content)) == content


_DRAFT = Prepared(
    sa.select(drafts.c.data).where(*(drafts.c[name] == sa.bindparam(name) for name in ("kind", "id")))
)
_DRAFTS = Prepared(sa.select(drafts.c.data).order_by(drafts.c.kind, drafts.c.id))
_SAVE = upsert(drafts, ["data"])
_DROP = Prepared(drafts.delete().where(*(drafts.c[name] == sa.bindparam(name) for name in ("kind", "id"))))


class LocalDrafts:
    """Drafts over one connection."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def all(self) -> tuple[Draft, ...]:
        return tuple(decode(data, Draft) for (data,) in _DRAFTS.rows(self._connection))

    def get(self, key: RuleKey) -> Draft | None:
        data = _DRAFT.maybe(self._connection, kind=key.kind, id=key.id)
        return decode(data, Draft) if data else None

    def save(self, draft: Draft) -> None:
        _SAVE.run(self._connection, kind=draft.key.kind, id=draft.key.id, data=encode(draft))

    def drop(self, key: RuleKey) -> None:
        _DROP.run(self._connection, kind=key.kind, id=key.id)
