"""What the shop owes the customer: every ground is named, and what is unclear is never decided silently."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from station.domain.grading import Grade
from station.domain.policy import Case, Ground, Policy, Remedy, Terms, Verdict, rule
from tests.support.made import TODAY

RULES = Policy(
    version=1,
    default=Terms(30, fee_percent={Grade.B: 10, Grade.D: 50}),
    categories={"electronics": Terms(14, invoice_required=True)},
)
CASE = Case(
    category="kitchen",
    grade=Grade.A,
    day=TODAY,
    delivered=TODAY - timedelta(days=5),
    announced=True,
    invoice=True,
    sealed=True,
    hygiene=False,
    wrong_item=False,
    wrong_serial=False,
)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


WINDOW = [
    (ago(0), Ground.IN_WINDOW, Verdict.ELIGIBLE),
    (ago(29), Ground.IN_WINDOW, Verdict.ELIGIBLE),
    (ago(30), Ground.IN_WINDOW, Verdict.ELIGIBLE),
    (ago(31), Ground.AFTER_WINDOW, Verdict.INELIGIBLE),
    (ago(-1), Ground.DELIVERED_LATER, Verdict.MANUAL),
    (None, Ground.DELIVERY_UNKNOWN, Verdict.MANUAL),
]


@pytest.mark.parametrize(("delivered", "ground", "verdict"), WINDOW)
def test_the_window_counts_from_the_delivery_and_includes_its_last_day(
    delivered: date | None, ground: Ground, verdict: Verdict
) -> None:
    ruling = rule(RULES, replace(CASE, delivered=delivered))
    assert ground in ruling.grounds
    assert ruling.verdict is verdict


@pytest.mark.parametrize(("delivered", "day"), [(ago(0), 0), (ago(30), 30), (ago(-1), -1), (None, None)])
def test_the_day_of_the_window_is_told(delivered: date | None, day: int | None) -> None:
    assert rule(RULES, replace(CASE, delivered=delivered)).day_of_window == day


# A change to a plain case, the ground it gives, and where that pulls.
CHANGES = [
    ({"announced": False}, Ground.UNANNOUNCED, Verdict.MANUAL),
    ({"wrong_item": True}, Ground.WRONG_ITEM, Verdict.MANUAL),
    ({"wrong_serial": True}, Ground.WRONG_SERIAL, Verdict.MANUAL),
    ({"hygiene": True, "sealed": False}, Ground.HYGIENE_OPENED, Verdict.INELIGIBLE),
    ({"category": "electronics", "invoice": False}, Ground.INVOICE_MISSING, Verdict.MANUAL),
    ({"category": "electronics"}, Ground.INVOICE_SEEN, Verdict.ELIGIBLE),
    ({"grade": Grade.B}, Ground.CONDITION_FEE, Verdict.ELIGIBLE),
]


@pytest.mark.parametrize(("change", "ground", "verdict"), CHANGES)
def test_each_ground_pulls_its_own_way(change: dict[str, object], ground: Ground, verdict: Verdict) -> None:
    assert ground not in rule(RULES, CASE).grounds or ground is Ground.INVOICE_SEEN
    ruling = rule(RULES, replace(CASE, **change))  # type: ignore[arg-type]
    assert ground in ruling.grounds
    assert ruling.verdict is verdict


def test_a_sealed_hygiene_product_may_come_back() -> None:
    assert rule(RULES, replace(CASE, hygiene=True)).verdict is Verdict.ELIGIBLE


def test_no_window_is_spoken_of_for_what_nobody_announced() -> None:
    grounds = rule(RULES, replace(CASE, announced=False, delivered=None)).grounds
    assert grounds == (Ground.UNANNOUNCED,)


def test_an_unclear_case_is_never_refused_by_itself() -> None:
    both = replace(CASE, delivered=ago(400), wrong_serial=True)
    assert rule(RULES, both).verdict is Verdict.MANUAL


REMEDIES = [
    (CASE, Remedy.FULL_REFUND, 0),
    (replace(CASE, grade=Grade.B), Remedy.PARTIAL_REFUND, 10),
    (replace(CASE, grade=Grade.C), Remedy.FULL_REFUND, 0),
    (replace(CASE, delivered=ago(31)), Remedy.REFUSAL, 0),
    (replace(CASE, wrong_item=True), Remedy.DECIDE_BY_HAND, 0),
]


@pytest.mark.parametrize(("case", "remedy", "fee"), REMEDIES)
def test_the_verdict_and_the_fee_make_the_remedy(case: Case, remedy: Remedy, fee: int) -> None:
    ruling = rule(RULES, case)
    assert (ruling.remedy, ruling.fee_percent) == (remedy, fee)
