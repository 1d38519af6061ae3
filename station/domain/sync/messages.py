"""What a station and central say to each other. ``docs/sync.md`` has the protocol around it.

All of it goes over the wire as JSON with these names; bytes (leaves, signatures) as base64 there.
A field that is not known is passed over, one that is missing has its default: N-2 versions are understood.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

# The version of what is said here. Central takes this one and the two before it.
PROTOCOL = 1
OLDEST_PROTOCOL = 1
BATCH = 50


class Refusal(StrEnum):
    """Why central says no. Each has a sentence on screen in every language."""

    UNKNOWN_STATION = "unknown_station"
    WRONG_CODE = "wrong_code"
    REVOKED = "revoked"
    WRONG_SIGNATURE = "wrong_signature"
    SIGN_IN_AGAIN = "sign_in_again"
    CLONED = "cloned"
    RESTORED = "restored"
    FORKED = "forked"
    GAP = "gap"
    PHOTOS_FIRST = "photos_first"
    OTHER_STATION = "other_station"
    OTHER_CONTENT = "other_content"
    NOT_AN_ENTRY = "not_an_entry"
    WRONG_BYTES = "wrong_bytes"
    NOT_A_PHOTO = "not_a_photo"
    TOO_LARGE = "too_large"
    WRONG_HEAD = "wrong_head"
    PROTOCOL_TOO_OLD = "protocol_too_old"
    PROTOCOL_TOO_NEW = "protocol_too_new"
    BUSY = "busy"
    STORE_FAILED = "store_failed"


# A station that hears one of these stops shipping until a person has done something about it.
STOPS = frozenset(
    {Refusal.UNKNOWN_STATION, Refusal.REVOKED, Refusal.CLONED, Refusal.RESTORED, Refusal.FORKED,
     Refusal.WRONG_HEAD, Refusal.PROTOCOL_TOO_OLD, Refusal.PROTOCOL_TOO_NEW, Refusal.WRONG_SIGNATURE}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A station asks to be known: one-time code, its id and name, and the verifier key (C2SP) it made."""

    code: str
    station: str
    name: str
    key: str
    version: str = ""
    protocol: int = PROTOCOL


@dataclass(frozen=True, slots=True)
class Enrolled:
    """Central's answer: its own name and key, by which the station knows what central signs."""

    central: str
    key: str


@dataclass(frozen=True, slots=True)
class Health:
    """How a station says it is: versions it runs, devices by name, what waits and what is parked."""

    version: str = ""
    protocol: int = PROTOCOL
    devices: Mapping[str, str] = field(default_factory=dict)
    rules: Mapping[str, int] = field(default_factory=dict)
    records_waiting: int = 0
    photos_waiting: int = 0
    parked: int = 0
    disk_free: int = 0
    taken: int = 0
    at: str = ""


@dataclass(frozen=True, slots=True)
class Opening:
    """A station signs in: central's challenge, signed by the station's key, and the turn it was given last.

    ``size`` is how many entries its journal has. The clock of neither side counts in this.
    """

    station: str
    challenge: str
    signature: str
    turn: str
    size: int
    health: Health = field(default_factory=Health)


@dataclass(frozen=True, slots=True)
class Opened:
    """A station is known: a token for a while, the turn to show next time, and how far central is.

    ``size`` is the number of entries central has of it; ``feed`` the number of central's newest decision.
    """

    token: str
    seconds: int
    turn: str
    size: int
    feed: int


@dataclass(frozen=True, slots=True)
class Batch:
    """Entries in order: the number of the first, each as canonical text, and the signed head over the last.

    ``beside`` is what entries name by a commitment and the journal does not hold: salt (base64) and text.
    ``absent`` are photos that entries name and the station has no more, or cannot ship.
    """

    first: int
    entries: tuple[str, ...]
    note: str = ""
    beside: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    absent: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ParkedEntry:
    """One entry, or one photo, that central did not take, and why: the station parks it, and goes on."""

    why: Refusal
    seq: int = 0
    id: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What central has after a batch; the station goes on from there. ``cosigned`` has both signatures."""

    size: int
    feed: int
    parked: tuple[ParkedEntry, ...] = ()
    cosigned: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """Which of the photos that were asked for central has, and how many bytes of those it has in part."""

    have: tuple[str, ...]
    partly: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Decided:
    """One entry of central's journal for stations: its canonical text, and what it names and does not hold.

    ``beside`` is JSON by name: the person, the note, whatever the entry's kind needs and must be removable.
    """

    seq: int
    entry: str
    beside: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Feed:
    """Decisions after a number, in order, and up to which number all that concern stations are here."""

    upto: int
    decided: tuple[Decided, ...] = ()
