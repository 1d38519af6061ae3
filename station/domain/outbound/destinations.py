"""Who hears of what: a destination, how far it was told, and what becomes of it after each answer."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from station.domain.outbound.messages import STOCK, MessageType
from station.domain.sync.backoff import pause

# After so many refusals of one message it is parked, and the next one goes on.
TRIES = 5
# A destination that refused so many messages in a row refuses everything: it is the one to be mended.
PARKED_IN_A_ROW = 3
BOTH_SIGN = timedelta(days=1)
LONGEST_SAID = 400
# So long a destination is one process's own, where several work side by side.
AT_WORK = timedelta(minutes=2)


class DestinationKind(StrEnum):
    """How a destination is spoken to. The order is that of the form."""

    WEBHOOK = "webhook"
    STOCK = "stock"
    EPCIS = "epcis"
    SHOPIFY = "shopify"
    LOOP = "loop"


# Those that get messages signed; the others are told by who holds their key.
SIGNED = frozenset({DestinationKind.WEBHOOK, DestinationKind.STOCK})


class OffBecause(StrEnum):
    """Why a destination is told nothing."""

    ASKED = "asked"
    GONE = "gone"


class Failure(StrEnum):
    """Why a message did not arrive."""

    NOT_ALLOWED = "not_allowed"
    UNKNOWN_HOST = "unknown_host"
    NO_CONNECTION = "no_connection"
    BAD_CERTIFICATE = "bad_certificate"
    TOO_SLOW = "too_slow"
    BROKEN_OFF = "broken_off"
    REDIRECTED = "redirected"
    REFUSED = "refused"
    BUSY = "busy"
    GONE = "gone"
    CANNOT_BE_TOLD = "cannot_be_told"


# These are about the message itself. All others are about the way there: the message is good and waits.
COUNTS = frozenset({Failure.REFUSED, Failure.CANNOT_BE_TOLD})


class Standing(StrEnum):
    """How a destination is, in one word."""

    TOLD = "told"
    WAITS = "waits"
    FAILING = "failing"
    PARKED = "parked"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Destination:
    """Another system. ``types`` are what it is told, empty for everything of its kind. ``key`` is what it
    asks for in a header; ``secret`` signs, and ``secret_before`` does too until ``before_until``."""

    id: str
    kind: DestinationKind
    name: str
    url: str
    types: tuple[MessageType, ...] = ()
    secret: str = field(default="", repr=False)
    secret_before: str = field(default="", repr=False)
    before_until: datetime | None = None
    key: str = field(default="", repr=False)
    off: OffBecause | None = None
    created_by: str = ""
    created_at: datetime | None = None

    def wants(self, type_: str) -> bool:
        of_kind = type_ in STOCK if self.kind is DestinationKind.STOCK else True
        return of_kind and (not self.types or type_ in self.types)

    def secrets(self, now: datetime) -> tuple[str, ...]:
        """Return the secrets that sign now, the newest first."""
        both = self.secret_before and self.before_until and now < self.before_until
        return (self.secret, self.secret_before) if both else (self.secret,)

    def renewed(self, secret: str, now: datetime) -> "Destination":
        """Sign by another secret from now on, and for a day by the one before, too."""
        return replace(self, secret=secret, secret_before=self.secret, before_until=now + BOTH_SIGN)


@dataclass(frozen=True, slots=True)
class Track:
    """How far a destination was told: all entries up to ``cursor``, and ``part`` messages of the next one.

    The main track has the destination's own id and no end; a replay ends after ``upto``, and tells only what
    happened from ``since`` to ``until``, where that is said (times with offsets). ``attempts`` count failures
    in a row, ``refusals`` those of the message at hand. ``worker`` is the process that has it.
    """

    id: str
    destination: str
    cursor: int
    part: int = 0
    upto: int | None = None
    since: str = ""
    until: str = ""
    attempts: int = 0
    refusals: int = 0
    parked_in_row: int = 0
    due: datetime | None = None
    failure: Failure | None = None
    said: str = ""
    failed_at: datetime | None = None
    failing_since: datetime | None = None
    told_at: datetime | None = None
    worker: str = ""
    worked_until: datetime | None = None

    @property
    def replays(self) -> bool:
        return self.id != self.destination

    @property
    def is_over(self) -> bool:
        return self.upto is not None and self.cursor >= self.upto

    def taken_by_other(self, worker: str, now: datetime) -> bool:
        """Tell whether another process of central is at it; one that died has lost it soon."""
        return bool(self.worked_until and self.worker != worker and now < self.worked_until <= now + AT_WORK)

    def at(self, cursor: int, part: int = 0) -> "Track":
        """Go on to a place; what failed before it does not count any more."""
        return replace(self, cursor=cursor, part=part, refusals=0)


@dataclass(frozen=True, slots=True)
class Failed:
    """How a message failed: what was answered, if anything was, and after how many seconds to come back."""

    why: Failure
    said: str = ""
    status: int = 0
    retry_after: float | None = None


@dataclass(frozen=True, slots=True)
class Parked:
    """A message that was refused again and again. ``again`` says that somebody wants it tried once more."""

    destination: str
    id: str
    type: str
    number: int
    part: int
    at: datetime
    failure: Failure
    status: int
    said: str
    tries: int
    again: bool = False


def arrived(track: Track, now: datetime) -> Track:
    """A message arrived: nothing is failing any more."""
    good = replace(track, attempts=0, refusals=0, parked_in_row=0, due=None, failing_since=None)
    return replace(good, failure=None, said="", told_at=now)


def failed(track: Track, how: Failed, now: datetime, share: float) -> Track:
    """A message did not arrive: when to try next. ``share`` is drawn evenly from 0 to 1."""
    attempts = track.attempts + 1
    seconds = pause(attempts, share, how.retry_after)
    return replace(
        track,
        attempts=attempts,
        refusals=track.refusals + (how.why in COUNTS),
        due=now + timedelta(seconds=seconds),
        failure=how.why,
        said=how.said[:LONGEST_SAID],
        failed_at=now,
        failing_since=track.failing_since or now,
    )


def is_poison(track: Track) -> bool:
    """Tell whether a message has been refused so often that the next one shall go on.

    Not where everything was refused lately: then the destination is wrong, and not each of its messages.
    """
    return track.refusals >= TRIES and track.parked_in_row < PARKED_IN_A_ROW


def parked(track: Track) -> Track:
    """Go on behind a message that was parked, at once."""
    good = replace(track, part=track.part + 1, refusals=0, attempts=0, due=None, failing_since=None)
    return replace(good, parked_in_row=track.parked_in_row + 1, failure=None, said="")


def standing(destination: Destination, track: Track, head: int, parked_count: int) -> Standing:
    """Say how a destination is; what is wrong comes before what waits."""
    if destination.off:
        return Standing.OFF
    if track.failure:
        return Standing.FAILING
    if parked_count:
        return Standing.PARKED
    return Standing.WAITS if track.cursor < head else Standing.TOLD
