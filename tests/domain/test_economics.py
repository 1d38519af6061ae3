"""What questions cost and are good for, on a form where it can be told by hand."""

from dataclasses import replace

import pytest

from station.domain.checklist import Checklist
from station.domain.disposition import Disposition
from station.domain.graders.economics import Asked, economics
from station.domain.grading import Grade, grade
from station.domain.inspection import Answer, Inspection, complete
from tests.support.made import FORM, after, opened


def known(name: str, changes: int = 0, seconds: float = 2.0, **answers: str) -> Inspection:
    given = tuple(Answer(q, c, after(1), "dana", seconds, changes) for q, c in answers.items())
    return replace(opened(), id=name, answers=given)


def goes(inspection: Inspection, checklist: Checklist) -> Disposition:
    """Restock as new, resale down to C, disposal below: nothing but the grade."""
    assert complete(inspection, checklist)
    found = grade(checklist, inspection.chosen).grade
    table = {Grade.A: Disposition.RESTOCK, Grade.D: Disposition.DISPOSAL, Grade.E: Disposition.DISPOSAL}
    return table.get(found, Disposition.RESALE)


GOOD = {"sealed": "no", "damage": "none", "works": "yes", "parts": "all"}
SEEN = (
    known("good-1", **GOOD),
    known("good-2", seconds=6.0, **GOOD),
    known("good-3", seconds=3.0, **GOOD),
    known("scratch", changes=1, **{**GOOD, "damage": "scratch"}),
    known("scratch-few", **{**GOOD, "damage": "scratch", "parts": "few"}),
    known("broken", sealed="no", damage="broken", parts="all"),
    known("sealed", sealed="yes"),
)


@pytest.fixture(scope="module")
def measured() -> dict[str, Asked]:
    return {asked.question.id: asked for asked in economics(FORM, SEEN, goes)}


@pytest.mark.parametrize(
    ("question", "times", "rerouted"),
    [
        ("sealed", 7, ()),  # opened and good, it would go to the same place
        ("damage", 6, ("scratch", "broken")),  # scratch-few is for resale either way
        ("works", 5, ()),
        ("parts", 6, ()),  # scratched, it is for resale with all parts, too
    ],
)
def test_a_question_changes_the_route_where_the_usual_answer_would(
    measured: dict[str, Asked], question: str, times: int, rerouted: tuple[str, ...]
) -> None:
    assert (measured[question].times, measured[question].rerouted) == (times, rerouted)


def test_seconds_are_the_median_and_changes_are_named(measured: dict[str, Asked]) -> None:
    assert measured["parts"].seconds == 2.0
    assert measured["damage"].changed == ("scratch",)
    assert measured["damage"].usual == "none"


def test_without_inspections_nothing_is_counted() -> None:
    assert next((a.times, a.seconds, a.usual) for a in economics(FORM, (), goes)) == (0, 0.0, "yes")
