"""Signals: what does not add up. A signal asks for a supervisor; it never refuses by itself."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum


class SignalKind(StrEnum):
    """What was noticed."""

    SERIAL_SWAPPED = "serial_swapped"
    EMPTY_BOX = "empty_box"
    OTHER_ORDER = "other_order"
    CUSTOMER_ABOVE_NORM = "customer_above_norm"
    ADDRESS_ABOVE_NORM = "address_above_norm"
    WEIGHT_OFF = "weight_off"
    PHOTO_SEEN_BEFORE = "photo_seen_before"


class Finding(StrEnum):
    """What a supervisor found a signal to be. The order is the order of the keys."""

    CONFIRMED = "confirmed"
    UNFOUNDED = "unfounded"


@dataclass(frozen=True, slots=True)
class Signal:
    """Something noticed, with what was seen as plain facts; nothing personal is among them.

    ``finding`` is what a supervisor, ``by``, found it to be; None while nobody has.
    """

    kind: SignalKind
    at: datetime
    seen: Mapping[str, str] = field(default_factory=dict)
    finding: Finding | None = None
    by: str = ""


@dataclass(frozen=True, slots=True)
class SignalRules:
    """When something is noticed: a weight off by more than a share and grams, more returns of one
    sender in so many days than so many times the norm, and never fewer than ``sender_least``."""

    version: int
    weight_percent: Decimal = Decimal(15)
    weight_grams: int = 30
    sender_days: int = 90
    sender_times_norm: Decimal = Decimal(4)
    sender_least: int = 6
    off: tuple[SignalKind, ...] = ()


# Fewer settled signals than these say nothing of how often a kind is right.
ENOUGH = 10


@dataclass(frozen=True, slots=True)
class Precision:
    """How often a kind of signal was right: of those that a supervisor settled."""

    kind: SignalKind
    confirmed: int
    unfounded: int
    open: int

    @property
    def settled(self) -> int:
        return self.confirmed + self.unfounded

    @property
    def share(self) -> float | None:
        """Return the share that was right, None where too few were settled to tell."""
        return self.confirmed / self.settled if self.settled >= ENOUGH else None


# A kind, and what was seen of it.
Noticed = tuple[SignalKind, Mapping[str, str]]
Signals = tuple[Signal, ...]


def unsettled(signals: Signals) -> Signals:
    """List the signals that wait for a supervisor."""
    return tuple(signal for signal in signals if signal.finding is None)


def finding_of(signals: Signals, kind: SignalKind) -> Finding | None:
    """Return what a supervisor found of a kind of signal, None where nobody has, or there is none."""
    return next((signal.finding for signal in signals if signal.kind is kind), None)


# Kinds that are about how an item came, whatever becomes of it afterwards.
OF_ARRIVAL = frozenset(SignalKind) - {SignalKind.WEIGHT_OFF, SignalKind.PHOTO_SEEN_BEFORE}


def carried(signals: Signals) -> Signals:
    """List what a later inspection of the same item knows: what was settled of how it came."""
    return tuple(signal for signal in signals if signal.finding and signal.kind in OF_ARRIVAL)


def noted(signals: Signals, rules: SignalRules, noticed: Noticed, at: datetime) -> Signals:
    """Add a signal, once for each kind. A kind that is switched off, or was settled, changes nothing.

    Seen again otherwise, what was seen last stands.
    """
    kind, seen = noticed
    known = next((signal for signal in signals if signal.kind is kind), None)
    if kind in rules.off or (known and (known.finding or known.seen == seen)):
        return signals
    others = tuple(signal for signal in signals if signal is not known)
    return (*others, Signal(kind, at, seen))


def settled(signals: Signals, findings: Mapping[SignalKind, Finding], by: str) -> Signals:
    """Write down what a supervisor found of the signals that waited."""
    return tuple(
        replace(signal, finding=findings[signal.kind], by=by)
        if signal.finding is None and signal.kind in findings
        else signal
        for signal in signals
    )


# What is looked at -------------------------------------------------------------------------------


def weight_off(rules: SignalRules, measured: float, known: int | None) -> Noticed | None:
    """Compare what the scale says with the catalogue, in grams: off by more than both limits is too much."""
    if not known:
        return None
    off = abs(Decimal(str(measured)) - known)
    if off <= rules.weight_grams or off * 100 <= rules.weight_percent * known:
        return None
    return SignalKind.WEIGHT_OFF, {"measured": f"{measured:g}", "known": str(known)}


def above_norm(rules: SignalRules, kind: SignalKind, count: int, norm: float) -> Noticed | None:
    """Compare the returns of one sender with the mean of all senders in the same days."""
    if count < rules.sender_least or Decimal(count) <= rules.sender_times_norm * Decimal(str(norm)):
        return None
    return kind, {"count": str(count), "norm": f"{norm:.1f}", "days": str(rules.sender_days)}


# Kinds that follow from what is known of the item, and go again if that changes before anyone settled them.
FOLLOWING = (SignalKind.SERIAL_SWAPPED, SignalKind.WEIGHT_OFF, SignalKind.PHOTO_SEEN_BEFORE)


def following(signals: Signals, rules: SignalRules, noticed: Iterator[Noticed], at: datetime) -> Signals:
    """Bring the signals that follow from the item up to date; those settled or of other kinds stay.

    A kind that was switched off meanwhile waits for nobody any more.
    """
    now = dict(noticed)
    still = (set(SignalKind) - set(FOLLOWING) | set(now)) - set(rules.off)
    kept = tuple(s for s in signals if s.finding or s.kind in still)
    for each in now.items():
        kept = noted(kept, rules, each, at)
    return kept
