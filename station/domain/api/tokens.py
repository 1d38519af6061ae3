"""Tokens of other programs: a random secret, what it may do, and until when."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Scope(StrEnum):
    """What a token may do. Each is given on its own; none holds another."""

    RETURNS_READ = "returns:read"
    RETURNS_WRITE = "returns:write"
    ITEMS_READ = "items:read"
    EVIDENCE_READ = "evidence:read"
    STOCK_READ = "stock:read"
    EVENTS_READ = "events:read"
    CATALOGUE_WRITE = "catalogue:write"
    PEOPLE_WRITE = "people:write"
    FORMS_WRITE = "forms:write"
    STATIONS_READ = "stations:read"


@dataclass(frozen=True, slots=True)
class Token:
    """A token as it is kept: the hash of its secret, never the secret. ``used_at`` is right to the hour."""

    id: str
    name: str
    digest: str
    scopes: tuple[Scope, ...]
    made_by: str
    made_at: datetime
    ends_at: datetime
    used_at: datetime | None = None
    revoked_at: datetime | None = None

    def holds(self, now: datetime) -> bool:
        """Tell whether it counts now."""
        return self.revoked_at is None and now < self.ends_at


@dataclass(frozen=True, slots=True)
class TokenMade:
    """Another program may ask from here on; what it may do, and until when."""

    token: str
    scopes: tuple[Scope, ...]
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class TokenRevoked:
    """A token counts no more."""

    token: str


TokenEvent = TokenMade | TokenRevoked
