"""Kappa and alpha are those of the textbooks, and never a number where there is none."""

import subprocess
import sys

import pytest

from station.adapters.agreement import MeasuredAgreement
from station.domain.graders.agreement import Estimate, Grading, Told, Untold

AGREEMENT = MeasuredAgreement()


def value(told: Told) -> float:
    assert isinstance(told, Estimate)
    assert -1 <= told.low <= told.value <= told.high <= 1
    return told.value


# Tables of two graders, and Cohen's kappa of them as published.
PUBLISHED = [
    # Fleiss, Levin and Paik, Statistical Methods for Rates and Proportions, 3rd edition, table 18.1
    ([[75, 1, 4], [5, 4, 1], [0, 0, 10]], 0.676),
    # Cohen 1960, A coefficient of agreement for nominal scales, table 1 (as counts of 200)
    ([[88, 14, 18], [10, 40, 10], [2, 6, 12]], 0.492),
    # the grants that two readers judged, 50 of them: 0.40
    ([[20, 5], [10, 15]], 0.4),
]


@pytest.mark.parametrize(("counts", "kappa"), PUBLISHED)
def test_kappa_is_as_published(counts: list[list[int]], kappa: float) -> None:
    assert value(AGREEMENT.kappas(counts).plain) == pytest.approx(kappa, abs=0.0006)


# Two dermatologists' ratings of 88 patients: SAS/STAT User's Guide, the FREQ procedure, tests of agreement.
SKIN = [[10, 4, 1, 0], [5, 10, 12, 2], [2, 4, 12, 5], [0, 2, 6, 13]]


def test_weighted_kappa_and_its_interval_are_as_published() -> None:
    found = AGREEMENT.kappas(SKIN)
    assert _rounded(found.plain) == (0.3449, 0.2030, 0.4868)
    assert _rounded(found.linear) == (0.5082, 0.3798, 0.6366)
    assert value(found.quadratic) == pytest.approx(_by_definition(SKIN, 2), abs=1e-9)


def _rounded(told: Told) -> tuple[float, ...]:
    assert isinstance(told, Estimate)
    return tuple(round(each, 4) for each in (told.value, told.low, told.high))


def _by_definition(counts: list[list[int]], power: int) -> float:
    total = sum(map(sum, counts))
    rows, columns = [sum(row) for row in counts], [sum(column) for column in zip(*counts, strict=True)]
    places = range(len(counts))
    seen = sum(counts[i][j] * abs(i - j) ** power for i in places for j in places) / total
    by_chance = sum(rows[i] * columns[j] * abs(i - j) ** power for i in places for j in places) / total**2
    return 1 - seen / by_chance


# Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), part C: four observers, twelve units.
UNITS = ("11 1", "2232", "3333", "3333", "2222", "1234", "4444", "1121", "2222", " 555", "  11", " 3  ")
OBSERVERS = "ABCD"


def gradings(units: tuple[str, ...] = UNITS, times: int = 1) -> list[Grading]:
    return [
        Grading(
            f"i-{time}-{number}", {o: int(v) - 1 for o, v in zip(OBSERVERS, unit, strict=False) if v != " "}
        )
        for time in range(times)
        for number, unit in enumerate(units)
    ]


def test_alpha_is_as_published_with_grades_missing() -> None:
    assert value(AGREEMENT.alpha(gradings(), 5)) == pytest.approx(0.815, abs=0.0005)


def test_an_interval_is_the_same_each_time_and_narrower_with_more_items() -> None:
    few, many = AGREEMENT.alpha(gradings(), 5), AGREEMENT.alpha(gradings(times=8), 5)
    assert few == AGREEMENT.alpha(gradings(), 5)
    assert isinstance(few, Estimate)
    assert isinstance(many, Estimate)
    assert many.high - many.low < few.high - few.low


NOTHING = [
    ([[0, 0], [0, 0]], Untold.NONE),
    ([[4, 1], [1, 3]], Untold.TOO_FEW),
    ([[40, 0], [0, 0]], Untold.ALL_ALIKE),
]


@pytest.mark.parametrize(("counts", "untold"), NOTHING)
def test_where_there_is_no_number_it_says_why(counts: list[list[int]], untold: Untold) -> None:
    found = AGREEMENT.kappas(counts)
    assert {found.plain, found.linear, found.quadratic} == {untold}


@pytest.mark.parametrize(
    ("units", "untold"),
    [
        ((), Untold.NONE),
        (("1   ",) * 20, Untold.NONE),
        (("12  ",) * 9, Untold.TOO_FEW),
        (("11  ",) * 30, Untold.ALL_ALIKE),
    ],
)
def test_alpha_too(units: tuple[str, ...], untold: Untold) -> None:
    assert AGREEMENT.alpha(gradings(units), 5) is untold


def test_perfect_agreement_on_few_items_is_no_certainty() -> None:
    few, many = (AGREEMENT.kappas([[n, 0], [0, n]]).quadratic for n in (5, 500))
    assert value(few) == value(many) == 1
    assert isinstance(few, Estimate)
    assert isinstance(many, Estimate)
    assert few.low == pytest.approx(0.4)
    assert many.low > 0.99


def test_nor_is_it_for_everybody_together() -> None:
    few, many = (AGREEMENT.alpha(gradings(("11", "22") * n), 5) for n in (5, 500))
    assert value(few) == value(many) == 1
    assert isinstance(few, Estimate)
    assert isinstance(many, Estimate)
    assert few.low == pytest.approx(0.4)
    assert many.low > 0.99


def test_worse_than_chance_is_below_nothing() -> None:
    assert value(AGREEMENT.kappas([[0, 20], [20, 0]]).plain) == -1


def test_nothing_heavy_is_loaded_before_it_is_asked() -> None:
    heavy = "{'statsmodels', 'scipy', 'krippendorff'}"
    code = f"import sys, station.adapters.agreement; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
