"""A station as central knows it: its keys, its turns, why it was stopped, and what it said of itself."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from station.domain.proof.signed_note import VerifierKey, read_key
from station.domain.sync.messages import Health, Refusal

# The key of today and the one before it sign together.
KEYS = 2
# What a station mends by itself; the rest waits for somebody at central.
_MENDED_THERE = (None, Refusal.RESTORED, Refusal.FORKED)


@dataclass(frozen=True, slots=True)
class Known:
    """A station, under its id.

    ``keys`` are its verifier keys (C2SP), the present one first. ``turn`` is what it has to show next,
    ``turn_before`` what it may show when the last answer did not reach it; with ``any_turn`` it may show
    what it has. ``stopped`` is why nothing is taken from it, ``stopped_turn`` what it showed then.
    ``challenged_us`` is when the challenge was made by which it opened last, in microseconds; ``size`` is how
    many entries its journal had then.
    """

    station: str
    name: str
    keys: tuple[str, ...]
    enrolled_at: datetime
    revoked_at: datetime | None = None
    stopped: Refusal | None = None
    stopped_at: datetime | None = None
    stopped_turn: str = ""
    said: str = ""
    turn: str = ""
    turn_before: str = ""
    any_turn: bool = True
    challenged_us: int = 0
    opened_at: datetime | None = None
    size: int = 0
    health: Health = field(default_factory=Health)

    @property
    def verifiers(self) -> tuple[VerifierKey, ...]:
        return tuple(read_key(key) for key in self.keys)


@dataclass(frozen=True, slots=True)
class Code:
    """A one-time code: for which station, empty for any new one; who made it, and which key used it."""

    station: str
    by: str
    until: datetime
    used_by: str = ""


def judge(known: Known, turn: str, size: int, has: int) -> Refusal | None:
    """Tell why a station that shows this turn and has ``size`` entries is not let in; None where it is.

    Each opening gives a new turn, so that of two with one key only one has the turn of today; whoever has
    fewer entries than central came back from a backup. That one fetches what it lacks and comes again with
    the turn it showed then; whoever comes with another is a second one. A journal that forked is mended at
    the station as well: one that is not is found again by its next entry.
    """
    if known.stopped not in _MENDED_THERE:
        return known.stopped
    if size < has:
        return Refusal.RESTORED
    if known.stopped is Refusal.RESTORED:
        return None if turn == known.stopped_turn else Refusal.CLONED
    in_turn = known.any_turn or turn in (known.turn, known.turn_before)
    return None if in_turn else Refusal.CLONED


def opened(
    known: Known, shown: str, turn: str, challenged_us: int, health: Health, size: int, now: datetime
) -> Known:
    """The station was let in, and gets the next turn."""
    return replace(
        going_on(known),
        turn=turn,
        turn_before=shown,
        any_turn=False,
        challenged_us=challenged_us,
        health=health,
        opened_at=now,
        size=size,
    )


def going_on(known: Known) -> Known:
    """Nothing stops it any more."""
    return replace(known, stopped=None, stopped_at=None, stopped_turn="", said="")


def stopped(known: Known, why: Refusal, said: str, turn: str, now: datetime) -> Known:
    """Take nothing from it until somebody, or its own healing, has done something."""
    since = known.stopped_at if known.stopped is why else now
    return replace(known, stopped=why, stopped_at=since, said=said, stopped_turn=turn)


def let_back(known: Known) -> Known:
    """Somebody decided that it may go on, with whatever turn it has."""
    return replace(going_on(known), any_turn=True, revoked_at=None)


def rotated(known: Known, key: str, was: str) -> Known:
    """Its journal, signed with a key that is known, names another key that signs from here on."""
    if was not in known.keys or key in known.keys:
        return known
    return replace(known, keys=(key, *known.keys)[:KEYS])
