"""Whether the shop owes the customer anything: a recommendation with every reason, never a payment."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from station.domain.grading import Grade


class Verdict(StrEnum):
    ELIGIBLE = "eligible"
    INELIGIBLE = "ineligible"
    MANUAL = "manual"


class Remedy(StrEnum):
    FULL_REFUND = "full_refund"
    PARTIAL_REFUND = "partial_refund"
    REFUSAL = "refusal"
    DECIDE_BY_HAND = "decide_by_hand"


class Ground(StrEnum):
    """A reason behind a verdict; ``WEIGHT`` says which way it pulls."""

    IN_WINDOW = "in_window"
    AFTER_WINDOW = "after_window"
    DELIVERY_UNKNOWN = "delivery_unknown"
    DELIVERED_LATER = "delivered_later"
    INVOICE_SEEN = "invoice_seen"
    INVOICE_MISSING = "invoice_missing"
    UNANNOUNCED = "unannounced"
    WRONG_ITEM = "wrong_item"
    WRONG_SERIAL = "wrong_serial"
    HYGIENE_OPENED = "hygiene_opened"
    CONDITION_FEE = "condition_fee"


PULLS: Mapping[Ground, Verdict] = {
    Ground.AFTER_WINDOW: Verdict.INELIGIBLE,
    Ground.HYGIENE_OPENED: Verdict.INELIGIBLE,
    Ground.DELIVERY_UNKNOWN: Verdict.MANUAL,
    Ground.DELIVERED_LATER: Verdict.MANUAL,
    Ground.INVOICE_MISSING: Verdict.MANUAL,
    Ground.UNANNOUNCED: Verdict.MANUAL,
    Ground.WRONG_ITEM: Verdict.MANUAL,
    Ground.WRONG_SERIAL: Verdict.MANUAL,
}


@dataclass(frozen=True, slots=True)
class Terms:
    """The conditions of one category: days from delivery, and a fee in percent by grade."""

    window_days: int
    invoice_required: bool = False
    fee_percent: Mapping[Grade, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Policy:
    """Terms by category; ``default`` is for every other."""

    version: int
    default: Terms
    categories: Mapping[str, Terms] = field(default_factory=dict)

    def terms(self, category: str) -> Terms:
        return self.categories.get(category, self.default)


@dataclass(frozen=True, slots=True)
class Case:
    """What policy looks at. ``day`` is today at the station, ``sealed`` as answered."""

    category: str
    grade: Grade
    day: date
    delivered: date | None
    announced: bool
    invoice: bool
    sealed: bool
    hygiene: bool
    wrong_item: bool
    wrong_serial: bool


@dataclass(frozen=True, slots=True)
class Ruling:
    """Verdict, remedy, all grounds, and how far into the window (days; None where unknown)."""

    verdict: Verdict
    remedy: Remedy
    grounds: tuple[Ground, ...]
    day_of_window: int | None
    window_days: int
    fee_percent: int


def rule(policy: Policy, case: Case) -> Ruling:
    """Rule on a return. Whatever is unclear is manual; it is never decided silently."""
    terms = policy.terms(case.category)
    grounds = tuple(_grounds(terms, case))
    verdict = _verdict(grounds)
    fee = terms.fee_percent.get(case.grade, 0)
    day = (case.day - case.delivered).days if case.delivered else None
    return Ruling(verdict, _remedy(verdict, fee), grounds, day, terms.window_days, fee)


def _grounds(terms: Terms, case: Case) -> list[Ground]:
    tests = (
        (Ground.UNANNOUNCED, not case.announced),
        (Ground.WRONG_ITEM, case.wrong_item),
        (Ground.WRONG_SERIAL, case.wrong_serial),
        (_window(terms, case), case.announced),
        (Ground.INVOICE_SEEN, case.announced and case.invoice),
        (Ground.INVOICE_MISSING, case.announced and terms.invoice_required and not case.invoice),
        (Ground.HYGIENE_OPENED, case.hygiene and not case.sealed),
        (Ground.CONDITION_FEE, terms.fee_percent.get(case.grade, 0) > 0),
    )
    return [ground for ground, true in tests if true]


def _window(terms: Terms, case: Case) -> Ground:
    if case.delivered is None:
        return Ground.DELIVERY_UNKNOWN
    days = (case.day - case.delivered).days
    if days < 0:
        return Ground.DELIVERED_LATER
    return Ground.IN_WINDOW if days <= terms.window_days else Ground.AFTER_WINDOW


def _verdict(grounds: tuple[Ground, ...]) -> Verdict:
    pulls = {PULLS.get(ground, Verdict.ELIGIBLE) for ground in grounds}
    order = (Verdict.MANUAL, Verdict.INELIGIBLE)
    return next((verdict for verdict in order if verdict in pulls), Verdict.ELIGIBLE)


def _remedy(verdict: Verdict, fee: int) -> Remedy:
    refund = Remedy.PARTIAL_REFUND if fee else Remedy.FULL_REFUND
    by_hand, refusal = Remedy.DECIDE_BY_HAND, Remedy.REFUSAL
    return {Verdict.MANUAL: by_hand, Verdict.INELIGIBLE: refusal}.get(verdict, refund)
