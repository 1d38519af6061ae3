"""Whatever the terms and the facts: time helps nobody, order counts for nothing, manual stays manual."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from station.domain.calendar import CountedFrom, Holiday, Weekday
from station.domain.grading import Grade
from station.domain.item import Sale
from station.domain.policy import CHOICES, PULLS, Ground, Payer, Policy, Remedy, Terms, Verdict
from station.domain.ruling import Case, rule
from station.domain.texts import Texts

START = date(2028, 1, 1)  # a leap year, so that 29 February is among the days
NAMES = ("", "one", "two")
UNCLEAR = {ground for ground, pull in PULLS.items() if pull is Verdict.MANUAL}

days = st.integers(0, 120).map(lambda n: START + timedelta(days=n))
maybe_days = st.none() | days
counts = st.integers(0, 40)
grades = st.sampled_from(Grade)
allowed = st.lists(st.sampled_from(NAMES[1:]), min_size=1, max_size=2, unique=True).map(tuple)

terms = st.builds(
    Terms,
    id=st.just("row"),
    text=st.just(Texts("Row")),
    window_days=counts,
    when=st.dictionaries(st.sampled_from(("category", "channel", "country", "reason")), allowed),
    counted_from=st.sampled_from(CountedFrom),
    rest_days=st.lists(st.sampled_from(Weekday), unique=True, max_size=7).map(tuple),
    carrier_days=counts,
    carrier_most=counts,
    invoice_required=st.booleans(),
    packaging_at_least=st.none() | grades,
    packaging_worse=st.sampled_from(Verdict),
    hygiene_opened=st.sampled_from(Verdict),
    final_sale=st.sampled_from(Verdict),
    fee_percent=st.dictionaries(grades, st.integers(0, 100)),
    fee_most=st.none() | st.integers(0, 500).map(Decimal),
    remedy=st.sampled_from(CHOICES["remedy"]),
    late_remedy=st.sampled_from(CHOICES["late_remedy"]),
    late_days=st.none() | counts,
    return_paid_by=st.sampled_from(Payer),
)


@st.composite
def holidays(draw: st.DrawFn) -> Holiday:
    first, second, third = sorted(draw(st.tuples(days, days, days)))
    countries = draw(st.just(()) | allowed)
    return Holiday("holiday", Texts("Holiday"), first, second, third, countries)


policies = st.builds(
    Policy,
    version=st.just(1),
    terms=st.lists(terms, min_size=1, max_size=4).map(
        lambda rows: (*rows[:-1], replace(rows[-1], when={}))  # the last takes what is left
    ),
    holidays=st.lists(holidays(), max_size=2).map(tuple),
    currency=st.just("ILS"),
)
sales = st.builds(
    Sale,
    country=st.sampled_from(NAMES),
    purchased=maybe_days,
    posted=maybe_days,
    reason=st.sampled_from(NAMES),
    final_sale=st.booleans(),
)
cases = st.builds(
    Case,
    category=st.sampled_from(NAMES),
    grade=grades,
    day=days,
    delivered=maybe_days,
    announced=st.booleans(),
    invoice=st.booleans(),
    sealed=st.booleans(),
    hygiene=st.booleans(),
    wrong_item=st.booleans(),
    wrong_serial=st.booleans(),
    channel=st.sampled_from(NAMES),
    sale=sales,
    packaging=grades,
    value=st.integers(0, 500000),
)


@given(policies, cases, st.integers(1, 60))
def test_a_later_day_never_turns_ineligible_into_eligible(policy: Policy, case: Case, later: int) -> None:
    now, then = rule(policy, case), rule(policy, replace(case, day=case.day + timedelta(days=later)))
    if now.verdict is Verdict.INELIGIBLE:
        assert then.verdict is Verdict.INELIGIBLE


@given(policies, cases, st.integers(1, 60))
def test_a_later_day_is_never_worth_more(policy: Policy, case: Case, later: int) -> None:
    """Of what is refused, nothing is given later; of the window, no more is left."""
    now, then = rule(policy, case), rule(policy, replace(case, day=case.day + timedelta(days=later)))
    if now.remedy is Remedy.REFUSAL:
        assert then.remedy is Remedy.REFUSAL
    if now.window and then.window and Ground.DATES_CONTRADICT not in now.grounds:
        assert (then.window.last - case.day).days - later <= (now.window.last - case.day).days


@given(policies, cases)
def test_manual_is_never_decided_silently(policy: Policy, case: Case) -> None:
    ruling = rule(policy, case)
    assert (ruling.verdict is Verdict.MANUAL) == (ruling.remedy is Remedy.DECIDE_BY_HAND)
    if UNCLEAR & set(ruling.grounds):
        assert ruling.verdict is Verdict.MANUAL
    if ruling.verdict is Verdict.MANUAL:
        assert ruling.grounds
        assert (ruling.fee_percent, ruling.fee) == (0, None)


@given(policies, cases)
def test_every_verdict_has_its_ground(policy: Policy, case: Case) -> None:
    """Nobody is refused without a reason, and nobody pays a fee without being told."""
    ruling = rule(policy, case)
    if ruling.verdict is not Verdict.ELIGIBLE:
        assert set(ruling.grounds) - {Ground.INVOICE_SEEN, Ground.CONDITION_FEE, Ground.IN_WINDOW}
    assert (Ground.CONDITION_FEE in ruling.grounds) == (ruling.fee_percent > 0)
    if ruling.remedy is Remedy.FULL_REFUND:
        assert ruling.fee_percent == 0
    if ruling.remedy is Remedy.PARTIAL_REFUND:
        assert ruling.fee_percent > 0
    if ruling.fee is not None:
        assert 0 <= ruling.fee <= case.value
        assert ruling.fee_most is None or ruling.fee <= ruling.fee_most


@given(policies, cases)
def test_the_same_facts_in_any_order_give_the_same_ruling(policy: Policy, case: Case) -> None:
    expected = rule(policy, case)
    shuffled = tuple(
        replace(
            row,
            when=dict(reversed([(name, names[::-1]) for name, names in row.when.items()])),
            rest_days=row.rest_days[::-1],
            fee_percent=dict(reversed(list(row.fee_percent.items()))),
        )
        for row in policy.terms
    )
    for order in permutations(policy.holidays):
        found = rule(replace(policy, terms=shuffled, holidays=order), case)
        assert found == expected


@given(policies, cases)
def test_the_first_hit_is_the_first_hit(policy: Policy, case: Case) -> None:
    applied = rule(policy, case).terms
    assert applied is not None
    row = policy.terms[applied.number - 1]
    assert row.apply(case.conditions)
    assert not any(above.apply(case.conditions) for above in policy.terms[: applied.number - 1])
    assert rule(replace(policy, terms=(replace(row, when={}),)), case).grounds == rule(policy, case).grounds
