"""What a site owes its customers, as data: terms by category, channel, country and reason, first hit wins."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from station.domain.calendar import CountedFrom, Holiday, Weekday, Window
from station.domain.grading import Grade
from station.domain.texts import Texts


class Verdict(StrEnum):
    ELIGIBLE = "eligible"
    INELIGIBLE = "ineligible"
    MANUAL = "manual"


class Remedy(StrEnum):
    """What is recommended. A refusal sends the item back to the customer; none of these is a payment."""

    FULL_REFUND = "full_refund"
    PARTIAL_REFUND = "partial_refund"
    EXCHANGE = "exchange"
    STORE_CREDIT = "store_credit"
    REPAIR = "repair"
    REFUSAL = "refusal"
    DECIDE_BY_HAND = "decide_by_hand"


class Payer(StrEnum):
    """Who pays for the way back to the shop."""

    SHOP = "shop"
    CUSTOMER = "customer"


class Ground(StrEnum):
    """A reason behind a verdict, in the order in which they are told."""

    NO_TERMS = "no_terms"
    UNANNOUNCED = "unannounced"
    WRONG_ITEM = "wrong_item"
    WRONG_SERIAL = "wrong_serial"
    IN_WINDOW = "in_window"
    AFTER_WINDOW = "after_window"
    DELIVERY_UNKNOWN = "delivery_unknown"
    PURCHASE_UNKNOWN = "purchase_unknown"
    DELIVERED_LATER = "delivered_later"
    DATES_CONTRADICT = "dates_contradict"
    REST_DAY = "rest_day"
    HOLIDAY = "holiday"
    CARRIER_DELAY = "carrier_delay"
    POSTED_UNKNOWN = "posted_unknown"
    INVOICE_SEEN = "invoice_seen"
    INVOICE_MISSING = "invoice_missing"
    PACKAGING_POOR = "packaging_poor"
    FINAL_SALE = "final_sale"
    HYGIENE_OPENED = "hygiene_opened"
    CONDITION_FEE = "condition_fee"


# Which way a ground pulls; one that is not named pulls nowhere. Three pull as the terms say.
PULLS: Mapping[Ground, Verdict] = {
    Ground.AFTER_WINDOW: Verdict.INELIGIBLE,
    Ground.NO_TERMS: Verdict.MANUAL,
    Ground.UNANNOUNCED: Verdict.MANUAL,
    Ground.WRONG_ITEM: Verdict.MANUAL,
    Ground.WRONG_SERIAL: Verdict.MANUAL,
    Ground.DELIVERY_UNKNOWN: Verdict.MANUAL,
    Ground.PURCHASE_UNKNOWN: Verdict.MANUAL,
    Ground.DELIVERED_LATER: Verdict.MANUAL,
    Ground.DATES_CONTRADICT: Verdict.MANUAL,
    Ground.POSTED_UNKNOWN: Verdict.MANUAL,
    Ground.INVOICE_MISSING: Verdict.MANUAL,
}

# What a row of terms may ask for, and what it holds; every one takes a list, any of which will do.
CONDITIONS: Mapping[str, type] = {"category": str, "channel": str, "country": str, "reason": str}
# What a row may say where it chooses among words.
CHOICES: Mapping[str, tuple[StrEnum, ...]] = {
    "counted_from": tuple(CountedFrom),
    "rest_days": tuple(Weekday),
    "packaging_worse": tuple(Verdict),
    "hygiene_opened": tuple(Verdict),
    "final_sale": tuple(Verdict),
    "remedy": (Remedy.FULL_REFUND, Remedy.EXCHANGE, Remedy.STORE_CREDIT, Remedy.REPAIR),
    "late_remedy": (Remedy.REFUSAL, Remedy.STORE_CREDIT, Remedy.EXCHANGE, Remedy.REPAIR),
    "return_paid_by": tuple(Payer),
}


@dataclass(frozen=True, slots=True)
class Terms:
    """One row: what is owed where every condition of ``when`` holds.

    A parcel travels ``carrier_days`` by custom; every day more lengthens the window, at most by
    ``carrier_most``. ``fee_percent`` of the price is kept, by grade, at most ``fee_most`` in units of the
    policy's currency. A full refund becomes a partial one where there is a fee. ``late_remedy`` is for what
    comes after the window, for ``late_days`` if that has an end; then it is refused.
    """

    id: str
    text: Texts
    window_days: int
    when: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    counted_from: CountedFrom = CountedFrom.DELIVERY
    rest_days: tuple[Weekday, ...] = ()
    carrier_days: int = 0
    carrier_most: int = 0
    invoice_required: bool = False
    packaging_at_least: Grade | None = None
    packaging_worse: Verdict = Verdict.MANUAL
    hygiene_opened: Verdict = Verdict.INELIGIBLE
    final_sale: Verdict = Verdict.INELIGIBLE
    fee_percent: Mapping[Grade, int] = field(default_factory=dict)
    fee_most: Decimal | None = None
    remedy: Remedy = Remedy.FULL_REFUND
    late_remedy: Remedy = Remedy.REFUSAL
    late_days: int | None = None
    return_paid_by: Payer = Payer.CUSTOMER

    def apply(self, facts: Mapping[str, str]) -> bool:
        # A plain loop: replays ask this of every row for a hundred thousand items.
        for name, allowed in self.when.items():  # noqa: SIM110
            if facts.get(name) not in allowed:
                return False
        return True


@dataclass(frozen=True, slots=True)
class Policy:
    """The terms of a site, in their order; the last has no conditions. ``currency`` is that of amounts.

    A version from before terms were rows has none of them: by it everything is decided by hand.
    """

    version: int
    terms: tuple[Terms, ...] = ()
    holidays: tuple[Holiday, ...] = ()
    currency: str = ""

    def applying(self, facts: Mapping[str, str]) -> tuple[int, Terms] | None:
        """Return the first row that hits, with its number from 1."""
        for number, row in enumerate(self.terms, start=1):
            if row.apply(facts):
                return number, row
        return None


@dataclass(frozen=True, slots=True)
class Applied:
    """Which row of terms a ruling followed: number from 1, id, words."""

    number: int
    id: str
    text: Texts


@dataclass(frozen=True, slots=True)
class Ruling:
    """Verdict and remedy with every ground, and the facts that the grounds speak of.

    ``day_of_window`` is None where it cannot be counted. ``fee`` and ``fee_most`` are in minor units; the
    fee is a share of the price new, the only one that the station knows, and None without one. Rulings
    from before terms were rows lack what has a default here.
    """

    verdict: Verdict
    remedy: Remedy
    grounds: tuple[Ground, ...]
    day_of_window: int | None
    window_days: int
    fee_percent: int
    fee: int | None = None
    fee_most: int | None = None
    window: Window | None = None
    terms: Applied | None = None
    packaging_at_least: Grade | None = None
    return_paid_by: Payer | None = None
