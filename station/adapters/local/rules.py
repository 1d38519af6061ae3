"""Published rules by kind, id and version: what an inspection was made with can always be read."""

import sqlalchemy as sa

from station.adapters.local.codec import decode, encode
from station.adapters.local.prepared import Prepared
from station.adapters.local.schema import rules
from station.domain.checklist import Checklist

_KEY = [rules.c[name] == sa.bindparam(name) for name in ("kind", "id", "version")]
_GET = Prepared(sa.select(rules.c.data).where(*_KEY))
_ADD = Prepared(rules.insert())
CHECKLIST = "checklist"


class LocalRules:
    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def checklist(self, id_: str, version: int) -> Checklist:
        return decode(_GET.one(self._connection, kind=CHECKLIST, id=id_, version=version), Checklist)

    def publish(self, kind: str, id_: str, version: int, content: object) -> bool | None:
        known = _GET.maybe(self._connection, kind=kind, id=id_, version=version)
        if known is not None:
            return None if _same(known, content) else False
        _ADD.run(self._connection, kind=kind, id=id_, version=version, data=encode(content))
        return True


def _same(known: bytes, content: object) -> bool:
    """Compare as values: rules kept by an older version lack what they could not say yet."""
    return known == encode(content) or decode(known, type(content)) == content
