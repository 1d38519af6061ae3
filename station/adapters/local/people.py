"""People, their sessions and their wrong PINs in the local store."""

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from station.adapters.local.codec import decode, encode
from station.adapters.local.schema import attempts, people, sessions
from station.domain.people import Attempts, Person, Session

_GET = sa.select(people.c.data).where(people.c.id == sa.bindparam("id"))
_BY_BADGE = sa.select(people.c.data).where(people.c.badge_hash == sa.bindparam("badge_hash"))
_SESSION = sa.select(sessions.c.data).where(sessions.c.id == sa.bindparam("id"))
_ATTEMPTS = sa.select(attempts.c.data).where(attempts.c.person == sa.bindparam("person"))


def _upsert(table: sa.Table, key: str, *changing: str) -> sa.Insert:
    stmt = insert(table)
    return stmt.on_conflict_do_update(index_elements=[key], set_={c: stmt.excluded[c] for c in changing})


_SAVE = _upsert(people, "id", "badge_hash", "data")
_SAVE_SESSION = _upsert(sessions, "id", "data")
_SAVE_ATTEMPTS = _upsert(attempts, "person", "data")


class LocalPeople:
    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def get(self, person: str) -> Person:
        return decode(self._connection.execute(_GET, {"id": person}).scalar_one(), Person)

    def by_badge(self, badge_hash: str) -> Person | None:
        data = self._connection.execute(_BY_BADGE, {"badge_hash": badge_hash}).scalar_one_or_none()
        return decode(data, Person) if data else None

    def save(self, person: Person) -> None:
        row = {"id": person.id, "badge_hash": person.badge_hash, "data": encode(person)}
        self._connection.execute(_SAVE, row)

    def session(self, session: str) -> Session | None:
        data = self._connection.execute(_SESSION, {"id": session}).scalar_one_or_none()
        return decode(data, Session) if data else None

    def save_session(self, session: Session) -> None:
        self._connection.execute(_SAVE_SESSION, {"id": session.id, "data": encode(session)})

    def attempts(self, person: str) -> Attempts:
        data = self._connection.execute(_ATTEMPTS, {"person": person}).scalar_one_or_none()
        return decode(data, Attempts) if data else Attempts()

    def save_attempts(self, person: str, attempts: Attempts) -> None:
        self._connection.execute(_SAVE_ATTEMPTS, {"person": person, "data": encode(attempts)})
