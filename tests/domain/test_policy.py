"""What the shop owes the customer: every ground is named, and what is unclear is never decided silently."""

from datetime import date, timedelta
from typing import Any

import pytest

from station.domain.grading import Grade
from station.domain.policy import Ground, Payer, Policy, Remedy, Verdict
from station.domain.ruling import case_of, rule, window_of
from tests.support.made import ITEM, TODAY
from tests.support.policies import case, one_row, policy

RULES = one_row(
    """
    window_days = 30
    carrier_days = 3
    carrier_most = 14
    fee_percent = { B = 10, D = 50 }
    """,
)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


WINDOW = [
    (ago(0), Ground.IN_WINDOW, Verdict.ELIGIBLE),
    (ago(29), Ground.IN_WINDOW, Verdict.ELIGIBLE),
    (ago(30), Ground.IN_WINDOW, Verdict.ELIGIBLE),
    (ago(45), Ground.AFTER_WINDOW, Verdict.INELIGIBLE),
    (ago(-1), Ground.DELIVERED_LATER, Verdict.MANUAL),
    (None, Ground.DELIVERY_UNKNOWN, Verdict.MANUAL),
]


@pytest.mark.parametrize(("delivered", "ground", "verdict"), WINDOW)
def test_the_window_counts_from_the_delivery_and_includes_its_last_day(
    delivered: date | None, ground: Ground, verdict: Verdict
) -> None:
    ruling = rule(RULES, case(delivered=delivered))
    assert ground in ruling.grounds
    assert ruling.verdict is verdict


@pytest.mark.parametrize(("delivered", "day"), [(ago(0), 0), (ago(30), 30), (ago(-1), -1), (None, None)])
def test_the_day_of_the_window_is_told(delivered: date | None, day: int | None) -> None:
    assert rule(RULES, case(delivered=delivered)).day_of_window == day


ROWS = policy(
    """
    version = 1
    [[terms]]
    id = "de_phones"
    en = "Telephones in Germany"
    when = { category = ["phone", "tablet"], country = "DE" }
    window_days = 100

    [[terms]]
    id = "faulty"
    en = "Faulty"
    when = { reason = "defective" }
    window_days = 365

    [[terms]]
    id = "store"
    en = "In a store"
    when = { channel = "store" }
    window_days = 5

    [[terms]]
    id = "others"
    en = "Others"
    window_days = 14
    """
)
HITS = [
    (
        {"category": "phone", "country": "DE", "reason": "defective"},
        "de_phones",
    ),  # the first hit is the first
    ({"category": "tablet", "country": "DE"}, "de_phones"),
    ({"category": "phone", "country": "AT", "reason": "defective"}, "faulty"),
    ({"category": "phone", "channel": "store"}, "store"),
    ({"category": "phone"}, "others"),  # no country is given: no row that asks for one hits
]


@pytest.mark.parametrize(("facts", "row"), HITS)
def test_the_first_row_that_hits_applies_and_is_named(facts: dict[str, Any], row: str) -> None:
    applied = rule(ROWS, case(**facts)).terms
    assert applied is not None
    number = [terms.id for terms in ROWS.terms].index(row)
    assert (applied.number, applied.id, applied.text) == (number + 1, row, ROWS.terms[number].text)


# A change to a plain case, the ground it gives, and where that pulls.
CHANGES: list[tuple[dict[str, Any], Ground, Verdict]] = [
    ({"announced": False}, Ground.UNANNOUNCED, Verdict.MANUAL),
    ({"wrong_item": True}, Ground.WRONG_ITEM, Verdict.MANUAL),
    ({"wrong_serial": True}, Ground.WRONG_SERIAL, Verdict.MANUAL),
    ({"invoice": False}, Ground.INVOICE_MISSING, Verdict.MANUAL),
    ({"packaging": Grade.C}, Ground.PACKAGING_POOR, Verdict.MANUAL),
    ({"hygiene": True, "sealed": False}, Ground.HYGIENE_OPENED, Verdict.INELIGIBLE),
    ({"final_sale": True}, Ground.FINAL_SALE, Verdict.INELIGIBLE),
    ({"posted": ago(-1)}, Ground.DATES_CONTRADICT, Verdict.MANUAL),
    ({"posted": ago(6)}, Ground.DATES_CONTRADICT, Verdict.MANUAL),  # sent back before it was delivered
    ({"purchased": ago(4)}, Ground.DATES_CONTRADICT, Verdict.MANUAL),  # bought after it was delivered
    ({"grade": Grade.B}, Ground.CONDITION_FEE, Verdict.ELIGIBLE),
]
STRICT = one_row(
    """
    window_days = 30
    invoice_required = true
    packaging_at_least = "B"
    fee_percent = { B = 10 }
    """
)


@pytest.mark.parametrize(("change", "ground", "verdict"), CHANGES)
def test_each_ground_pulls_its_own_way(change: dict[str, Any], ground: Ground, verdict: Verdict) -> None:
    assert ground not in rule(STRICT, case()).grounds
    ruling = rule(STRICT, case(**change))
    assert ground in ruling.grounds
    assert ruling.verdict is verdict


BY_TERMS: list[tuple[str, dict[str, Any], Ground]] = [
    ("packaging_worse", {"packaging": Grade.C}, Ground.PACKAGING_POOR),
    ("hygiene_opened", {"hygiene": True, "sealed": False}, Ground.HYGIENE_OPENED),
    ("final_sale", {"final_sale": True}, Ground.FINAL_SALE),
]


@pytest.mark.parametrize("verdict", list(Verdict))
@pytest.mark.parametrize(("key", "change", "ground"), BY_TERMS)
def test_three_grounds_pull_as_the_terms_say(
    key: str, change: dict[str, Any], ground: Ground, verdict: Verdict
) -> None:
    terms = one_row(f'window_days = 30\npackaging_at_least = "B"\n{key} = "{verdict.value}"')
    ruling = rule(terms, case(**change))
    assert (ruling.verdict, ground in ruling.grounds) == (verdict, True)


def test_a_sealed_hygiene_product_may_come_back() -> None:
    assert rule(RULES, case(hygiene=True)).verdict is Verdict.ELIGIBLE


def test_no_window_is_spoken_of_for_what_nobody_announced() -> None:
    grounds = rule(RULES, case(announced=False, delivered=None)).grounds
    assert grounds == (Ground.UNANNOUNCED,)


def test_an_unclear_case_is_never_refused_by_itself() -> None:
    both = case(delivered=ago(400), wrong_serial=True)
    assert rule(RULES, both).verdict is Verdict.MANUAL


REMEDIES: list[tuple[dict[str, Any], Remedy, int]] = [
    ({}, Remedy.FULL_REFUND, 0),
    ({"grade": Grade.B}, Remedy.PARTIAL_REFUND, 10),
    ({"grade": Grade.C}, Remedy.FULL_REFUND, 0),
    ({"grade": Grade.B, "delivered": ago(100)}, Remedy.REFUSAL, 0),
    ({"grade": Grade.B, "wrong_item": True}, Remedy.DECIDE_BY_HAND, 0),
]


@pytest.mark.parametrize(("facts", "remedy", "fee"), REMEDIES)
def test_the_verdict_and_the_fee_make_the_remedy(facts: dict[str, Any], remedy: Remedy, fee: int) -> None:
    ruling = rule(RULES, case(**facts))
    assert (ruling.remedy, ruling.fee_percent) == (remedy, fee)
    assert (Ground.CONDITION_FEE in ruling.grounds) == (fee > 0)


@pytest.mark.parametrize("remedy", ["exchange", "store_credit", "repair"])
def test_another_remedy_stays_what_it_is_and_its_fee_is_told(remedy: str) -> None:
    terms = one_row(f'window_days = 30\nremedy = "{remedy}"\nfee_percent = {{ B = 10 }}')
    ruling = rule(terms, case(grade=Grade.B))
    assert (ruling.remedy, ruling.fee_percent) == (Remedy(remedy), 10)


FEES = [
    ("12.50", 12900, 1250, 1250),  # 10 % would be 12.90
    ("12.90", 12900, 1290, 1290),
    ("100", 12900, 1290, 10000),
    ("0", 12900, None, None),  # nothing is kept, so the refund is whole
    ("100", 5, 0, 10000),  # 0.5 of the smallest unit is rounded to the even one
    ("100", 15, 2, 10000),
    ("100", 0, None, 10000),  # the price is not known; the share still is
]


@pytest.mark.parametrize(("most", "value", "fee", "told"), FEES)
def test_a_fee_has_a_most(most: str, value: int, fee: int | None, told: int | None) -> None:
    terms = one_row(f"window_days = 30\nfee_percent = {{ A = 10 }}\nfee_most = {most}")
    ruling = rule(terms, case(value=value))
    assert (ruling.fee, ruling.fee_most) == (fee, told)
    assert ruling.remedy is (Remedy.FULL_REFUND if told is None else Remedy.PARTIAL_REFUND)


def test_a_fee_in_a_currency_without_cents() -> None:
    terms = one_row("window_days = 30\nfee_percent = { A = 10 }\nfee_most = 500", currency="JPY")
    assert rule(terms, case(value=4000)).fee == 400
    assert rule(terms, case(value=9000)).fee == 500


def test_who_pays_the_way_back_is_told_unless_it_is_refused() -> None:
    terms = one_row('window_days = 30\nreturn_paid_by = "shop"')
    assert rule(terms, case()).return_paid_by is Payer.SHOP
    assert rule(terms, case(delivered=ago(31))).return_paid_by is None


def test_a_delay_of_the_carrier_lengthens_the_window() -> None:
    late = case(delivered=ago(34), posted=ago(7))
    ruling = rule(RULES, late)
    assert {Ground.IN_WINDOW, Ground.CARRIER_DELAY} <= set(ruling.grounds)
    assert ruling.window is not None
    assert (ruling.window.carrier_days, ruling.window_days, ruling.day_of_window) == (4, 34, 34)
    assert rule(RULES, case(delivered=ago(35), posted=ago(7))).verdict is Verdict.INELIGIBLE


def test_what_a_carrier_may_have_delayed_is_not_refused_silently() -> None:
    unclear = rule(RULES, case(delivered=ago(44)))
    assert (unclear.verdict, Ground.POSTED_UNKNOWN in unclear.grounds) == (Verdict.MANUAL, True)
    assert rule(RULES, case(delivered=ago(45))).verdict is Verdict.INELIGIBLE
    assert rule(one_row("window_days = 30"), case(delivered=ago(31))).verdict is Verdict.INELIGIBLE


def test_a_version_from_before_terms_were_rows_decides_nothing() -> None:
    ruling = rule(Policy(version=1), case())
    assert (ruling.verdict, ruling.remedy, ruling.grounds) == (
        Verdict.MANUAL,
        Remedy.DECIDE_BY_HAND,
        (Ground.NO_TERMS,),
    )
    assert window_of(Policy(version=1), case()) is None


def test_the_window_of_an_item_is_known_before_anything_is_answered() -> None:
    found = window_of(RULES, case_of(ITEM, TODAY))
    assert found is not None
    assert (found.first, found.days) == (ITEM.delivered, 30)
