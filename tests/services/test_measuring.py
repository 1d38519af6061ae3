"""Agreement of graders and the economics of questions, over a real store."""

from pathlib import Path

import pytest

from station.domain.graders.agreement import GRADE, Estimate, Subject, Untold
from station.domain.graders.pairs import PairKind
from station.services.grading import asking, measuring
from station.services.grading.measuring import Chosen
from tests.support.history import live
from tests.support.stations import Rig, stocked_rig
from tests.support.twice import graded_twice

QUARTER = Chosen(90)


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory) -> Rig:
    """Eighty items, graded by two people and again by two others."""
    folder: Path = tmp_path_factory.mktemp("twice")
    with stocked_rig(folder / "data") as rig:
        graded_twice(rig, 80, ("dana", "omer"), ("noa", "lev"))
        yield rig  # type: ignore[misc]


def test_each_grader_is_compared_with_everybody_else(twice: Rig) -> None:
    found = measuring.everybody(twice.world, QUARTER)
    assert {line.grader for line in found.lines} == {"dana", "omer", "noa", "lev"}
    assert all(line.grade.pairs == 40 for line in found.lines)
    assert isinstance(found.alpha, Estimate)
    assert 0 < found.alpha.low < found.alpha.value < found.alpha.high < 1
    assert found.items == 80


def test_nobody_and_nothing_is_said_and_not_computed(rig: Rig) -> None:
    found = measuring.everybody(rig.world, QUARTER)
    assert (found.lines, found.alpha, found.items) == ((), Untold.NONE, 0)


def test_every_cell_leads_to_its_items(twice: Rig) -> None:
    one = measuring.one(twice.world, QUARTER, "dana")
    for compared in (one.grade, *one.axes, *one.questions):
        table = compared.table
        for row, own in enumerate(table.labels):
            for column, other in enumerate(table.labels):
                behind = measuring.behind(twice.world, QUARTER, "dana", table.subject, own, other)
                assert len(behind) == table.counts[row][column]
                assert {(each.own, each.said) for each in behind} <= {(own, other)}


def test_a_category_leaves_out_the_others(twice: Rig) -> None:
    whole = measuring.one(twice.world, QUARTER, "dana").grade.table.pairs
    kitchen = measuring.one(twice.world, Chosen(90, "kitchen"), "dana").grade.table.pairs
    assert 0 < kitchen < whole
    assert measuring.one(twice.world, Chosen(90, "nothing"), "dana").grade.table.pairs == 0


def test_calibration_items_are_kept_apart(rig: Rig) -> None:
    graded_twice(rig, 20, kind=PairKind.CALIBRATION)
    assert measuring.everybody(rig.world, QUARTER).lines == ()
    (line,) = measuring.everybody(rig.world, Chosen(90, kind=PairKind.CALIBRATION)).lines
    assert (line.grader, line.grade.pairs) == ("omer", 20)
    behind = measuring.behind(rig.world, Chosen(90, kind=PairKind.CALIBRATION), "omer", GRADE)
    assert {each.other for each in behind} == {""}


def test_somebody_unknown_is_not_there(rig: Rig) -> None:
    with pytest.raises(KeyError):
        measuring.one(rig.world, QUARTER, "nobody")


def test_questions_are_measured_and_lead_to_their_items(twice: Rig) -> None:
    forms = asking.forms(twice.world)
    assert sum(form.inspections for form in forms) == 80
    counted = 0
    for form in forms:
        for line in form.questions:
            for what, behind in (("rerouted", line.asked.rerouted), ("differ", line.differ)):
                counted += bool(behind)
                if behind and counted < 5:
                    _, found = asking.items(twice.world, form.checklist.id, line.asked.question.id, what)
                    assert {known.id for known in found} == set(behind)
    assert counted
    with pytest.raises(KeyError):
        asking.items(twice.world, "general", "nothing", "differ")


def test_a_question_of_another_checklist_is_another_question(twice: Rig) -> None:
    other = Subject("nothing/sealed", "nothing", "sealed")
    assert measuring.behind(twice.world, QUARTER, "dana", other) == ()


def test_only_the_last_items_count(rig: Rig) -> None:
    live(rig, asking.LAST + 5)
    assert sum(form.inspections for form in asking.forms(rig.world)) == asking.LAST
