"""What a supervisor decides of an inspection at the desk, and what that asks of the bench."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from station.domain.auditing.overrides import Override, OverrideReason
from station.domain.auditing.queue import Queued, Standing, Why
from station.domain.disposition import Disposition
from station.domain.grading import Grade
from station.domain.identifiers import BinCode, Lpn
from station.domain.inspection import Inspection, State
from station.domain.policy import Remedy
from station.domain.texts import Texts


class Decision(StrEnum):
    """What a supervisor can do with an item at the desk. The order is the order of the keys."""

    CONFIRM = "confirm"
    OVERRIDE = "override"
    SEND_BACK = "send_back"
    RELEASE = "release"
    KEEP_HOLD = "keep_hold"


class Audited(StrEnum):
    """What has become of an inspection by audits, by what they asked of the bench, and before them."""

    HELD = "held"
    CONFIRMED = "confirmed"
    OVERRIDDEN = "overridden"
    SENT_BACK = "sent_back"
    RELEASED = "released"
    HOLD_KEPT = "hold_kept"
    TAKEN_OUT = "taken_out"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Change:
    """What an override changes; None leaves it as it is. ``note`` is in the supervisor's own words."""

    reason: OverrideReason
    grade: Grade | None = None
    remedy: Remedy | None = None
    disposition: Disposition | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Audit:
    """One line of an inspection's audits. ``entry`` is its number in the journal, ``note`` the commitment
    of what was written, ``seconds`` how long the item was open at the desk; ``facts`` are the bins."""

    entry: int
    inspection: str
    lpn: Lpn
    what: Audited
    by: str
    at: datetime
    whys: tuple[Why, ...] = ()
    seconds: float = 0.0
    note: str = ""
    override: Override | None = None
    facts: Mapping[str, str] = field(default_factory=dict)


class ErrandKind(StrEnum):
    """What the desk asks of the bench: put an item elsewhere, take it in hand, inspect it again."""

    MOVE = "move"
    TAKE_UP = "take_up"
    INSPECT_AGAIN = "inspect_again"


@dataclass(frozen=True, slots=True)
class Errand:
    """What waits at the bench for the scan of a licence plate. ``was`` is the bin that the item lies in and
    ``to`` the one it belongs in, for a move; ``note`` is a commitment, empty where nothing was written."""

    inspection: str
    lpn: Lpn
    kind: ErrandKind
    name: Texts
    by: str
    at: datetime
    was: BinCode | None = None
    to: BinCode | None = None
    note: str = ""


# What can be done with an item by where it stands.
_BY_STATE: Mapping[State, tuple[Decision, ...]] = {
    State.ROUTED: (Decision.CONFIRM, Decision.OVERRIDE),
    State.BINNED: (Decision.CONFIRM, Decision.OVERRIDE, Decision.SEND_BACK),
    State.HELD: (Decision.OVERRIDE, Decision.RELEASE, Decision.KEEP_HOLD),
}


def decisions(known: Inspection, queued: Queued, latest: bool) -> tuple[Decision, ...]:
    """List what can be decided of an inspection now; of an earlier one of its plate only that it was right.

    A hold that was kept can still be ended.
    """
    kept = queued.standing is Standing.KEPT and known.state is State.HELD
    if queued.standing.over and not kept:
        return ()
    fitting = _BY_STATE.get(known.state, ())
    without = {Decision.KEEP_HOLD} if kept else set()
    without |= {Decision.OVERRIDE} if known.route is None else set()
    without |= {Decision.OVERRIDE, Decision.SEND_BACK} if not latest else set()
    return tuple(each for each in fitting if each not in without)


def graders(known: Inspection) -> set[str]:
    """Return everyone whose work is in an inspection: nobody audits their own."""
    answered, photographed = {a.by for a in known.answers}, {p.taken_by for p in known.photos}
    closed = {known.closed_by} if known.closed_by else set()
    return answered | photographed | closed | {known.opened_by}


def authors(known: Inspection) -> set[str]:
    """Return everyone whose work or word is in an inspection: none of them audits it."""
    said = {known.override.by} if known.override else set()
    found = {signal.by for signal in known.signals if signal.by}
    return graders(known) | said | found | set(known.released_by)


class Course(StrEnum):
    """A step in an inspection's own course, for its time line."""

    OPENED = "opened"
    ANSWERED = "answered"
    PHOTOGRAPHED = "photographed"
    WEIGHED = "weighed"
    NOTICED = "noticed"
    SETTLED = "settled"
    OVERRIDDEN_AT_BENCH = "overridden_at_bench"
    HELD = "held"
    CLOSED = "closed"
