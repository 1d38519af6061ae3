"""policy.toml: what may be left out, and what is refused, all at once and by row."""

import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from station.adapters.config.policy_file import parse_policy, read_policy
from station.adapters.config.problems import Problems
from station.adapters.config.rule_forms import RuleForms
from station.adapters.config.sections import checking
from station.domain.calendar import CountedFrom, Weekday
from station.domain.grading import Grade
from station.domain.policy import CHOICES, CONDITIONS, Payer, Policy, Remedy, Verdict
from station.rule_ports import RuleKey

SHIPPED = Path(__file__).parents[2] / "config/rules/policy.toml"
LEAST = 'version = 1\n[[terms]]\nid = "all"\nen = "All"\nwindow_days = 14\n'
ABOVE = '[[terms]]\nid = "{}"\nen = "Above"\nwindow_days = 14\nwhen = {}\n'
HOLIDAY = '[[holiday]]\nid = "h"\nen = "H"\nfrom = {}\nuntil = {}\naccepted_until = {}\n'


def read(text: str, currency: str = "ILS") -> tuple[Policy, str]:
    problems = Problems()
    with checking(tomllib.loads(text, parse_float=Decimal), "policy.toml", problems) as top:
        policy = parse_policy(top, currency)
    return policy, "\n".join(map(str, problems.found))


def above(*rows: tuple[str, str]) -> str:
    """Write rows with these ids and conditions above the last."""
    first, rest = LEAST.split("\n", 1)
    return f"{first}\n" + "".join(ABOVE.format(*row) for row in rows) + rest


def test_the_least_that_has_to_be_said() -> None:
    policy, said = read(LEAST, currency="")
    assert said == ""
    (row,) = policy.terms
    assert (row.counted_from, row.rest_days, row.carrier_most) == (CountedFrom.DELIVERY, (), 0)
    assert (row.invoice_required, row.packaging_at_least, row.packaging_worse) == (
        False,
        None,
        Verdict.MANUAL,
    )
    assert (row.hygiene_opened, row.final_sale) == (Verdict.INELIGIBLE, Verdict.INELIGIBLE)
    assert (row.fee_percent, row.fee_most) == ({}, None)
    assert (row.remedy, row.late_remedy, row.late_days) == (Remedy.FULL_REFUND, Remedy.REFUSAL, None)
    assert row.return_paid_by is Payer.CUSTOMER


def test_everything_that_can_be_said() -> None:
    text = LEAST + (
        'counted_from = "purchase"\nrest_days = ["saturday", "sunday"]\ncarrier_days = 3\ncarrier_most = 14\n'
        'invoice_required = true\npackaging_at_least = "B"\npackaging_worse = "ineligible"\n'
        'hygiene_opened = "manual"\nfinal_sale = "eligible"\nfee_percent = { B = 10 }\nfee_most = 12.5\n'
        'remedy = "exchange"\nlate_remedy = "store_credit"\nlate_days = 30\nreturn_paid_by = "shop"\n'
    )
    policy, said = read(
        text + HOLIDAY.format("2026-11-01", '"2026-12-31"', "2027-01-31") + 'countries = "IL"\n'
    )
    assert said == ""
    (row,), (holiday,) = policy.terms, policy.holidays
    assert (row.counted_from, row.rest_days) == (CountedFrom.PURCHASE, (Weekday.SATURDAY, Weekday.SUNDAY))
    assert (row.fee_percent, row.fee_most, row.late_days) == ({Grade.B: 10}, Decimal("12.50"), 30)
    assert (row.remedy, row.late_remedy, row.return_paid_by) == (
        Remedy.EXCHANGE,
        Remedy.STORE_CREDIT,
        Payer.SHOP,
    )
    assert (holiday.from_, holiday.until, holiday.countries) == (
        date(2026, 11, 1),
        date(2026, 12, 31),
        ("IL",),
    )


REFUSED = [
    ("version = 1", "terms: there is none; expected at least one [[terms]]"),
    (LEAST.replace("window_days = 14", ""), 'row 1 "all", window_days: is missing'),
    (LEAST.replace("14", "-1"), "window_days: found -1"),
    (LEAST + "window_day = 3", 'did you mean "window_days"?'),
    (LEAST + 'remedy = "full_refnd"', 'did you mean "full_refund"?'),
    (LEAST + 'remedy = "refusal"', 'remedy: found "refusal"; expected one of full_refund, exchange'),
    (LEAST + 'late_remedy = "full_refund"', "late_remedy: found"),
    (LEAST + "late_days = 10", "late_days: what is late is refused at once; expected another late_remedy"),
    (LEAST + "carrier_days = 3", "carrier_days: without carrier_most nothing is ever lengthened"),
    (LEAST + 'packaging_at_least = "F"', 'packaging_at_least: found "F"; expected one of A, B, C, D, E'),
    (LEAST + 'hygiene_opened = "no"', "expected one of eligible, ineligible, manual"),
    (LEAST + "fee_percent = { F = 10 }", 'there is no grade "F"'),
    (LEAST + "fee_percent = { B = 110 }", "fee_percent.B: found 110; expected a whole number, from 0 to 100"),
    (LEAST + "fee_most = -1", "fee_most: found -1"),
    (LEAST + 'fee_most = "100 ILS"', "100 alone: amounts are in the currency of the file"),
    (LEAST + 'rest_days = ["saterday"]', 'did you mean "saturday"?'),
    (LEAST + 'when = { category = "books" }', "the last row has conditions; expected a last row without"),
    (above(("a", '{ categry = "books" }')), 'there is no condition "categry"'),
    (above(("a", '{ categry = "books" }')), 'did you mean "category"?'),
    (above(("a", '{ country = "Israel" }')), 'when.country: found "Israel"; expected two capital letters'),
    (above(("a", "{ category = [] }")), "when.category: the list is empty"),
    (above(("all", '{ category = "a" }')), 'id: "all" is the id of row 1 "all" too'),
    ('currency = "EUR"\n' + LEAST, "currency: found EUR, the station counts in ILS"),
    (
        LEAST + HOLIDAY.format("2026-12-31", "2026-11-01", "2027-01-31"),
        "until: it ends before it starts, on 2026",
    ),
    (
        LEAST + HOLIDAY.format("2026-11-01", "2026-12-31", "2026-12-30"),
        "accepted_until: it is before the last",
    ),
    (LEAST + HOLIDAY.format("2026-11-01", '"2026-02-30"', "2027-01-31"), "until: found"),
    (LEAST + HOLIDAY.format("2026-11-01", "20261231", "2027-01-31"), "expected a date such as 2026-03-31"),
    (LEAST + HOLIDAY.format("2026-11-01", '"20261231"', "2027-01-31"), "expected a date such as 2026-03-31"),
    (LEAST + HOLIDAY.format("2026-11-01T00:00:00", "2026-12-31", "2027-01-31"), "from: found"),
]


@pytest.mark.parametrize(("text", "said"), REFUSED)
def test_a_mistake_is_named(text: str, said: str) -> None:
    assert said in read(text)[1]


OUT_OF_REACH = [
    (
        [("a", '{ category = ["x", "y"] }'), ("b", '{ category = "x" }')],
        'row 2 "b": it can never hit, row 1 "a" takes',
    ),
    ([("a", "{}"), ("b", '{ category = "x" }')], 'row 2 "b": it can never hit, row 1 "a" takes all of it'),
    ([("a", "{}")], 'row 2 "all": it can never hit, row 1 "a" takes all of it'),
    (
        [
            ("a", '{ category = "x" }'),
            ("b", '{ category = "y" }'),
            ("c", '{ category = ["x", "y"], country = "DE" }'),
        ],
        'row 3 "c": it can never hit, row 1 "a", row 2 "b" take all of it',
    ),
]
WITHIN_REACH = [
    [("a", '{ category = "x" }'), ("b", '{ category = ["x", "y"] }')],
    [("a", '{ category = "x", country = "DE" }'), ("b", '{ category = "x" }')],
    [
        ("a", '{ category = "x" }'),
        ("b", '{ country = "DE" }'),
        ("c", '{ category = "y", channel = "store" }'),
    ],
]


@pytest.mark.parametrize(("rows", "said"), OUT_OF_REACH)
def test_a_row_that_can_never_fire_is_named(rows: list[tuple[str, str]], said: str) -> None:
    assert said in read(above(*rows))[1]


@pytest.mark.parametrize("rows", WITHIN_REACH)
def test_a_row_that_fires_for_some_is_let_be(rows: list[tuple[str, str]]) -> None:
    assert read(above(*rows))[1] == ""


def test_all_mistakes_come_at_once() -> None:
    text = above(("a", "{}"), ("b", '{ country = "DE" }')) + 'window_day = 3\nremedy = "money"\n'
    said = read(text + HOLIDAY.format("2026-12-31", "2026-11-01", "2027-01-31"))[1]
    assert len(said.splitlines()) == 4  # the last row is not compared while it has mistakes of its own
    for place in ('row 2 "b": it can never', 'row 3 "all", window_day', 'row 3 "all", remedy', "holiday 1"):
        assert place in said


def test_an_amount_needs_a_currency() -> None:
    assert "fee_most: it is an amount in no currency" in read(LEAST + "fee_most = 100", currency="")[1]
    assert read(LEAST + "fee_most = 100", currency="ILS")[1] == ""


def test_the_shipped_policy_goes_to_plain_data_and_back() -> None:
    problems, forms, key = Problems(), RuleForms(None, "ILS"), RuleKey("policy", "policy")
    policy = read_policy(SHIPPED, problems, "ILS")
    assert problems.found == []
    plain, wrong = forms.parse(forms.toml(key, forms.plain(key, policy)))
    assert (wrong, forms.read(key, plain)) == ((), (policy, ()))


def test_what_an_editor_needs_to_know_is_data() -> None:
    policy = read_policy(SHIPPED, Problems(), "ILS")
    assert {name for row in policy.terms for name in row.when} <= set(CONDITIONS)
    for key, choices in CHOICES.items():
        for choice in choices:
            assert read(f'{LEAST}{key} = "{choice.value}"')[1] == "", (key, choice)
