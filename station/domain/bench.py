"""The bench: who works at it, what is in hand, what it asks and what it said last."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from station.domain.errors import DomainError, Reason
from station.domain.identifiers import Rma
from station.domain.scanning import Scan


class Tone(StrEnum):
    """How a notice sounds and looks: each has its own sound, icon and colour."""

    QUIET = "quiet"
    GOOD = "good"
    ATTENTION = "attention"
    UNKNOWN = "unknown"
    STOP = "stop"


class Say(StrEnum):
    """What the bench tells a person, beside the refusals of ``errors.Reason``."""

    EXPECTED = "expected"
    OPENED_UNANNOUNCED = "opened_unannounced"
    SKU_AND_BIN = "sku_and_bin"
    MATCHES = "matches"
    THIS_ITEM = "this_item"
    OTHER_IN_HAND = "other_in_hand"
    WRONG_SERIAL = "wrong_serial"
    WRONG_ITEM = "wrong_item"
    ALL_RECEIVED = "all_received"
    ALREADY_BINNED = "already_binned"
    IS_ON_HOLD = "is_on_hold"
    BIN_NOT_ITEM = "bin_not_item"
    NOT_A_BIN = "not_a_bin"
    NOT_THE_SERIAL = "not_the_serial"
    ANSWER_FIRST = "answer_first"
    SCAN_CUT = "scan_cut"
    PHOTO_KEPT = "photo_kept"
    PHOTO_REFUSED = "photo_refused"
    PHOTO_SEEN_BEFORE = "photo_seen_before"
    WEIGHED = "weighed"
    ROUTED = "routed"
    BINNED = "binned"
    HELD = "held"
    HELD_IN = "held_in"
    RELEASED = "released"
    VOIDED = "voided"
    UNDONE = "undone"
    OVERRIDDEN = "overridden"
    RESUMED = "resumed"
    WELCOME = "welcome"
    SUPERVISOR_NEEDED = "supervisor_needed"
    LABEL_ASKED = "label_asked"
    LABEL_WAITS = "label_waits"
    LABEL_MATCHES = "label_matches"
    PLATE_TAKEN_OVER = "plate_taken_over"
    PART_TICKED = "part_ticked"
    PARCEL_OPEN = "parcel_open"
    PARCEL_DONE = "parcel_done"
    PARCEL_CLOSED = "parcel_closed"
    IS_RECALLED = "is_recalled"
    MAY_BE_RECALLED = "may_be_recalled"
    HELD_BY_SIGNAL = "held_by_signal"
    BIN_FULL = "bin_full"
    BIN_MOVED_ON = "bin_moved_on"
    SEEN_AGAIN = "seen_again"
    HAS_MOVED_ON = "has_moved_on"
    AT_WORK = "at_work"
    OVERRIDDEN_AT_DESK = "overridden_at_desk"
    RELEASED_AT_DESK = "released_at_desk"
    SENT_BACK = "sent_back"
    TO_BE_MOVED = "to_be_moved"
    TO_BE_TAKEN_OUT = "to_be_taken_out"
    STAYS_HERE = "stays_here"
    TAKEN_OUT = "taken_out"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Notice:
    """The last thing said: a ``Say`` or a ``Reason`` by value, its tone, and the facts to fill in."""

    say: str
    tone: Tone
    facts: Mapping[str, str] = field(default_factory=dict)


TONES: Mapping[Reason, Tone] = {
    Reason.WRONG_BIN: Tone.STOP,
    Reason.NO_BIN: Tone.STOP,
    Reason.WRONG_LABEL: Tone.STOP,
    Reason.BINS_FULL: Tone.STOP,
    Reason.OWN_WORK: Tone.STOP,
    Reason.SUPERVISOR_DECIDED: Tone.ATTENTION,
    Reason.NOT_ALLOWED: Tone.STOP,
    Reason.LOCKED_OUT: Tone.STOP,
    Reason.SLOW_DOWN: Tone.STOP,
    Reason.OWN_ACCESS: Tone.STOP,
    Reason.LAST_MANAGER: Tone.STOP,
    Reason.DISK_LOW: Tone.STOP,
    Reason.DISK_FULL: Tone.STOP,
    Reason.STORE_FAILED: Tone.STOP,
    Reason.UNKNOWN_CODE: Tone.UNKNOWN,
    Reason.UNKNOWN_BIN: Tone.UNKNOWN,
    Reason.WRONG_CHECK_DIGIT: Tone.UNKNOWN,
    Reason.NOT_NOW: Tone.QUIET,
    Reason.STALE_SCREEN: Tone.QUIET,
    Reason.NOTHING_TO_UNDO: Tone.QUIET,
}


def refusal(error: DomainError) -> Notice:
    """Turn a refusal into what the bench says."""
    return Notice(error.reason.value, TONES.get(error.reason, Tone.ATTENTION), error.facts)


class AskKind(StrEnum):
    """A numbered choice that the bench waits for before anything else."""

    WHICH_LINE = "which_line"
    WHY_UNANNOUNCED = "why_unannounced"
    WRONG_ITEM = "wrong_item"
    IS_SERIAL = "is_serial"
    OTHER_ORDER = "other_order"
    POOR_PHOTO = "poor_photo"
    NO_PHOTO = "no_photo"
    WHY_HOLD = "why_hold"
    GIVE_UP = "give_up"
    RELEASE = "release"
    OVERRIDE_TO = "override_to"
    WHY_OVERRIDE = "why_override"
    SUPERVISOR = "supervisor"
    LINE_DIFFERS = "line_differs"
    EMPTY_BOX = "empty_box"
    WHY_DISPOSAL = "why_disposal"
    DEROGATION = "derogation"
    FINDING = "finding"
    AT_WORK = "at_work"
    MOVE = "move"


@dataclass(frozen=True, slots=True)
class Ask:
    """A choice: its options in the order of the keys 1 to 9, and what it is about."""

    kind: AskKind
    options: tuple[str, ...] = ()
    about: Mapping[str, str] = field(default_factory=dict)

    def option(self, number: int) -> str:
        """Return the option under a key. Raises NO_SUCH_CHOICE."""
        if not 1 <= number <= len(self.options):
            raise DomainError(Reason.NO_SUCH_CHOICE, most=str(len(self.options)))
        return self.options[number - 1]


@dataclass(frozen=True, slots=True)
class Presented:
    """A badge that was scanned and waits for its PIN, or for one chosen in place of a one-time PIN."""

    person: str
    at: datetime
    choosing: bool = False


@dataclass(frozen=True, slots=True)
class Parcel:
    """The return that is being unpacked, and the number on the parcel that was scanned, if one was.

    ``done`` says that every line is accounted for; what else is in the parcel can still be added.
    """

    rma: Rma
    number: str = ""
    done: bool = False


@dataclass(frozen=True, slots=True)
class Bench:
    """The state of the bench beside the inspection itself. ``revision`` counts every change.

    ``stopped_at`` is the wrong bin that was scanned; it stays until the item is put down. ``parcel`` is what
    is being unpacked, from one item to the next. ``lot`` is a gtin and the lot that was scanned with it,
    until the item is put down.
    """

    revision: int = 0
    person: str | None = None
    session: str | None = None
    presented: Presented | None = None
    inspection: str | None = None
    stopped_at: str | None = None
    ask: Ask | None = None
    notice: Notice | None = None
    last_scan: Scan | None = None
    parcel: Parcel | None = None
    lot: tuple[str, str] | None = None

    def says(self, say: Say | Reason, tone: Tone = Tone.GOOD, **facts: str) -> "Bench":
        return replace(self, notice=Notice(say.value, tone, facts))

    def asks(self, kind: AskKind, options: tuple[str, ...] = (), **about: str) -> "Bench":
        return replace(self, ask=Ask(kind, options, about))

    def settled(self) -> "Bench":
        """Drop what was asked and said."""
        return replace(self, ask=None, notice=None)

    def takes(self, inspection: str) -> "Bench":
        """Have an item in hand."""
        return replace(self, inspection=inspection)

    def put_down(self) -> "Bench":
        """Have nothing in hand."""
        return replace(self, inspection=None, ask=None, stopped_at=None, lot=None)

    def locked(self) -> "Bench":
        """Keep the item and the question; nobody is signed in."""
        return replace(self, person=None, session=None, presented=None)
