"""Where a station stands with a destination: what is there, what failed, what was set aside. All is kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from station.domain.sync.backoff import pause
from station.domain.sync.messages import Refusal

# The one destination that is shipped to by the journal's own protocol.
CENTRAL = "central"
# What cuts the line so often, alone among all else that goes through, is set aside.
STUCK_AFTER = 5
# One mark a day; those of more than a year ago say nothing that a later one does not.
MOST_MARKS = 400


class Stuck(StrEnum):
    """Why something was set aside at the station itself. Each has a sentence on screen in every language."""

    MISSING = "missing"
    CHANGED = "changed"
    CUTS_OFF = "cuts_off"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where shipping stands. ``size`` entries are at central, and with them the photos that they name.

    ``turn`` is shown at the next opening. ``contact`` is when central answered last, ``failing_since`` the
    first failure after that, ``due`` when the next try may be. ``stopped`` is why nothing is sent until
    somebody has done something. ``stuck`` is what the line was cut at last, and how often in a row. ``marks``
    say how many entries were at central by the end of a day (ISO); of the first ``pruned`` no photo is here
    any more that could go.
    """

    size: int = 0
    turn: str = ""
    contact: datetime | None = None
    attempts: int = 0
    failing_since: datetime | None = None
    due: datetime | None = None
    error: str = ""
    stopped: Refusal | None = None
    stopped_at: datetime | None = None
    stuck: str = ""
    stuck_times: int = 0
    pruned: int = 0
    marks: Mapping[str, int] = field(default_factory=dict)

    @property
    def in_touch(self) -> bool:
        return self.contact is not None and self.attempts == 0 and self.stopped is None


@dataclass(frozen=True, slots=True)
class Parked:
    """One entry, or one photo and the first entry that names it, that did not get through. None waits for it.

    ``why`` is a Refusal's or a Stuck's value, ``said`` for the log; ``again`` says that somebody asked for
    another try.
    """

    id: str
    seq: int
    sha256: str
    why: str
    since: datetime
    tries: int = 1
    said: str = ""
    again: bool = False


def entry_id(seq: int) -> str:
    return f"entry-{seq}"


def photo_id(sha256: str) -> str:
    return f"photo-{sha256}"


def why_of(parked: Parked) -> Refusal | Stuck:
    """Return why something is parked; what a later version wrote counts as cut off."""
    for kind in (Refusal, Stuck):
        if parked.why in set(kind):
            return kind(parked.why)
    return Stuck.CUTS_OFF


def reached(known: Standing, size: int, now: datetime) -> Standing:
    """Central has so many entries, and every photo that they name but for parked ones.

    What central lost is shipped again: its size may be less than it was.
    """
    marks = {day: min(at, size) for day, at in known.marks.items()}
    marks[now.date().isoformat()] = size
    kept = dict(sorted(marks.items())[-MOST_MARKS:])
    met = in_contact(known, now)
    return replace(met, size=size, marks=kept, stuck="", stuck_times=0)


def opened(known: Standing, turn: str, size: int, now: datetime) -> Standing:
    """Central let the station in, gave it its next turn and said how far it is; it may have lost some.

    Where it has more than it said that it took, that is sent again, for it to compare: an answer got lost, or
    a copy of this station sent something else.
    """
    marks = {day: min(at, size) for day, at in known.marks.items()}
    let_in = replace(known, contact=now, turn=turn, size=min(size, known.size), marks=marks)
    said = "" if known.stopped else known.error  # other failures count until something went through
    return replace(let_in, stopped=None, stopped_at=None, error=said)


def in_contact(known: Standing, now: datetime) -> Standing:
    return replace(known, contact=now, attempts=0, failing_since=None, due=None, error="")


def failed(known: Standing, said: str, now: datetime, share: float, asked: float | None = None) -> Standing:
    """Nothing came through; try again after a pause. ``share`` is drawn evenly from 0 to 1."""
    attempts = known.attempts + 1
    due = now + timedelta(seconds=pause(attempts, share, asked))
    since = known.failing_since or now
    return replace(known, attempts=attempts, failing_since=since, due=due, error=said)


def cut_at(known: Standing, what: str) -> Standing:
    """Remember at what the line was cut, and how often in a row at the same."""
    return replace(known, stuck=what, stuck_times=known.stuck_times + 1 if known.stuck == what else 1)


def stopped(known: Standing, why: Refusal, said: str, now: datetime) -> Standing:
    """Send nothing until somebody has done something about it."""
    since = known.stopped_at if known.stopped is why else now
    return replace(known, stopped=why, stopped_at=since, contact=now, error=said, due=None)


def at_central_since(known: Standing, day: date) -> int:
    """Return how many entries were at central on a day or before."""
    wanted = day.isoformat()
    return max((size for on, size in known.marks.items() if on <= wanted), default=0)
