"""Whether the shop owes the customer anything: a recommendation with every reason, never a payment."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from station.domain.calendar import CountedFrom, Window, carrier_delay, for_carrier, over_holidays, window
from station.domain.grading import Axis, Grade, Graded
from station.domain.item import Item, Sale
from station.domain.money import Money
from station.domain.policy import PULLS, Applied, Ground, Payer, Policy, Remedy, Ruling, Terms, Verdict

# What is unclear goes before everything: it is never refused or granted by itself.
_ORDER = (Verdict.MANUAL, Verdict.INELIGIBLE)
# From these nothing can be kept.
_UNPAID = (Remedy.REFUSAL, Remedy.DECIDE_BY_HAND)


@dataclass(frozen=True, slots=True)
class Fee:
    """What is kept: a share, and amounts in minor units; None where the price or a limit is not known."""

    percent: int = 0
    amount: int | None = None
    most: int | None = None


NO_FEE = Fee()


@dataclass(frozen=True, slots=True)
class Case:
    """What policy looks at. ``day`` is the day at the site on which the item was taken in hand.

    ``sealed`` is as answered, ``packaging`` the grade on that axis, ``value`` the price new in minor units.
    """

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
    channel: str = ""
    sale: Sale = field(default_factory=Sale)
    packaging: Grade = Grade.A
    value: int = 0

    @property
    def conditions(self) -> Mapping[str, str]:
        """Name what rows of terms may ask for."""
        sale = self.sale
        return {
            "category": self.category,
            "channel": self.channel,
            "country": sale.country,
            "reason": sale.reason,
        }


def case_of(item: Item, day: date, graded: Graded | None = None, sealed: bool = True) -> Case:
    """Say what policy looks at. Before anything is answered an item counts as sealed and as new."""
    caps = graded.axes if graded else ()
    packaging = next((cap.grade for cap in caps if cap.axis is Axis.PACKAGING), Grade.A)
    return Case(
        category=item.category,
        grade=graded.grade if graded else Grade.A,
        day=day,
        delivered=item.delivered,
        announced=item.unannounced is None,
        invoice=item.invoice,
        sealed=sealed,
        hygiene=item.hygiene,
        wrong_item=item.wrong_item,
        wrong_serial=item.wrong_serial,
        channel=item.channel or "",
        sale=item.sale,
        packaging=packaging,
        value=item.value,
    )


def rule(policy: Policy, case: Case) -> Ruling:
    """Rule on a return. Whatever is unclear is manual; it is never decided silently."""
    hit = policy.applying(case.conditions)
    if hit is None:
        return Ruling(Verdict.MANUAL, Remedy.DECIDE_BY_HAND, (Ground.NO_TERMS,), None, 0, 0)
    number, terms = hit
    open_ = window_by(policy, terms, case)
    grounds = _grounds(terms, case, open_)
    pulls = [_pull(terms, ground) for ground in grounds]
    verdict = next((verdict for verdict in _ORDER if verdict in pulls), Verdict.ELIGIBLE)
    fee = _fee(policy, terms, case)
    remedy = _remedy(terms, verdict, fee, _late(terms, case, open_, pulls))
    charged = NO_FEE if remedy in _UNPAID else fee
    return Ruling(
        verdict=verdict,
        remedy=remedy,
        grounds=(*grounds, Ground.CONDITION_FEE) if charged.percent else tuple(grounds),
        day_of_window=_day(terms, case),
        window_days=open_.days if open_ else terms.window_days,
        fee_percent=charged.percent,
        fee=charged.amount,
        fee_most=charged.most,
        window=open_,
        terms=Applied(number, terms.id, terms.text),
        packaging_at_least=terms.packaging_at_least,
        return_paid_by=_payer(terms, remedy),
    )


# The window --------------------------------------------------------------------------------------


def window_of(policy: Policy, case: Case) -> Window | None:
    """Return the window by the terms that apply, None where there are none or its day 0 is not known."""
    hit = policy.applying(case.conditions)
    return window_by(policy, hit[1], case) if hit else None


def window_by(policy: Policy, terms: Terms, case: Case) -> Window | None:
    """Return the window by these terms, None where its day 0 is not known or still to come."""
    first = _first(terms, case)
    if first is None or first > case.day:
        return None
    counted = window(first, terms.window_days, terms.counted_from, terms.rest_days)
    longer = over_holidays(counted, policy.holidays, case.sale.country)
    delay = carrier_delay(_posted(case), case.day, terms.carrier_days, terms.carrier_most)
    return for_carrier(longer, delay)


def _first(terms: Terms, case: Case) -> date | None:
    by_purchase = terms.counted_from is CountedFrom.PURCHASE
    return case.sale.purchased if by_purchase else case.delivered


def _day(terms: Terms, case: Case) -> int | None:
    first = _first(terms, case)
    return (case.day - first).days if first else None


def _posted(case: Case) -> date | None:
    """Return the day of posting, where it makes sense beside the other days."""
    posted = case.sale.posted
    return None if posted is None or _contradict(case) else posted


def _contradict(case: Case) -> bool:
    """Tell whether the days given cannot be true together: bought, delivered, posted, arrived."""
    bought, posted = case.sale.purchased, case.sale.posted
    if bought is None and posted is None:
        return False
    if (bought and bought > case.day) or (posted and posted > case.day):
        return True
    told = [day for day in (bought, case.delivered, posted) if day]
    return any(later < earlier for earlier, later in pairwise(told))


# The grounds -------------------------------------------------------------------------------------


def _grounds(terms: Terms, case: Case, open_: Window | None) -> list[Ground]:
    """List what is true, in the order in which it is told. Of what nobody announced no window is told."""
    announced, worst = case.announced, terms.packaging_at_least
    return _true(
        not announced and Ground.UNANNOUNCED,
        case.wrong_item and Ground.WRONG_ITEM,
        case.wrong_serial and Ground.WRONG_SERIAL,
        *(_days(terms, case, open_) if announced else ()),
        announced and case.invoice and Ground.INVOICE_SEEN,
        announced and terms.invoice_required and not case.invoice and Ground.INVOICE_MISSING,
        worst is not None and case.packaging > worst and Ground.PACKAGING_POOR,
        case.sale.final_sale and Ground.FINAL_SALE,
        case.hygiene and not case.sealed and Ground.HYGIENE_OPENED,
    )


def _true(*told: Ground | Literal[False]) -> list[Ground]:
    return [ground for ground in told if ground]


def _days(terms: Terms, case: Case, open_: Window | None) -> list[Ground]:
    told = _within(terms, case, open_) if open_ else _unknown(terms, case)
    later = case.delivered is not None and case.delivered > case.day
    clash = _true(later and Ground.DELIVERED_LATER, _contradict(case) and Ground.DATES_CONTRADICT)
    return [*told[:1], *clash, *told[1:]] if clash else told


def _unknown(terms: Terms, case: Case) -> list[Ground]:
    by_purchase = terms.counted_from is CountedFrom.PURCHASE
    unknown = Ground.PURCHASE_UNKNOWN if by_purchase else Ground.DELIVERY_UNKNOWN
    return [unknown] if _first(terms, case) is None else []


def _within(terms: Terms, case: Case, open_: Window) -> list[Ground]:
    late = (case.day - open_.last).days
    return _true(
        Ground.AFTER_WINDOW if late > 0 else Ground.IN_WINDOW,
        open_.rest_days > 0 and Ground.REST_DAY,
        open_.holiday is not None and Ground.HOLIDAY,
        open_.carrier_days > 0 and Ground.CARRIER_DELAY,
        case.sale.posted is None and 0 < late <= terms.carrier_most and Ground.POSTED_UNKNOWN,
    )


# What comes of them ------------------------------------------------------------------------------


def _pull(terms: Terms, ground: Ground) -> Verdict:
    by_terms = _BY_TERMS.get(ground)
    return by_terms(terms) if by_terms else PULLS.get(ground, Verdict.ELIGIBLE)


_BY_TERMS: Mapping[Ground, Callable[[Terms], Verdict]] = {
    Ground.PACKAGING_POOR: lambda terms: terms.packaging_worse,
    Ground.FINAL_SALE: lambda terms: terms.final_sale,
    Ground.HYGIENE_OPENED: lambda terms: terms.hygiene_opened,
}


def _late(terms: Terms, case: Case, open_: Window | None, pulls: Sequence[Verdict]) -> Remedy:
    """Say what is done about an ineligible item: only what is late and nothing else is spared a refusal."""
    late = (case.day - open_.last).days if open_ else 0
    if late <= 0 or pulls.count(Verdict.INELIGIBLE) > 1:
        return Remedy.REFUSAL
    return Remedy.REFUSAL if terms.late_days is not None and late > terms.late_days else terms.late_remedy


def _remedy(terms: Terms, verdict: Verdict, fee: Fee, late: Remedy) -> Remedy:
    if verdict is Verdict.MANUAL:
        return Remedy.DECIDE_BY_HAND
    if verdict is Verdict.INELIGIBLE:
        return late
    less = fee.percent > 0 and terms.remedy is Remedy.FULL_REFUND
    return Remedy.PARTIAL_REFUND if less else terms.remedy


def _fee(policy: Policy, terms: Terms, case: Case) -> Fee:
    """Return what is kept: a share of the price new, rounded half to even, no more than the most."""
    percent = terms.fee_percent.get(case.grade, 0)
    if percent == 0:
        return NO_FEE
    most = None if terms.fee_most is None else _minor(terms.fee_most, policy.currency)
    if most == 0:
        return NO_FEE
    if case.value == 0:
        return Fee(percent, None, most)
    kept = _share(case.value, percent, policy.currency)
    return Fee(percent, kept if most is None else min(kept, most), most)


# A few prices and shares stand for a hundred thousand items.
@lru_cache(maxsize=4096)
def _share(value: int, percent: int, currency: str) -> int:
    return Money.of_minor(value, currency).percent(percent).minor


@lru_cache(maxsize=256)
def _minor(amount: Decimal, currency: str) -> int:
    return Money(amount, currency).minor


def _payer(terms: Terms, remedy: Remedy) -> Payer | None:
    """Nobody is owed the way back of what is refused."""
    return None if remedy is Remedy.REFUSAL else terms.return_paid_by
