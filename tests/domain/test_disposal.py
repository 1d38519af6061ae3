"""What a line of the ledger lacks, where its weight comes from, and how lines add up."""

from datetime import date

import pytest

from station.domain.disposal import (
    Disposal,
    DisposalReason,
    DisposalRules,
    GramsFrom,
    Lacks,
    Total,
    Totals,
    lacks,
    weight_of,
)
from station.domain.periods import Period, last_month, this_month
from station.domain.texts import Texts

RULES = DisposalRules(
    1,
    reasons=(
        DisposalReason("unusable", Texts("Broken"), ("broken", "worn")),
        DisposalReason("old", Texts("Old")),
    ),
    derogations=(DisposalReason("unsafe", Texts("Unsafe")),),
    need_derogation=("apparel",),
)


@pytest.mark.parametrize(
    ("line", "missing"),
    [
        (Disposal("", "kitchen", 100), Lacks.REASON),
        (Disposal("old", "kitchen", 100), None),
        (Disposal("old", "kitchen", 0), Lacks.WEIGHT),
        (Disposal("", "apparel", 0), Lacks.REASON),
        (Disposal("old", "apparel", 100), Lacks.DEROGATION),
        (Disposal("old", "apparel", 100, derogation="unsafe"), Lacks.PHOTO),
        (Disposal("old", "apparel", 0, derogation="unsafe", evidence=("a",)), Lacks.WEIGHT),
        (Disposal("old", "apparel", 100, derogation="unsafe", evidence=("a",)), None),
    ],
)
def test_the_first_thing_that_is_missing_is_asked_for(line: Disposal, missing: Lacks | None) -> None:
    assert lacks(line, RULES) is missing


@pytest.mark.parametrize(
    ("measured", "catalogue", "typical", "weight"),
    [
        (412.5, 400, 900, (412, GramsFrom.SCALE)),
        (0.2, None, None, (1, GramsFrom.SCALE)),
        (None, 400, 900, (400, GramsFrom.CATALOGUE)),
        (None, None, 900, (900, GramsFrom.TYPICAL)),
        (None, None, None, (0, None)),
    ],
)
def test_a_weight_is_the_scales_before_the_catalogues_before_a_typical_one(
    measured: float | None, catalogue: int | None, typical: int | None, weight: tuple[int, GramsFrom | None]
) -> None:
    assert weight_of(measured, catalogue, typical) == weight


def test_a_row_of_the_routing_table_stands_for_its_reason() -> None:
    assert [RULES.reason_of(row) for row in ("worn", "unknown")] == ["unusable", ""]
    assert [RULES.text_of(code).en for code in ("old", "unsafe", "gone")] == ["Old", "Unsafe", "gone"]


def test_what_was_weighed_and_what_was_estimated_is_added_up_apart() -> None:
    totals = Totals()
    for grams, source, reason in (
        (100, GramsFrom.SCALE, "old"),
        (30, GramsFrom.TYPICAL, "old"),
        (7, GramsFrom.CATALOGUE, "unusable"),
    ):
        totals.add(Disposal(reason, "kitchen", grams, source))
    assert totals.all == Total(3, 100, 37)
    assert totals.by_reason == {"old": Total(2, 100, 30), "unusable": Total(1, 0, 7)}
    assert totals.by_category == {"kitchen": totals.all}
    assert totals.all.grams == 137


@pytest.mark.parametrize(
    ("today", "before"),
    [
        (date(2026, 1, 15), Period(date(2025, 12, 1), date(2025, 12, 31))),
        (date(2028, 3, 31), Period(date(2028, 2, 1), date(2028, 2, 29))),
        (date(2026, 3, 1), Period(date(2026, 2, 1), date(2026, 2, 28))),
    ],
)
def test_months(today: date, before: Period) -> None:
    assert this_month(today) == Period(today.replace(day=1), today)
    assert last_month(today) == before
    assert not Period(before.last, before.first).real
