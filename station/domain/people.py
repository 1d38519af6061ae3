"""Who may do what at a station."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise

# Wrong tries from one bench or address that count for nothing yet; one is forgotten every few minutes.
TRIES, FORGOTTEN_AFTER = 20, timedelta(minutes=3)


class Role(StrEnum):
    """What a person does here; each role may do what the one before it may."""

    OPERATOR = "operator"
    SUPERVISOR = "supervisor"
    MANAGER = "manager"

    def at_least(self, other: "Role") -> bool:
        ranks = list(Role)
        return ranks.index(self) >= ranks.index(other)


class Place(StrEnum):
    """Where a person signed in: at the bench, which one session has, or at a desk or tablet."""

    BENCH = "bench"
    DESK = "desk"


class Neutral(StrEnum):
    """What screens call a person whose name was removed, with the person's count after it."""

    GRADER = "grader"


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who signs in. The badge identifies, the PIN proves; only hashes are kept.

    ``sign_in`` is the number typed at a desk in place of the badge. ``number`` counts people here and names
    the person once the name was removed. ``one_time_until`` says that the PIN was given by somebody else and
    until when it may be exchanged for one of the person's own. ``by_hand`` says that access was set on
    screen: files change it no more.
    """

    id: str
    name: str
    role: Role
    language: str
    badge_hash: str
    pin_hash: str
    dark: bool = False
    number: int = 0
    sign_in: str = ""
    one_time_until: datetime | None = None
    ended_at: datetime | None = None
    removed_at: datetime | None = None
    by_hand: bool = False

    @property
    def may_enter(self) -> bool:
        return self.ended_at is None


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Someone to add: badge secret and PIN in clear, once, to be hashed."""

    id: str
    name: str
    role: Role
    language: str
    badge: str = field(repr=False)
    pin: str = field(repr=False)


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
class Tries:
    """Wrong badges, numbers and PINs from one bench or address, whoever they were for."""

    failures: int = 0
    at: datetime | None = None
    locked_until: datetime | None = None

    def locked(self, now: datetime) -> bool:
        return self.locked_until is not None and now < self.locked_until

    def failed(self, now: datetime) -> "Tries":
        """Count a wrong try: the twentieth locks for a minute, each one more twice as long, to an hour."""
        failures = self._left(now) + 1
        if failures < TRIES:
            return Tries(failures, now)
        minutes = min(2 ** (failures - TRIES), 60)
        return Tries(failures, now, now + timedelta(minutes=minutes))

    def forgiven(self) -> "Tries":
        """Take one back: it was counted before it was known to be right."""
        left = max(0, self.failures - 1)
        return replace(self, failures=left, locked_until=self.locked_until if left >= TRIES else None)

    def _left(self, now: datetime) -> int:
        """Return the failures that still count: those who work here mistype too, all day long."""
        forgotten = (now - self.at) // FORGOTTEN_AFTER if self.at else 0
        return max(0, self.failures - max(0, forgotten))


@dataclass(frozen=True, slots=True)
class Session:
    """One sign-in. ``id`` is the hash of the browser's token."""

    id: str
    person: str
    started_at: datetime
    seen_at: datetime
    ended_at: datetime | None = None
    place: Place = Place.BENCH

    def alive(self, now: datetime, idle: timedelta, shift: timedelta) -> bool:
        """Tell whether it still counts: not ended, not idle too long, not older than a shift."""
        fresh = now - self.seen_at < idle and now - self.started_at < shift
        return self.ended_at is None and fresh

    def ended(self, now: datetime) -> "Session":
        return replace(self, ended_at=self.ended_at or now)


def too_plain(pin: str) -> bool:
    """Tell whether a PIN is among the first that anybody tries: one character, or characters in a row."""
    steps = {ord(after) - ord(before) for before, after in pairwise(pin)}
    return len(set(pin)) <= 2 or steps in ({1}, {-1})
