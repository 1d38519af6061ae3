"""Who may do what at a station."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Role(StrEnum):
    """What a person does here; each role may do what the one before it may."""

    OPERATOR = "operator"
    SUPERVISOR = "supervisor"
    MANAGER = "manager"

    def at_least(self, other: "Role") -> bool:
        ranks = list(Role)
        return ranks.index(self) >= ranks.index(other)


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who signs in. The badge identifies, the PIN proves; only hashes are kept."""

    id: str
    name: str
    role: Role
    language: str
    badge_hash: str
    pin_hash: str
    dark: bool = False


@dataclass(frozen=True, slots=True)
class Attempts:
    """Wrong PINs in a row at this station, and until when the person is locked out."""

    failures: int = 0
    locked_until: datetime | None = None

    def locked(self, now: datetime) -> bool:
        return self.locked_until is not None and now < self.locked_until

    def failed(self, now: datetime) -> "Attempts":
        """Count a wrong PIN: five in a row lock for a minute, each further one twice as long."""
        failures = self.failures + 1
        if failures < 5:
            return Attempts(failures)
        minutes = min(2 ** (failures - 5), 60)
        return Attempts(failures, now + timedelta(minutes=minutes))


@dataclass(frozen=True, slots=True)
class Session:
    """One sign-in. ``id`` is the hash of the browser's token."""

    id: str
    person: str
    started_at: datetime
    seen_at: datetime
    ended_at: datetime | None = None

    def alive(self, now: datetime, idle: timedelta, shift: timedelta) -> bool:
        """Tell whether it still counts: not ended, not idle too long, not older than a shift."""
        fresh = now - self.seen_at < idle and now - self.started_at < shift
        return self.ended_at is None and fresh
