"""The routing table: first hit wins, and money decides only what a row leaves open."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.domain.disposition import FACTS, Decision, Disposition, FactKind, Facts, Net, Row, Table, decide
from station.domain.disposition import Test as Must
from station.domain.errors import DomainError, Reason
from station.domain.texts import Texts

RESTOCK, REFURBISH, RESALE, DISPOSAL = Disposition
ANY = Texts("any")
ROWS = (
    Row("sealed", ANY, (RESTOCK,), {"sealed": Must((True,)), "grade": Must(("A",))}),
    Row("cheap", ANY, (DISPOSAL,), {"value": Must(most=1500), "grade": Must(("C", "D"))}),
    Row("dear", ANY, (RESALE,), {"value": Must(least=1_000_000)}),
    Row("used", ANY, (RESALE, REFURBISH), {"grade": Must(("B", "C"))}),
    Row("rest", ANY, (REFURBISH,)),
)
NETS = {RESALE: Net(RESALE, 900), REFURBISH: Net(REFURBISH, 700), RESTOCK: Net(RESTOCK, 5000)}


def decided(facts: Facts, nets: Mapping[Disposition, Net] = NETS) -> Decision:
    return decide(Table(1, ROWS), {"sealed": False, "grade": "C", "value": 10_000, **facts}, nets)


CASES = [
    ({"sealed": True, "grade": "A", "value": 100}, "sealed", 1),
    ({"sealed": True, "grade": "C", "value": 100}, "cheap", 2),
    ({"grade": "D", "value": 1500}, "cheap", 2),
    ({"grade": "D", "value": 1501}, "rest", 5),
    ({"grade": "A", "value": 999_999}, "rest", 5),
    ({"grade": "A", "value": 1_000_000}, "dear", 3),
    ({"grade": "B", "value": 5000}, "used", 4),
]


@pytest.mark.parametrize(("facts", "row", "number"), CASES)
def test_the_first_row_whose_conditions_all_hold_decides(facts: Facts, row: str, number: int) -> None:
    decision = decided(facts)
    assert (decision.row_id, decision.row_number) == (row, number)


def test_the_best_net_recovery_is_taken_and_the_ranking_told() -> None:
    cheap = decided({"grade": "C"})
    dear = decided({"grade": "C"}, {**NETS, REFURBISH: Net(REFURBISH, 901)})
    assert [(net.disposition, net.amount) for net in cheap.ranking] == [(RESALE, 900), (REFURBISH, 700)]
    assert (cheap.disposition, dear.disposition) == (RESALE, REFURBISH)
    assert [net.disposition for net in dear.ranking] == [REFURBISH, RESALE]
    assert dear.by_money


def test_where_the_money_is_equal_the_order_of_the_row_decides() -> None:
    table = Table(1, (Row("any", ANY, (DISPOSAL, RESTOCK)),))
    same = {RESTOCK: Net(RESTOCK, 0)}
    assert decide(table, {}, same).disposition is DISPOSAL
    assert decide(Table(1, (Row("any", ANY, (RESTOCK, DISPOSAL)),)), {}, same).disposition is RESTOCK


def test_money_does_not_decide_where_a_row_leaves_no_choice() -> None:
    decision = decided({"grade": "D"}, {**NETS, DISPOSAL: Net(DISPOSAL, 10**9)})
    assert decision.disposition is REFURBISH
    assert not decision.by_money


def test_what_would_have_come_next_is_told() -> None:
    decision = decided({"sealed": True, "grade": "A", "value": 2_000_000})
    assert decision.otherwise
    assert (decision.otherwise.row_number, decision.otherwise.disposition) == (3, RESALE)
    assert decided({"grade": "D"}).otherwise is None


def test_the_row_that_fired_can_be_read_from_the_decision_alone() -> None:
    row = decided({"grade": "B"}).row
    assert row == ROWS[3]


@pytest.mark.parametrize("fact", FACTS)
def test_a_fact_that_is_not_known_passes_no_test(fact: str) -> None:
    tests = {
        FactKind.GRADE: Must(("A", "B", "C", "D", "E")),
        FactKind.FLAG: Must((True, False)),
        FactKind.NAME: Must(("",)),
        FactKind.WHOLE: Must(least=0),
        FactKind.MONEY: Must(most=10**12),
    }
    table = Table(1, (Row("known", ANY, (RESTOCK,), {fact: tests[FACTS[fact]]}),))
    with pytest.raises(DomainError) as refused:
        decide(table, {}, {})
    assert refused.value.reason is Reason.NOT_NOW


GRADES, FLAGS = st.sampled_from("ABCDE"), st.booleans()
FACT_VALUES = st.fixed_dictionaries(
    {"grade": GRADES, "sealed": FLAGS, "value": st.integers(0, 3000)}, optional={"stock": st.integers(0, 9)}
)
TESTS = st.fixed_dictionaries(
    {},
    optional={
        "grade": st.builds(lambda v: Must(tuple(v)), st.sets(GRADES, min_size=1)),
        "sealed": st.builds(lambda v: Must((v,)), FLAGS),
        "value": st.builds(
            lambda a, b: Must(least=a, most=b), st.none() | st.integers(0, 3000), st.integers(0, 3000)
        ),
        "stock": st.builds(lambda v: Must(least=v), st.integers(0, 9)),
    },
)
OPEN = st.lists(st.sampled_from(Disposition), min_size=1, unique=True).map(tuple)
RULES = st.lists(st.tuples(TESTS, OPEN), max_size=8)


@given(rules=RULES, facts=FACT_VALUES)
def test_the_first_hit_is_the_first_hit(
    rules: list[tuple[dict[str, Must], tuple[Disposition, ...]]], facts: dict[str, str | int | bool]
) -> None:
    rows = tuple(Row(f"r{n}", ANY, open_, when) for n, (when, open_) in enumerate([*rules, ({}, (RESALE,))]))
    decision = decide(Table(1, rows), facts, NETS)
    index = decision.row_number - 1
    assert rows[index].id == decision.row_id
    assert rows[index].hits(facts)
    assert not any(row.hits(facts) for row in rows[:index])
    # Nothing below the row that fired has a say in where the item goes.
    assert decide(Table(1, rows[: index + 1]), facts, NETS).disposition is decision.disposition
    later = decide(Table(1, rows[index + 1 :]), facts, NETS) if index + 1 < len(rows) else None
    assert (decision.otherwise and decision.otherwise.disposition) == (later and later.disposition)
