"""How a station is, seen from central: what somebody has to know or to do about it, the most urgent first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from station.domain.printing import PrinterState
from station.domain.sync.known import Known
from station.domain.sync.messages import Refusal

# A station asks for news every half a minute; one that was not heard of for so long has lost its way here.
SILENT_AFTER = timedelta(minutes=10)
# Codes, sessions and days go wrong from about here on. Order never does: it is by number, not by clock.
CLOCK_OFF = timedelta(minutes=2)
# A batch or two is what is always on its way.
LATE_FROM = 100


class Condition(StrEnum):
    """What is to be said of a station. Each has a sentence, and where something can be done, what."""

    CLONED = "cloned"
    FORKED = "forked"
    RESTORED = "restored"
    STOPPED = "stopped"
    REVOKED = "revoked"
    SILENT = "silent"
    NEVER = "never"
    PARKED_HERE = "parked_here"
    PARKED_THERE = "parked_there"
    CLOCK_OFF = "clock_off"
    DEVICES = "devices"
    LATE = "late"
    FINE = "fine"


class Urgency(StrEnum):
    """How loud it is said: somebody has to act now, somebody should look, it is by design, all is well."""

    NOW = "now"
    SOON = "soon"
    QUIET = "quiet"
    WELL = "well"


URGENCIES = {
    Condition.CLONED: Urgency.NOW,
    Condition.FORKED: Urgency.NOW,
    Condition.RESTORED: Urgency.NOW,
    Condition.STOPPED: Urgency.NOW,
    Condition.REVOKED: Urgency.QUIET,
    Condition.SILENT: Urgency.SOON,
    Condition.NEVER: Urgency.QUIET,
    Condition.PARKED_HERE: Urgency.SOON,
    Condition.PARKED_THERE: Urgency.SOON,
    Condition.CLOCK_OFF: Urgency.SOON,
    Condition.DEVICES: Urgency.SOON,
    Condition.LATE: Urgency.QUIET,
    Condition.FINE: Urgency.WELL,
}

_STOPPED_BY = {
    Refusal.CLONED: Condition.CLONED,
    Refusal.FORKED: Condition.FORKED,
    Refusal.WRONG_HEAD: Condition.FORKED,
    Refusal.RESTORED: Condition.RESTORED,
}
# Who is not in touch is behind, and does not catch up by itself: that is said already.
_OUT_OF_TOUCH = frozenset({*_STOPPED_BY.values(), Condition.STOPPED, Condition.SILENT, Condition.NEVER})
# What a device says of itself that somebody has to see to.
TROUBLE = frozenset(
    {"absent", "busy", "frozen", "silent", *(state.value for state in PrinterState if state.in_trouble)}
)


@dataclass(frozen=True, slots=True)
class Standing:
    """What central knows of one station now.

    ``records`` and ``photos`` wait there by what it said when it opened the way last; ``refused`` entries
    and ``unworked`` ones lie at central, not taken and not worked in.
    """

    known: Known
    contact: datetime | None
    size: int
    records: int
    photos: int
    refused: int
    unworked: int
    clock: timedelta | None

    @property
    def parked_here(self) -> int:
        return self.refused + self.unworked


def lag(known: Known, size: int) -> tuple[int, int]:
    """Return how many records and photos wait at a station, once ``size`` entries are here.

    Photos come before the entries that name them: once no entry waits, no photo does.
    """
    records = max(0, known.size - size)
    return records, known.health.photos_waiting if records else 0


def clock_difference(known: Known) -> timedelta | None:
    """Return by how much a station's clock was ahead of central's; None where it never said."""
    try:
        theirs = datetime.fromisoformat(known.health.at)
        return theirs - known.opened_at if known.opened_at else None
    except (ValueError, TypeError, OverflowError):  # a clock of another kind says nothing here
        return None


def conditions(standing: Standing, now: datetime) -> tuple[Condition, ...]:
    """Say how a station is, the most urgent first; what was revoked is revoked and nothing else."""
    if standing.known.revoked_at is not None:
        return (Condition.REVOKED,)
    found = set(_found(standing, now))
    if found & _OUT_OF_TOUCH:
        found.discard(Condition.LATE)
    return tuple(each for each in Condition if each in found) or (Condition.FINE,)


def _found(standing: Standing, now: datetime) -> Iterator[Condition]:
    known = standing.known
    if known.stopped is not None:
        yield _STOPPED_BY.get(known.stopped, Condition.STOPPED)
    if known.opened_at is None:
        yield Condition.NEVER
    elif standing.contact is None or now - standing.contact > SILENT_AFTER:
        yield Condition.SILENT
    yield from _of_what_it_said(standing)


def _of_what_it_said(standing: Standing) -> Iterator[Condition]:
    health = standing.known.health
    if standing.parked_here:
        yield Condition.PARKED_HERE
    if health.parked:
        yield Condition.PARKED_THERE
    if standing.clock is not None and abs(standing.clock) > CLOCK_OFF:
        yield Condition.CLOCK_OFF
    if TROUBLE.intersection(health.devices.values()):
        yield Condition.DEVICES
    if standing.records >= LATE_FROM:
        yield Condition.LATE
