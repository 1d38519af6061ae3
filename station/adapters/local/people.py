"""People, their sessions and their wrong PINs in the local store."""

import sqlalchemy as sa

from station.adapters.local.codec import decode, encode
from station.adapters.local.prepared import by, upsert
from station.adapters.local.schema import attempts, people, sessions
from station.domain.people import Attempts, Person, Session

_GET = by(people, "id")
_BY_BADGE = by(people, "badge_hash")
_SESSION = by(sessions, "id")
_ATTEMPTS = by(attempts, "person")
_SAVE = upsert(people, ["badge_hash", "data"])
_SAVE_SESSION = upsert(sessions, ["data"])
_SAVE_ATTEMPTS = upsert(attempts, ["data"])


class LocalPeople:
    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def get(self, person: str) -> Person:
        return decode(_GET.one(self._connection, id=person), Person)

    def by_badge(self, badge_hash: str) -> Person | None:
        data = _BY_BADGE.maybe(self._connection, badge_hash=badge_hash)
        return decode(data, Person) if data else None

    def save(self, person: Person) -> None:
        _SAVE.run(self._connection, id=person.id, badge_hash=person.badge_hash, data=encode(person))

    def session(self, session: str) -> Session | None:
        data = _SESSION.maybe(self._connection, id=session)
        return decode(data, Session) if data else None

    def save_session(self, session: Session) -> None:
        _SAVE_SESSION.run(self._connection, id=session.id, data=encode(session))

    def attempts(self, person: str) -> Attempts:
        data = _ATTEMPTS.maybe(self._connection, person=person)
        return decode(data, Attempts) if data else Attempts()

    def save_attempts(self, person: str, attempts: Attempts) -> None:
        _SAVE_ATTEMPTS.run(self._connection, person=person, data=encode(attempts))
