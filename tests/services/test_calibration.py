"""Calibration items: marked by somebody else, mixed in unseen, measured, told of once they are retired."""

from datetime import timedelta

import pytest

from station.domain.errors import DomainError, Reason
from station.domain.evidence import PoorBecause
from station.domain.graders.blind import Blind
from station.domain.graders.drift import DriftState
from station.domain.graders.pairs import PairKind
from station.domain.people import Person, Role
from station.services.grading import calibrating, second
from tests.services.test_second_grades import through
from tests.support.desk import confirm, sampled
from tests.support.grading import blinds_of, drawing, graded_item, second_grader
from tests.support.stations import Rig
from tests.support.work import last_closed, payloads

CALIBRATION = PairKind.CALIBRATION


def marked(rig: Rig, **corrected: str) -> str:
    """Let a supervisor mark the item that the first operator graded."""
    graded_item(rig)
    known = last_closed(rig)
    supervisor = second_grader(rig, 0, Role.SUPERVISOR)
    assert calibrating.mark(rig.world, supervisor, known.id, {**known.chosen, **corrected})
    return known.id


def laid_ready(rig: Rig, person: Person) -> list[Blind]:
    second.waiting(rig.world, person)
    return [blind for blind in blinds_of(rig, CALIBRATION) if blind.to == person.id]


def given_to(rig: Rig, person: Person) -> str:
    """Wait until the person's calibration item comes up, and take it."""
    second.waiting(rig.world, person)
    rig.clock.advance(hours=7)
    id_ = second.take(rig.world, person)
    assert id_
    return id_


def test_a_supervisor_marks_and_the_journal_keeps_it_whole(rig: Rig) -> None:
    inspection = marked(rig)
    (event,) = payloads(rig, "calibration_marked")
    item = event["calibration"]
    assert item["inspection"] == inspection and item["answers"] == {"sealed": "yes"}
    assert item["by"] in item["graders"], "who knows the answers is not measured by them"


def test_own_work_operators_and_poor_photos_are_refused(rig: Rig) -> None:
    graded_item(rig)
    known = last_closed(rig)
    operator = second_grader(rig, 0)
    for person, reason in ((operator, Reason.NOT_ALLOWED), (second_grader(rig, 1), Reason.NOT_ALLOWED)):
        with pytest.raises(DomainError) as refused:
            calibrating.mark(rig.world, person, known.id, known.chosen)
        assert refused.value.reason is reason
    from dataclasses import replace

    poor = replace(known, photos=(replace(known.photos[0], poor_because=PoorBecause.SHINY),))
    own = replace(known, opened_by=second_grader(rig, 0, Role.SUPERVISOR).id)
    for changed, reason in ((poor, Reason.PHOTOS_WANTED), (own, Reason.OWN_WORK)):
        with rig.world.begin() as uow:
            uow.inspections.save(changed)
        with pytest.raises(DomainError) as refused:
            calibrating.mark(rig.world, second_grader(rig, 0, Role.SUPERVISOR), known.id, known.chosen)
        assert refused.value.reason is reason


def test_known_answers_have_to_lead_to_the_end(rig: Rig) -> None:
    graded_item(rig)
    known, supervisor = last_closed(rig), second_grader(rig, 0, Role.SUPERVISOR)
    assert not calibrating.mark(rig.world, supervisor, known.id, {"sealed": "no"})
    assert not calibrating.mark(rig.world, supervisor, known.id, {"sealed": "perhaps"})
    assert calibrating.items(rig.world) == ()


def test_they_come_up_within_half_a_shift_and_look_like_any_other(rig: Rig) -> None:
    drawing(rig, 0.0, calibration=2)
    marked(rig)
    person = second_grader(rig, 1)
    before = rig.clock.time
    (blind,) = laid_ready(rig, person)
    assert before <= blind.since <= before + timedelta(hours=6, seconds=1)
    assert laid_ready(rig, person) == [blind], "looking again draws nothing anew"
    assert second.take(rig.world, person) == (blind.id if blind.since <= rig.clock.time else None)


def test_nobody_gets_their_own_item_nor_one_they_marked(rig: Rig) -> None:
    drawing(rig, 0.0, calibration=2)
    marked(rig)
    assert laid_ready(rig, second_grader(rig, 0)) == []
    assert laid_ready(rig, second_grader(rig, 0, Role.SUPERVISOR)) == []
    assert len(laid_ready(rig, second_grader(rig, 1))) == 1


def test_no_place_in_a_shift_goes_to_an_item_that_the_person_audited(rig: Rig) -> None:
    drawing(rig, 0.0, calibration=1)
    inspection, auditor = marked(rig), second_grader(rig, 0, Role.MANAGER)
    sampled(rig, inspection)
    confirm(rig, inspection, auditor)
    assert laid_ready(rig, auditor) == []


def test_nobody_gets_the_same_one_again_within_the_rest(rig: Rig) -> None:
    drawing(rig, 0.0, calibration=1)
    marked(rig)
    person = second_grader(rig, 1)
    through(rig, person, given_to(rig, person))
    rig.clock.advance(days=20)
    assert len(laid_ready(rig, person)) == 1
    rig.clock.advance(days=20)
    assert len(laid_ready(rig, person)) == 2


def test_no_more_come_in_a_shift_than_were_set(rig: Rig) -> None:
    drawing(rig, 0.0, calibration=1)
    one = marked(rig)
    with rig.world.begin() as uow:
        item = uow.blinds.calibration(one)
        assert item is not None
        from dataclasses import replace

        uow.blinds.calibrate(replace(item, inspection="other"))
    person = second_grader(rig, 1)
    assert len(laid_ready(rig, person)) == 1
    rig.clock.advance(hours=11)
    assert len(laid_ready(rig, person)) == 1


def test_a_result_is_kept_and_bothers_no_supervisor(rig: Rig) -> None:
    drawing(rig, 0.0, calibration=1)
    inspection = marked(rig)
    person = second_grader(rig, 1)
    through(rig, person, given_to(rig, person), lambda q: 2 if q in ("sealed", "damage") else 1)
    (event,) = payloads(rig, "calibration_graded")
    assert event["distance"] == 1 and event["inspection"] == inspection
    with rig.world.read() as uow:
        assert uow.queue.of(inspection) is None
        (pair,) = uow.pairs.between(None)
    assert (pair.kind, pair.first.grader, pair.second.grader) == (CALIBRATION, person.id, "")
    (listed,) = calibrating.items(rig.world)
    assert (listed.results.told, listed.results.right) == (1, 0)
    (drift,) = calibrating.drift(rig.world)
    assert (drift.grader, drift.state, drift.recent.told) == (person.id, DriftState.TOO_FEW, 1)


def test_answers_corrected_meanwhile_are_the_ones_that_count(rig: Rig) -> None:
    drawing(rig, 0.0, calibration=1)
    inspection = marked(rig)
    person = second_grader(rig, 1)
    id_ = given_to(rig, person)
    supervisor = second_grader(rig, 0, Role.SUPERVISOR)
    sheet = second.sheet(rig.world, person, id_)
    assert sheet
    answers = {q.id: q.choices[0].id for q in sheet.checklist.questions} | {
        "sealed": "no",
        "damage": "scratch",
    }
    assert calibrating.mark(rig.world, supervisor, inspection, answers)
    through(rig, person, id_, lambda q: 2 if q in ("sealed", "damage") else 1)
    (event,) = payloads(rig, "calibration_graded")
    assert event["distance"] == 0


def test_graders_are_told_only_of_items_that_are_retired(rig: Rig) -> None:
    drawing(rig, 0.0, calibration=1)
    inspection = marked(rig)
    person, other = second_grader(rig, 1), second_grader(rig, 0)
    id_ = given_to(rig, person)
    through(rig, person, id_, lambda q: 2 if q in ("sealed", "damage") else 1)
    assert calibrating.feedback(rig.world, person) == calibrating.Feedback(0, ())
    assert calibrating.feedback_photo(rig.world, person, id_, 1) is None
    calibrating.retire(rig.world, second_grader(rig, 0, Role.SUPERVISOR), inspection)
    told = calibrating.feedback(rig.world, person)
    assert told.graded == 1 and told.wrong[0].rows[0].question.id == "sealed"
    assert calibrating.feedback_photo(rig.world, person, id_, 1)
    assert calibrating.feedback_photo(rig.world, other, id_, 1) is None
    assert calibrating.feedback_photo(rig.world, person, id_, 0) is None


def test_a_retired_one_is_given_to_nobody(rig: Rig) -> None:
    drawing(rig, 0.0, calibration=1)
    inspection = marked(rig)
    person = second_grader(rig, 1)
    assert len(laid_ready(rig, person)) == 1
    with pytest.raises(DomainError):
        calibrating.retire(rig.world, person, inspection)
    calibrating.retire(rig.world, second_grader(rig, 0, Role.SUPERVISOR), inspection)
    assert laid_ready(rig, person) == []


def test_whoever_was_told_the_answers_is_not_measured_by_them_again(rig: Rig) -> None:
    drawing(rig, 0.0, calibration=1)
    inspection = marked(rig)
    person, supervisor = second_grader(rig, 1), second_grader(rig, 0, Role.SUPERVISOR)
    through(rig, person, given_to(rig, person))
    calibrating.retire(rig.world, supervisor, inspection)
    assert calibrating.mark(rig.world, supervisor, inspection, {"sealed": "yes"})
    rig.clock.advance(days=40)
    assert len(laid_ready(rig, person)) == 1, "only the one from before"
