"""What the API needs of the store, as Protocols."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from station.domain.api.tokens import Token


class Tokens(Protocol):
    """Tokens of other programs; ``by_digest`` finds the one whose secret has this hash, revoked or not."""

    def all(self) -> tuple[Token, ...]: ...
    def get(self, token: str) -> Token | None: ...
    def by_digest(self, digest: str) -> Token | None: ...
    def put(self, token: Token) -> None: ...


@dataclass(frozen=True, slots=True)
class Answer:
    """What a request was answered with; ``status`` is 0 while it is still under way.

    ``request`` is a hash of what was asked.
    """

    request: str
    at: datetime
    status: int = 0
    body: str = ""


class Answers(Protocol):
    """Answers by key of the request. ``drop`` forgets those from before an instant."""

    def get(self, key: str) -> Answer | None: ...
    def put(self, key: str, answer: Answer) -> None: ...
    def drop(self, before: datetime) -> None: ...
