"""The routing table: first hit wins, and money decides only what a row leaves open."""

import pytest

from station.domain.disposition import Decision, Disposition, Economics, Facts, Row, Table, decide
from station.domain.disposition import Test as Must
from station.domain.errors import DomainError
from station.domain.grading import Grade
from station.domain.texts import Texts

RESTOCK, REFURBISH, RESALE, DISPOSAL = Disposition
ANY = Texts("any")
MONEY = {
    RESALE: Economics({Grade.A: 80, Grade.C: 50}, fee_percent=15, cost=500),
    REFURBISH: Economics({Grade.A: 90, Grade.C: 74}, fee_percent=12, cost=2500),
}
TABLE = Table(
    1,
    (
        Row("sealed", ANY, (RESTOCK,), {"sealed": Must((True,)), "grade": Must(("A",))}),
        Row("cheap", ANY, (DISPOSAL,), {"value": Must(most=1500), "grade": Must(("C", "D"))}),
        Row("dear", ANY, (RESALE,), {"value": Must(least=1_000_000)}),
        Row("used", ANY, (RESALE, REFURBISH), {"grade": Must(("B", "C"))}),
        Row("rest", ANY, (REFURBISH,)),
    ),
    MONEY,
)


def decided(facts: Facts, value: int = 10_000) -> Decision:
    known = {"sealed": False, "grade": "C", "value": value, **facts}
    return decide(TABLE, known, Grade(str(known["grade"])), value)


ROWS = [
    ({"sealed": True, "grade": "A"}, 100, "sealed", 1),
    ({"sealed": True, "grade": "C"}, 100, "cheap", 2),
    ({"grade": "D"}, 1500, "cheap", 2),
    ({"grade": "D"}, 1501, "rest", 5),
    ({"grade": "A"}, 999_999, "rest", 5),
    ({"grade": "A"}, 1_000_000, "dear", 3),
    ({"grade": "B"}, 5000, "used", 4),
]


@pytest.mark.parametrize(("facts", "value", "row", "number"), ROWS)
def test_the_first_row_whose_conditions_all_hold_decides(
    facts: Facts, value: int, row: str, number: int
) -> None:
    decision = decided(facts, value)
    assert (decision.row_id, decision.row_number) == (row, number)


def test_the_best_net_recovery_is_taken_and_the_ranking_told() -> None:
    cheap, dear = decided({"grade": "C"}, 5000), decided({"grade": "C"}, 50_000)
    assert [(n.disposition, n.amount) for n in cheap.ranking] == [(RESALE, 1625), (REFURBISH, 756)]
    assert [n.disposition for n in dear.ranking] == [REFURBISH, RESALE]
    assert cheap.disposition is RESALE
    assert dear.disposition is REFURBISH
    assert dear.by_money


def test_where_the_money_is_equal_the_order_of_the_row_decides() -> None:
    table = Table(1, (Row("any", ANY, (DISPOSAL, RESTOCK)),))
    assert decide(table, {}, Grade.A, 100).disposition is DISPOSAL


def test_money_does_not_decide_where_a_row_leaves_no_choice() -> None:
    assert not decided({"sealed": True, "grade": "A"}).by_money


def test_a_fact_that_is_missing_passes_no_test() -> None:
    table = Table(1, (Row("known", ANY, (RESTOCK,), {"policy": Must(("eligible",))}),))
    with pytest.raises(DomainError):
        decide(table, {}, Grade.A, 100)
