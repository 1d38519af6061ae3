"""Tokens of other programs, and answers to requests that may come twice."""

from datetime import datetime

import sqlalchemy as sa

from station.adapters.local.codec import decode, encode
from station.adapters.local.inspections import microseconds
from station.adapters.local.prepared import Prepared, by, upsert
from station.adapters.local.schema_api import api_answers, api_tokens
from station.api_ports import Answer
from station.domain.api.tokens import Token

_ALL = Prepared(sa.select(api_tokens.c.data).order_by(api_tokens.c.id))
_GET = by(api_tokens, "id")
_BY_DIGEST = by(api_tokens, "digest")
_PUT = upsert(api_tokens, ["digest", "data"])
_ANSWER = by(api_answers, "key")
_PUT_ANSWER = upsert(api_answers, ["at_us", "data"])
_DROP = Prepared(api_answers.delete().where(api_answers.c.at_us < sa.bindparam("before")))


class LocalTokens:
    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def all(self) -> tuple[Token, ...]:
        return tuple(decode(data, Token) for (data,) in _ALL.rows(self._connection))

    def get(self, token: str) -> Token | None:
        data = _GET.maybe(self._connection, id=token)
        return decode(data, Token) if data else None

    def by_digest(self, digest: str) -> Token | None:
        data = _BY_DIGEST.maybe(self._connection, digest=digest)
        return decode(data, Token) if data else None

    def put(self, token: Token) -> None:
        _PUT.run(self._connection, id=token.id, digest=token.digest, data=encode(token))


class LocalAnswers:
    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def get(self, key: str) -> Answer | None:
        data = _ANSWER.maybe(self._connection, key=key)
        return decode(data, Answer) if data else None

    def put(self, key: str, answer: Answer) -> None:
        _PUT_ANSWER.run(self._connection, key=key, at_us=microseconds(answer.at), data=encode(answer))

    def drop(self, before: datetime) -> None:
        _DROP.run(self._connection, before=microseconds(before))
