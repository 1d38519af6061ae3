"""The decision table as a manager writes it: amounts in the station's currency, facts by their kinds."""

from collections.abc import Mapping
from decimal import Decimal

import pytest

from station.adapters.config.problems import Problems
from station.adapters.config.routing_file import parse_table, with_amounts
from station.adapters.config.sections import checking
from station.domain.disposition import Table
from station.domain.disposition import Test as Must

WORDS = {"en": "a", "he": "b", "ru": "c"}


def read(when: Mapping[str, object], currency: str = "ILS") -> tuple[Table, list[str]]:
    rows = [{"id": "one", **WORDS, "when": when, "open": "resale"}, {"id": "rest", **WORDS, "open": "resale"}]
    problems = Problems()
    with checking({"version": 1, "row": rows}, "table", problems) as top:
        table = parse_table(top, currency)
    return table, [str(problem) for problem in problems.found]


@pytest.mark.parametrize(
    ("value", "currency", "test"),
    [
        ({"at_most": Decimal("15.00")}, "ILS", Must(most=1500)),
        ({"at_least": 15, "at_most": "20.5"}, "ILS", Must(least=1500, most=2050)),
        ([Decimal("0.01"), 3], "ILS", Must((1, 300))),
        ({"at_most": 1500}, "JPY", Must(most=1500)),
        ({"at_most": Decimal("1.25")}, "KWD", Must(most=1250)),
    ],
)
def test_an_amount_is_written_as_a_person_does_and_kept_in_minor_units(
    value: object, currency: str, test: Must
) -> None:
    table, problems = read({"value": value}, currency)
    assert problems == []
    assert table.rows[0].when == {"value": test}


@pytest.mark.parametrize(("value", "currency"), [("12.505", "ILS"), (Decimal("12.5"), "JPY"), (-1, "ILS")])
def test_an_amount_that_the_currency_does_not_have_is_refused(value: object, currency: str) -> None:
    _, problems = read({"value": value}, currency)
    assert len(problems) == 1
    assert "expected an amount" in problems[0]


def test_amounts_come_back_as_they_were_written() -> None:
    kept = {"row": [{"when": {"value": {"at_most": 1500}, "stock": [3]}}, {"open": ["resale"]}]}
    assert with_amounts(kept, "ILS") == {
        "row": [{"when": {"value": {"at_most": Decimal("15.00")}, "stock": [3]}}, {"open": ["resale"]}]
    }


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ({"country": "il"}, 'found "il"; expected two capital letters'),
        ({"policy": "eligibel"}, 'did you mean "eligible"?'),
        ({"stock": Decimal("1.5")}, "expected a whole number"),
        ({"recall": "yes"}, "expected true or false"),
        ({"channel": ""}, "expected some text"),
    ],
)
def test_each_fact_is_held_to_what_it_holds(when: Mapping[str, object], said: str) -> None:
    _, problems = read(when)
    assert len(problems) == 1
    assert said in problems[0]


def test_names_are_what_the_shop_calls_things() -> None:
    table, problems = read({"brand": ["Acme & Co.", "קסם"], "country": ["IL", "DE"], "channel": "Web shop"})
    assert problems == []
    assert table.rows[0].when["brand"] == Must(("Acme & Co.", "קסם"))
