"""Signals: what does not add up. A signal asks for a supervisor; it never refuses by itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field
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
    """What a supervisor found a signal to be."""

    CONFIRMED = "confirmed"
    UNFOUNDED = "unfounded"


@dataclass(frozen=True, slots=True)
class Signal:
    """Something noticed, with what was seen as plain facts; nothing personal is among them."""

    kind: SignalKind
    at: datetime
    seen: Mapping[str, str] = field(default_factory=dict)
    finding: Finding | None = None


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


@dataclass(frozen=True, slots=True)
class Precision:
    """How often a kind of signal was right: of those that a supervisor settled."""

    kind: SignalKind
    confirmed: int
    unfounded: int
    open: int
