"""Lots: so many finished inspections in a row, of which exactly as many are drawn as the plan says."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from station.domain.sampling.plans import Plan

# A whole number from 0 up to, but not including, the one given; every one as likely as any other.
Roll = Callable[[int], int]


class Verdict(StrEnum):
    """What is decided on a lot. ``MARGINAL`` is accepted between the numbers of reduced inspection."""

    ACCEPTED = "accepted"
    MARGINAL = "marginal"
    REJECTED = "rejected"

    @property
    def accepted(self) -> bool:
        return self is not Verdict.REJECTED


@dataclass(frozen=True, slots=True)
class Lot:
    """A lot of a stream. ``size`` is how many items it is to have, ``seen`` how many it has.

    ``era`` counts the stream's severities: a lot drawn before a switch says nothing about the time after.
    ``short`` says that its age closed it, ``may_reduce`` that the site allowed reduced inspection when it
    was begun. ``decided`` counts drawn items that an audit decided.
    """

    id: str
    stream: str
    number: int
    era: int
    size: int
    plan: Plan
    opened_at: datetime
    seen: int = 0
    drawn: int = 0
    decided: int = 0
    nonconforming: int = 0
    short: bool = False
    may_reduce: bool = False
    verdict: Verdict | None = None
    judged_at: datetime | None = None

    @property
    def full(self) -> bool:
        return self.seen >= self.size

    @property
    def waits(self) -> int:
        """How many drawn items nobody has decided yet."""
        return self.drawn - self.decided

    @property
    def ready(self) -> bool:
        return self.full and not self.waits and self.verdict is None


@dataclass(frozen=True, slots=True)
class Member:
    """An inspection in a lot. ``conforming`` is what its audit said, None before it and without one."""

    inspection: str
    lot: str
    drawn: bool
    conforming: bool | None = None


def met(lot: Lot, roll: Roll) -> tuple[Lot, bool]:
    """Take the next item into a lot and say whether it is drawn.

    Selection sampling (Fan, Muller and Rezucha 1962; Knuth's algorithm S): of n still to be drawn among N
    still to come, the next is drawn with probability n/N. So exactly as many are drawn as the plan says,
    every set of items as likely as any other, and what was drawn before tells little of what comes.
    """
    chosen = roll(lot.size - lot.seen) < lot.plan.size - lot.drawn
    return replace(lot, seen=lot.seen + 1, drawn=lot.drawn + chosen), chosen


def shortened(lot: Lot, plan: Plan) -> Lot:
    """Close a lot that is not full by the plan for as many items as came.

    The caller draws what the plan lacks. Where more were drawn already they all count, which is never softer.
    """
    return replace(lot, size=lot.seen, plan=plan, short=True)


def missing(lot: Lot) -> int:
    """Return how many more have to be drawn of a lot that is closed."""
    return max(0, lot.plan.size - lot.drawn) if lot.full else 0


def decide(lot: Lot) -> Verdict:
    """Judge a lot whose drawn items are all decided."""
    if lot.nonconforming <= lot.plan.accept:
        return Verdict.ACCEPTED
    return Verdict.REJECTED if lot.nonconforming >= lot.plan.reject else Verdict.MARGINAL
