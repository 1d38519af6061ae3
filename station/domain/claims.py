"""Claims for damage or loss, against the carrier, the vendor or the marketplace, each with its deadline."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from station.domain.errors import DomainError, Reason
from station.domain.identifiers import Lpn, Rma


class ClaimKind(StrEnum):
    """Against whom."""

    CARRIER = "carrier"
    VENDOR = "vendor"
    MARKETPLACE = "marketplace"


class ClaimReason(StrEnum):
    """What for."""

    DAMAGED = "damaged"
    LOST = "lost"
    INCOMPLETE = "incomplete"
    WRONG_ITEM = "wrong_item"
    DEFECTIVE = "defective"
    ABUSED = "abused"
    OTHER = "other"


class ClaimState(StrEnum):
    """How a claim stands."""

    OPEN = "open"
    SENT = "sent"
    SETTLED = "settled"
    REFUSED = "refused"
    DROPPED = "dropped"

    @property
    def over(self) -> bool:
        return self in (ClaimState.SETTLED, ClaimState.REFUSED, ClaimState.DROPPED)


# What can become of a claim, by how it stands.
NEXT: dict[ClaimState, tuple[ClaimState, ...]] = {
    ClaimState.OPEN: (ClaimState.SENT, ClaimState.DROPPED),
    ClaimState.SENT: (ClaimState.SETTLED, ClaimState.REFUSED, ClaimState.DROPPED),
}


class Urgency(StrEnum):
    """How near the deadline of a claim is that was not sent yet, the most urgent first."""

    OVERDUE = "overdue"
    SOON = "soon"
    IN_TIME = "in_time"


@dataclass(frozen=True, slots=True)
class ClaimDays:
    """Within how many days a claim has to be sent, by whom it is against, counted from the day on which the
    damage was known; and how many days before that it becomes urgent.

    Seven days to the carrier are what CMR, article 30 (1), leaves for damage that cannot be seen from
    outside; the others are customary. What counts is the site's contracts.
    """

    carrier: int = 7
    vendor: int = 30
    marketplace: int = 30
    soon: int = 3

    def of(self, kind: ClaimKind) -> int:
        return {
            ClaimKind.CARRIER: self.carrier,
            ClaimKind.VENDOR: self.vendor,
            ClaimKind.MARKETPLACE: self.marketplace,
        }[kind]


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim about an item or a return. Nothing in it is personal: ``note`` is the commitment of what was
    written, empty for nothing, and ``reference`` a number of theirs or ours.

    ``known_on`` is the day on which the damage or the return was known, ``due`` the last day to send it.
    """

    id: str
    kind: ClaimKind
    reason: ClaimReason
    reference: str
    lpn: Lpn | None
    rma: Rma | None
    known_on: date
    due: date
    begun_at: datetime
    begun_by: str
    note: str = ""
    state: ClaimState = ClaimState.OPEN
    moved_at: datetime | None = None
    moved_by: str = ""
    revision: int = 0

    @property
    def subject(self) -> str:
        return self.lpn or self.rma or ""

    def urgency(self, today: date, days: ClaimDays) -> Urgency | None:
        """Tell how near the deadline is; None once it was sent or is over."""
        if self.state is not ClaimState.OPEN:
            return None
        if today > self.due:
            return Urgency.OVERDUE
        return Urgency.SOON if (self.due - today).days <= days.soon else Urgency.IN_TIME


def deadline(kind: ClaimKind, known_on: date, days: ClaimDays) -> date:
    """Return the last day on which a claim can be sent; the day on which it was known does not count."""
    return known_on + timedelta(days=days.of(kind))


def moved(claim: Claim, to: ClaimState, revision: int, at: datetime, by: str) -> Claim:
    """Return a claim that stands otherwise.

    Raises CHANGED_MEANWHILE where another screen was quicker, NOT_NOW where it cannot become that.
    """
    if claim.revision != revision:
        raise DomainError(Reason.CHANGED_MEANWHILE)
    if to not in NEXT.get(claim.state, ()):
        raise DomainError(Reason.NOT_NOW)
    return replace(claim, state=to, moved_at=at, moved_by=by, revision=revision + 1)
