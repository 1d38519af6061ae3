"""Cases worked out by hand from consumer law and from what real shops publish, each with its source.

Every policy is written as a site would write it, so that the form of the file is tried too. Days, fees and
who pays are those of the source; grades and prices are made up. A shop's rules change: what counts here is
that rules of their kind can be said, and come out as their words promise.
"""

from dataclasses import dataclass
from typing import Any

import pytest

from station.domain.grading import Grade
from station.domain.policy import Ground, Payer, Policy, Remedy, Verdict
from station.domain.ruling import rule
from tests.support.policies import case, day, one_row, policy

ELIGIBLE, INELIGIBLE, MANUAL = Verdict.ELIGIBLE, Verdict.INELIGIBLE, Verdict.MANUAL
FULL, PARTIAL, REFUSED = Remedy.FULL_REFUND, Remedy.PARTIAL_REFUND, Remedy.REFUSAL
CREDIT, BY_HAND = Remedy.STORE_CREDIT, Remedy.DECIDE_BY_HAND
EVERY_GRADE = "{ A = %s, B = %s, C = %s, D = %s, E = %s }"


def flat(percent: int) -> str:
    return EVERY_GRADE % ((percent,) * 5)


# Directive 2011/83/EU: 14 days from possession (art. 9), what is sent back in time is in time (art. 14(1)),
# the consumer bears the way back (art. 14(1)), not for sealed goods unsuitable for return for hygiene (art.
# 16(e)). Regulation 1182/71, art. 3: day 0 does not count; a last day on a Saturday or Sunday moves to the
# working day.
EU = one_row(
    """
    window_days = 14
    rest_days = ["saturday", "sunday"]
    carrier_most = 60
    final_sale = "eligible"
    fee_percent = { C = 25, D = 50, E = 80 }  # art. 14(2): for what the goods lost by use
    """,
    currency="EUR",
)

# Consumer Rights Act 2015 (United Kingdom), s. 22: 30 days beginning with the day after delivery to reject
# what is faulty, for a full refund (s. 20); the trader bears the way back (s. 20(8)). Later it is repaired
# first (s. 23).
UK = policy(
    """
    version = 1
    currency = "GBP"
    [[terms]]
    id = "faulty"
    en = "Faulty"
    when = { reason = "defective" }
    window_days = 30
    hygiene_opened = "eligible"
    final_sale = "eligible"
    late_remedy = "repair"
    late_days = 150
    return_paid_by = "shop"

    [[terms]]
    id = "mind"
    en = "Changed mind"
    window_days = 14
    """
)

# Consumer Protection Law, 5741-1981 (Israel), ss. 14C and 14E: at a distance 14 days from receipt; for a
# change of mind 5 % of the price or 100 shekels is kept, whichever is less; for a defect nothing, and the
# dealer collects it.
ISRAEL = policy(
    f"""
    version = 1
    currency = "ILS"
    [[terms]]
    id = "defect"
    en = "Defect or not as described"
    when = {{ reason = ["defective", "not_as_described"] }}
    window_days = 14
    return_paid_by = "shop"

    [[terms]]
    id = "distance"
    en = "At a distance"
    when = {{ channel = "webshop" }}
    window_days = 14
    rest_days = ["saturday"]  # Interpretation Law, s. 10: a day of rest at the end is not counted
    fee_percent = {flat(5)}
    fee_most = 100

    # Regulations on the cancellation of a transaction, 5771-2010: in a store 14 days from receipt, unused,
    # with a proof of the purchase; clothing until the end of two days after the purchase that are no days
    # of rest, which two days that do not end on one come close to.
    [[terms]]
    id = "clothing"
    en = "Clothing, in a store"
    when = {{ channel = "store", category = "apparel" }}
    counted_from = "purchase"
    window_days = 2
    rest_days = ["saturday"]
    invoice_required = true
    fee_percent = {flat(5)}
    fee_most = 100

    [[terms]]
    id = "others"
    en = "Others, in a store"
    window_days = 14
    invoice_required = true
    packaging_at_least = "B"
    fee_percent = {flat(5)}
    fee_most = 100
    """
)

# Amazon.com: 30 days from receipt; what was bought from 1 November to 31 December until 31 January.
AMAZON = one_row(
    "window_days = 30",
    """
    [[holiday]]
    id = "holidays_2026"
    en = "Holiday season"
    from = 2026-11-01
    until = 2026-12-31
    accepted_until = 2027-01-31
    """,
)

# ASOS: 28 days from delivery in money, until 45 days as a gift voucher, then it is sent back to the
# customer. Not underwear, swimwear or cosmetics once the seal is broken, nor what is marked as a final
# sale.
ASOS = one_row('window_days = 28\nlate_remedy = "store_credit"\nlate_days = 17')

# Sephora: 30 days from the purchase in money, until 60 days as a credit; gently used is accepted.
SEPHORA = one_row(
    """
    counted_from = "purchase"
    window_days = 30
    late_remedy = "store_credit"
    late_days = 30
    hygiene_opened = "eligible"
    """
)

# Best Buy: 15 days, and the day of receipt is the first of them, so day 14 is the last; 15 % of the price
# is kept for opened cameras and drones, nothing in some states where the law forbids it. Final sales are
# not returnable.
BEST_BUY = policy(
    """
    version = 1
    currency = "USD"
    [[terms]]
    id = "camera"
    en = "Cameras and drones"
    when = { category = "camera" }
    window_days = 14
    fee_percent = { B = 15, C = 15, D = 15, E = 15 }

    [[terms]]
    id = "all"
    en = "Most products"
    window_days = 14
    """
)

# IKEA: 365 days with the proof of purchase; without one it is looked for. A mattress is exchanged, once.
IKEA = policy(
    """
    version = 1
    [[terms]]
    id = "mattress"
    en = "Mattress: love it or exchange it"
    when = { category = "mattress" }
    counted_from = "purchase"
    window_days = 365
    invoice_required = true
    hygiene_opened = "eligible"
    remedy = "exchange"

    [[terms]]
    id = "all"
    en = "No-nonsense"
    counted_from = "purchase"
    window_days = 365
    invoice_required = true
    """
)

# China, Law on the Protection of Consumer Rights, art. 25: seven days from receipt, intact, the consumer
# bears the freight. Brazil, Consumer Defence Code, art. 49: seven days from receipt, nothing is kept.
CHINA = one_row('window_days = 7\npackaging_at_least = "A"\npackaging_worse = "ineligible"', currency="CNY")
BRAZIL = one_row('window_days = 7\nreturn_paid_by = "shop"', currency="BRL")


@dataclass(frozen=True)
class Worked:
    """What a source says comes of a case. ``last`` is the last day, ``fee`` in minor units."""

    what: str
    policy: Policy
    facts: dict[str, Any]
    verdict: Verdict
    remedy: Remedy
    last: str | None = None
    fee: int | None = None
    payer: Payer | None = None
    grounds: tuple[Ground, ...] = ()


def worked(what: str, policy: Policy, delivered: str, on: str, *expected: Any, **rest: Any) -> Worked:
    told = {name: rest.pop(name) for name in ("last", "fee", "payer", "grounds") if name in rest}
    facts = {"delivered": day(delivered) if delivered else None, "day": day(on), **rest}
    return Worked(what, policy, facts, *expected, **told)


SHOP, CUSTOMER = Payer.SHOP, Payer.CUSTOMER
CASES = [
    # 1 July 2026 is a Wednesday, 15 July too.
    worked("EU: day 14 is in time", EU, "2026-07-01", "2026-07-15", ELIGIBLE, FULL, last="2026-07-15",
           payer=CUSTOMER),
    worked("EU: day 15 is late", EU, "2026-07-01", "2026-07-16", INELIGIBLE, REFUSED, last="2026-07-15",
           posted=day("2026-07-16")),
    worked("EU: posted on day 14, here on day 20", EU, "2026-07-01", "2026-07-21", ELIGIBLE, FULL,
           last="2026-07-21", posted=day("2026-07-15"), grounds=(Ground.CARRIER_DELAY,)),
    worked("EU: posted on day 15, here on day 20", EU, "2026-07-01", "2026-07-21", INELIGIBLE, REFUSED,
           last="2026-07-20", posted=day("2026-07-16")),
    worked("EU: late, and nobody knows when it was posted", EU, "2026-07-01", "2026-07-21", MANUAL, BY_HAND,
           last="2026-07-15", grounds=(Ground.POSTED_UNKNOWN,)),
    # 3 July 2026 + 14 is Friday the 17th; 4 July + 14 is Saturday the 18th, so Monday the 20th counts.
    worked("EU: day 14 is a Saturday", EU, "2026-07-04", "2026-07-20", ELIGIBLE, FULL, last="2026-07-20",
           grounds=(Ground.REST_DAY,)),
    worked("EU: day 14 is a Friday", EU, "2026-07-03", "2026-07-20", INELIGIBLE, REFUSED, last="2026-07-17",
           posted=day("2026-07-20")),
    worked("EU: worn beyond trying it on", EU, "2026-07-01", "2026-07-08", ELIGIBLE, PARTIAL, grade=Grade.C,
           fee=3225),
    worked("EU: hygiene product, seal broken", EU, "2026-07-01", "2026-07-03", INELIGIBLE, REFUSED,
           hygiene=True, sealed=False),
    worked("EU: hygiene product, still sealed", EU, "2026-07-01", "2026-07-03", ELIGIBLE, FULL, hygiene=True),
    worked("EU: a sale in which a shop allows no returns", EU, "2026-07-01", "2026-07-03", ELIGIBLE, FULL,
           final_sale=True),
    worked("EU: withdrawn over a leap day", EU, "2028-02-15", "2028-02-29", ELIGIBLE, FULL,
           last="2028-02-29"),
    worked("UK: faulty on day 30", UK, "2026-03-02", "2026-04-01", ELIGIBLE, FULL, last="2026-04-01",
           payer=SHOP, reason="defective", grade=Grade.D),
    worked("UK: faulty on day 31 is repaired", UK, "2026-03-02", "2026-04-02", INELIGIBLE, Remedy.REPAIR,
           payer=SHOP, reason="defective"),
    worked("UK: no reason given on day 15", UK, "2026-03-02", "2026-03-17", INELIGIBLE, REFUSED),
    worked("Israel: a kettle for 129.00, 5 % is 6.45", ISRAEL, "2026-07-01", "2026-07-10", ELIGIBLE, PARTIAL,
           fee=645, payer=CUSTOMER),
    worked("Israel: a telephone for 3,000.00, 5 % would be 150.00", ISRAEL, "2026-07-01", "2026-07-10",
           ELIGIBLE, PARTIAL, value=300000, fee=10000),
    worked("Israel: for 2,000.00 both are 100.00", ISRAEL, "2026-07-01", "2026-07-10", ELIGIBLE, PARTIAL,
           value=200000, fee=10000),
    worked("Israel: defective, nothing is kept", ISRAEL, "2026-07-01", "2026-07-10", ELIGIBLE, FULL,
           payer=SHOP, reason="defective", grade=Grade.D),
    # 4 July 2026 + 14 is a Saturday.
    worked("Israel: the last day is the Sabbath", ISRAEL, "2026-07-04", "2026-07-19", ELIGIBLE, PARTIAL,
           last="2026-07-19", fee=645),
    # Bought on Thursday 2 July: two days later is the Sabbath, so Sunday the 5th is the last.
    worked("Israel: clothing in a store, two days that end on the Sabbath", ISRAEL, "", "2026-07-05",
           ELIGIBLE, PARTIAL, last="2026-07-05", fee=645, channel="store", category="apparel",
           purchased=day("2026-07-02")),
    worked("Israel: clothing in a store, bought on Wednesday", ISRAEL, "", "2026-07-04", INELIGIBLE, REFUSED,
           last="2026-07-03", channel="store", category="apparel", purchased=day("2026-07-01")),
    worked("Israel: in a store without the receipt", ISRAEL, "2026-07-01", "2026-07-08", MANUAL, BY_HAND,
           channel="store", invoice=False, grounds=(Ground.INVOICE_MISSING,)),
    worked("Israel: in a store, its packaging torn", ISRAEL, "2026-07-01", "2026-07-08", MANUAL, BY_HAND,
           channel="store", packaging=Grade.C, grounds=(Ground.PACKAGING_POOR,)),
    worked("Amazon: 31 October has its 30 days", AMAZON, "2026-10-31", "2026-12-01", INELIGIBLE, REFUSED,
           last="2026-11-30"),
    worked("Amazon: 1 November until 31 January", AMAZON, "2026-11-01", "2027-01-31", ELIGIBLE, FULL,
           last="2027-01-31", grounds=(Ground.HOLIDAY,)),
    worked("Amazon: 31 December until 31 January", AMAZON, "2026-12-31", "2027-02-01", INELIGIBLE, REFUSED,
           last="2027-01-31"),
    worked("Amazon: 5 January has its own 30 days", AMAZON, "2027-01-05", "2027-02-04", ELIGIBLE, FULL,
           last="2027-02-04"),
    worked("ASOS: day 28 in money", ASOS, "2026-06-03", "2026-07-01", ELIGIBLE, FULL, last="2026-07-01"),
    worked("ASOS: day 29 as a voucher", ASOS, "2026-06-03", "2026-07-02", INELIGIBLE, CREDIT),
    worked("ASOS: day 45 as a voucher", ASOS, "2026-06-03", "2026-07-18", INELIGIBLE, CREDIT),
    worked("ASOS: day 46 goes back to the customer", ASOS, "2026-06-03", "2026-07-19", INELIGIBLE, REFUSED),
    worked("ASOS: day 29, but the hygiene seal is broken", ASOS, "2026-06-03", "2026-07-02", INELIGIBLE,
           REFUSED, hygiene=True, sealed=False),
    worked("ASOS: final sale on day 2", ASOS, "2026-06-03", "2026-06-05", INELIGIBLE, REFUSED,
           final_sale=True, grounds=(Ground.FINAL_SALE,)),
    worked("Sephora: gently used on day 30", SEPHORA, "2026-06-05", "2026-07-01", ELIGIBLE, FULL,
           last="2026-07-01", hygiene=True, sealed=False, purchased=day("2026-06-01")),
    worked("Sephora: day 60 from the purchase", SEPHORA, "2026-06-05", "2026-07-31", INELIGIBLE, CREDIT,
           purchased=day("2026-06-01")),
    worked("Sephora: the day of the purchase is not known", SEPHORA, "2026-06-05", "2026-07-01", MANUAL,
           BY_HAND, grounds=(Ground.PURCHASE_UNKNOWN,)),
    worked("Best Buy: 15 days with the day of receipt", BEST_BUY, "2026-07-01", "2026-07-15", ELIGIBLE, FULL,
           last="2026-07-15"),
    worked("Best Buy: a camera, opened, 15 %", BEST_BUY, "2026-07-01", "2026-07-08", ELIGIBLE, PARTIAL,
           category="camera", grade=Grade.B, value=50000, fee=7500),
    worked("Best Buy: a camera, unopened", BEST_BUY, "2026-07-01", "2026-07-08", ELIGIBLE, FULL,
           category="camera"),
    worked("Best Buy: a final sale", BEST_BUY, "2026-07-01", "2026-07-02", INELIGIBLE, REFUSED,
           final_sale=True),
    worked("IKEA: a year, over a leap day", IKEA, "", "2028-06-30", ELIGIBLE, FULL, last="2028-06-30",
           purchased=day("2027-07-01")),
    worked("IKEA: a mattress is exchanged", IKEA, "", "2026-12-01", ELIGIBLE, Remedy.EXCHANGE,
           category="mattress", hygiene=True, sealed=False, purchased=day("2026-07-01")),
    worked("IKEA: without a receipt somebody looks for it", IKEA, "", "2026-12-01", MANUAL, BY_HAND,
           invoice=False, purchased=day("2026-07-01")),
    worked("China: day 7", CHINA, "2026-07-01", "2026-07-08", ELIGIBLE, FULL, last="2026-07-08",
           payer=CUSTOMER),
    worked("China: not intact", CHINA, "2026-07-01", "2026-07-03", INELIGIBLE, REFUSED, packaging=Grade.B),
    # The example of a Brazilian law firm: received on 20 December, so until 27 December.
    worked("Brazil: received on 20 December", BRAZIL, "2020-12-20", "2020-12-27", ELIGIBLE, FULL,
           last="2020-12-27", payer=SHOP),
    worked("Brazil: a day too late", BRAZIL, "2020-12-20", "2020-12-28", INELIGIBLE, REFUSED),
]  # fmt: skip


@pytest.mark.parametrize("expected", CASES, ids=lambda each: each.what)
def test_a_case_comes_out_as_its_source_says(expected: Worked) -> None:
    found = rule(expected.policy, case(**expected.facts))
    assert (found.verdict, found.remedy) == (expected.verdict, expected.remedy)
    assert found.fee == expected.fee
    assert set(expected.grounds) <= set(found.grounds)
    if expected.last:
        assert found.window is not None and found.window.last == day(expected.last)
    if expected.payer:
        assert found.return_paid_by is expected.payer


def test_there_are_enough_of_them() -> None:
    assert len(CASES) >= 25
    assert {each.verdict for each in CASES} == set(Verdict)
    assert {each.remedy for each in CASES} == set(Remedy)
