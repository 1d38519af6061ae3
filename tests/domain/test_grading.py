"""The grade is the worst cap, and the answer that set it is named."""

from collections.abc import Mapping

import pytest

from station.domain.grading import grade
from tests.support.made import FORM, choice, question

OPENED = {"sealed": "no", "damage": "none", "works": "yes", "parts": "all"}

GRADES = [
    ({"sealed": "yes"}, "A", None),
    (OPENED, "A", None),
    (OPENED | {"damage": "scratch"}, "B", "damage"),
    (OPENED | {"damage": "scratch", "parts": "few"}, "C", "parts"),
    (OPENED | {"works": "no", "parts": "few"}, "D", "works"),
    (OPENED | {"works": "no", "parts": "none"}, "D", "works"),
    ({"sealed": "no", "damage": "broken", "parts": "none"}, "D", "damage"),
]


@pytest.mark.parametrize(("answers", "expected", "set_by"), GRADES)
def test_the_worst_cap_wins_and_between_equals_the_earlier(
    answers: Mapping[str, str], expected: str, set_by: str | None
) -> None:
    graded = grade(FORM, answers)
    assert graded.grade == expected
    assert (graded.set_by.question if graded.set_by else None) == set_by


def test_each_axis_keeps_its_own_worst_cap() -> None:
    graded = grade(FORM, OPENED | {"damage": "scratch", "works": "no", "parts": "few"})
    assert {cap.axis.value: cap.grade.value for cap in graded.axes} == {
        "cosmetic": "B",
        "functional": "D",
        "completeness": "C",
    }


def test_a_cap_of_an_answer_that_is_no_longer_asked_does_not_count() -> None:
    assert grade(FORM, {"sealed": "yes", "parts": "none"}).grade == "A"


def test_a_cap_at_the_best_grade_sets_nothing() -> None:
    form = type(FORM)("f", 1, FORM.title, (question("q", choice("fine", cosmetic="A")),))
    assert grade(form, {"q": "fine"}).set_by is None
