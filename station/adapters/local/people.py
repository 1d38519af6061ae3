"""People, their sessions and their wrong PINs in the local store."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from station.adapters.local.codec import decode, encode
from station.adapters.local.prepared import Prepared, by, count_up, upsert
from station.adapters.local.schema import attempts, counters, people, sessions, tries
from station.domain.people import Attempts, Person, Session, Tries

_GET = by(people, "id")
_BY_BADGE = by(people, "badge_hash")
_BY_SIGN_IN = by(people, "sign_in")
_BADGE_OF = Prepared(sa.select(people.c.id).where(people.c.badge_hash == sa.bindparam("badge_hash")))
_ALL = Prepared(sa.select(people.c.data))
_HAND_IN = Prepared(
    people.update().where(people.c.id == sa.bindparam("b_id")).values(badge_hash=sa.bindparam("b_none"))
)
_SAVE = upsert(people, ["badge_hash", "data", "sign_in"], key="id")
_NEXT = count_up(counters, "person")
_SESSION = by(sessions, "id")
_SESSIONS = by(sessions, "person")
_SAVE_SESSION = upsert(sessions, ["data", "person"])
_DROP_SESSION = Prepared(sessions.delete().where(sessions.c.id == sa.bindparam("id")))
_ATTEMPTS = by(attempts, "person")
_SAVE_ATTEMPTS = upsert(attempts, ["data"])
_TRIES = by(tries, "source")
_SAVE_TRIES = upsert(tries, ["data"])


class LocalPeople:
    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def get(self, person: str) -> Person:
        return decode(_GET.one(self._connection, id=person), Person)

    def maybe(self, person: str) -> Person | None:
        data = _GET.maybe(self._connection, id=person)
        return decode(data, Person) if data else None

    def all(self) -> tuple[Person, ...]:
        found = [decode(data, Person) for (data,) in _ALL.rows(self._connection)]
        return tuple(sorted(found, key=lambda person: (person.number, person.id)))

    def by_badge(self, badge_hash: str) -> Person | None:
        return _if_welcome(_BY_BADGE.maybe(self._connection, badge_hash=badge_hash))

    def badge_of(self, badge_hash: str) -> str | None:
        person: str | None = _BADGE_OF.maybe(self._connection, badge_hash=badge_hash)
        return person

    def by_sign_in(self, number: str) -> Person | None:
        return _if_welcome(_BY_SIGN_IN.maybe(self._connection, sign_in=number))

    def next_number(self) -> int:
        return int(_NEXT.one(self._connection))

    def save(self, person: Person) -> None:
        _SAVE.run(
            self._connection,
            id=person.id,
            badge_hash=person.badge_hash,
            data=encode(person),
            sign_in=person.sign_in or None,
        )

    def save_all(self, people: Sequence[Person]) -> None:
        for person in people:  # badges first: one that changes hands must not be with two for a moment
            _HAND_IN.run(self._connection, b_id=person.id, b_none=f"none:{person.id}")
        for person in people:
            self.save(person)

    def session(self, session: str) -> Session | None:
        data = _SESSION.maybe(self._connection, id=session)
        return decode(data, Session) if data else None

    def sessions(self, person: str) -> tuple[Session, ...]:
        found = [decode(data, Session) for (data,) in _SESSIONS.rows(self._connection, person=person)]
        return tuple(sorted(found, key=lambda session: session.started_at, reverse=True))

    def save_session(self, session: Session) -> None:
        _SAVE_SESSION.run(self._connection, id=session.id, data=encode(session), person=session.person)

    def drop_sessions(self, person: str, before: datetime) -> None:
        for session in self.sessions(person):
            if session.started_at < before:
                _DROP_SESSION.run(self._connection, id=session.id)

    def attempts(self, person: str) -> Attempts:
        data = _ATTEMPTS.maybe(self._connection, person=person)
        return decode(data, Attempts) if data else Attempts()

    def save_attempts(self, person: str, attempts: Attempts) -> None:
        _SAVE_ATTEMPTS.run(self._connection, person=person, data=encode(attempts))

    def tries(self, source: str) -> Tries:
        data = _TRIES.maybe(self._connection, source=source)
        return decode(data, Tries) if data else Tries()

    def save_tries(self, source: str, tries: Tries) -> None:
        _SAVE_TRIES.run(self._connection, source=source, data=encode(tries))


def _if_welcome(data: bytes | None) -> Person | None:
    person = decode(data, Person) if data else None
    return person if person and person.may_enter else None
