"""Second grades: drawn, given by somebody else, compared, told to the supervisor."""

import random
from collections.abc import Callable

import pytest

from station.domain.auditing.queue import Why
from station.domain.errors import DomainError, Reason
from station.domain.graders.blind import Blind, Sight
from station.domain.graders.pairs import PairKind
from station.domain.people import Person, Role
from station.domain.scanning import Command
from station.services.grading import second
from station.services.grading.beside import second_of
from tests.support.desk import confirm, sampled
from tests.support.grading import blinds_of, drawing, graded_item, second_grader
from tests.support.stations import Rig
from tests.support.work import at_bench, last_closed, payloads, press, to_bin, to_verdict


def through(rig: Rig, person: Person, id_: str, choose: Callable[[str], int] = lambda _: 1) -> None:
    """Answer every question by its id, until nothing is asked."""
    while True:
        sheet = second.sheet(rig.world, person, id_)
        if sheet is None or sheet.question is None:
            return
        rig.clock.advance(seconds=3)
        second.answer(rig.world, person, id_, sheet.question.id, choose(sheet.question.id))


def the_blind(rig: Rig) -> Blind:
    (found,) = blinds_of(rig, PairKind.SECOND)
    return found


# Drawing -----------------------------------------------------------------------------------------


def test_a_finished_inspection_is_drawn_in_its_own_transaction(rig: Rig) -> None:
    drawing(rig, 1.0)
    to_verdict(rig)
    assert blinds_of(rig, PairKind.SECOND) == []
    to_bin(rig)
    known = last_closed(rig)
    blind = the_blind(rig)
    assert (blind.inspection, blind.known.grade) == (known.id, "A")
    assert known.opened_by in blind.graders
    assert payloads(rig, "second_grade_drawn") == [{"inspection": known.id, "second": blind.id}]


def test_the_first_grade_is_of_who_answered_though_another_scans_the_bin(rig: Rig) -> None:
    drawing(rig, 1.0)
    to_verdict(rig)
    rig.sign_in(Role.OPERATOR, 1)
    to_bin(rig)
    first, other = second_grader(rig, 0).id, second_grader(rig, 1).id
    assert last_closed(rig).closed_by == other
    assert the_blind(rig).known.grader == first and set(the_blind(rig).graders) >= {first, other}


def test_nothing_is_drawn_where_it_is_switched_off(rig: Rig) -> None:
    graded_item(rig)
    assert blinds_of(rig, PairKind.SECOND) == []


def test_what_goes_on_hold_is_not_finished(rig: Rig) -> None:
    drawing(rig, 1.0)
    to_verdict(rig)
    press(rig, Command.HOLD, 1)
    assert blinds_of(rig, PairKind.SECOND) == [] and at_bench(rig).inspection is None


def test_a_refused_scan_of_a_bin_draws_nothing(rig: Rig) -> None:
    drawing(rig, 1.0)
    to_verdict(rig)
    rig.scan("D-01")
    assert blinds_of(rig, PairKind.SECOND) == []


# Who may ------------------------------------------------------------------------------------------


def test_nobody_grades_their_own_work_again(rig: Rig) -> None:
    drawing(rig, 1.0)
    graded_item(rig)
    first, other = second_grader(rig, 0), second_grader(rig, 1)
    blind = the_blind(rig)
    assert second.waiting(rig.world, first) == 0 and second.take(rig.world, first) is None
    assert second.take_in_hand(rig.world, first, blind.lpn) is None
    assert second.answer(rig.world, first, blind.id, "sealed", 1) is None
    assert second.photo(rig.world, first, blind.id, 1) is None
    assert second.waiting(rig.world, other) == 1


def test_whoever_audited_the_item_has_seen_its_answers_whatever_it_waits_for_since(rig: Rig) -> None:
    drawing(rig, 1.0)
    graded_item(rig)
    known = last_closed(rig)
    auditor = second_grader(rig, 0, Role.SUPERVISOR)
    sampled(rig, known.id)
    confirm(rig, known.id, auditor)
    assert second.take(rig.world, auditor) is None
    sampled(rig, known.id, Why.QUALITY)
    assert second.take(rig.world, auditor) is None and second.waiting(rig.world, auditor) == 0
    assert second.take_in_hand(rig.world, auditor, known.item.lpn) is None


def test_whoever_audits_the_item_in_the_middle_of_it_does_not_go_on(rig: Rig) -> None:
    drawing(rig, 1.0)
    graded_item(rig)
    known, auditor = last_closed(rig), second_grader(rig, 0, Role.SUPERVISOR)
    id_ = second.take(rig.world, auditor) or ""
    sampled(rig, known.id)
    confirm(rig, known.id, auditor)
    assert second.answer(rig.world, auditor, id_, "sealed", 1) is None
    assert second.sheet(rig.world, auditor, id_) is None and second.photo(rig.world, auditor, id_, 1) is None
    assert payloads(rig, "second_grade_given") == []


def test_what_one_has_begun_is_not_given_to_another_until_a_shift_is_over(rig: Rig) -> None:
    drawing(rig, 1.0)
    graded_item(rig)
    one, two = second_grader(rig, 1), second_grader(rig, 0, Role.SUPERVISOR)
    id_ = second.take(rig.world, one)
    assert id_ and second.take(rig.world, two) is None
    second.answer(rig.world, one, id_, "sealed", 2)
    rig.clock.advance(hours=13)
    assert second.take(rig.world, two) == id_
    assert the_blind(rig).answers == () and second.sheet(rig.world, one, id_) is None


# Grading ------------------------------------------------------------------------------------------


def test_the_second_is_asked_by_its_own_answers_and_graded_by_the_same_rules(rig: Rig) -> None:
    drawing(rig, 1.0)
    graded_item(rig)
    person = second_grader(rig, 1)
    id_ = second.take(rig.world, person) or ""
    asked = []

    def choose(question: str) -> int:
        asked.append(question)
        return 2 if question in ("sealed", "damage") else 1

    through(rig, person, id_, choose)
    assert asked[0] == "sealed" and "damage" in asked, "the first ended at the seal, the second goes on"
    done = the_blind(rig)
    assert done.rated is not None and done.rated.grade == "B" and done.sight is Sight.PHOTOS
    assert all(told.seconds >= 3 for told in done.answers)
    (event,) = payloads(rig, "second_grade_given")
    assert event["rated"]["grade"] == "B" and event["second"] == id_
    assert person.name not in str(event)


def test_a_difference_waits_at_the_desk_with_both_grades(rig: Rig) -> None:
    drawing(rig, 1.0)
    graded_item(rig)
    known = last_closed(rig)
    person = second_grader(rig, 0, Role.SUPERVISOR)
    through(
        rig, person, second.take(rig.world, person) or "", lambda q: 2 if q in ("sealed", "damage") else 1
    )
    with rig.world.read() as uow:
        queued, beside = uow.queue.of(known.id), second_of(uow, known.id)
    assert queued is not None and queued.whys == (Why.DIFFERS,)
    assert queued.told["differs_first"] == "A" and queued.told["differs_second"] == "B"
    assert queued.told["differs_axes"] == "cosmetic:A:B"
    assert person.id in queued.graders, "who gave the second grade does not audit the difference"
    assert beside is not None and beside.by == person.name and beside.axes == ("cosmetic",)
    assert next((r.question.id, r.differs) for r in beside.rows) == ("sealed", True)


def test_the_same_grade_bothers_nobody(rig: Rig) -> None:
    drawing(rig, 1.0)
    graded_item(rig)
    person = second_grader(rig, 1)
    through(rig, person, second.take(rig.world, person) or "")
    with rig.world.read() as uow:
        assert uow.queue.of(last_closed(rig).id) is None
        (pair,) = uow.pairs.between(None)
    assert (pair.kind, pair.first.grade, pair.second.grade) == (PairKind.SECOND, "A", "A")
    assert pair.second.grader == person.id and pair.first.grader != person.id


def test_what_cannot_be_told_is_missing_and_never_counts_against_anybody(rig: Rig) -> None:
    drawing(rig, 1.0)
    graded_item(rig)
    person = second_grader(rig, 1)
    through(rig, person, second.take(rig.world, person) or "", lambda _: 0)
    done = the_blind(rig)
    assert done.rated is not None and done.rated.grade is None
    assert done.rated.choices == {} and done.rated.axes == {}
    with rig.world.read() as uow:
        assert uow.queue.of(done.inspection) is None


def test_progress_is_kept_and_the_last_answer_can_be_taken_back(rig: Rig) -> None:
    drawing(rig, 1.0)
    graded_item(rig)
    person = second_grader(rig, 1)
    id_ = second.take(rig.world, person) or ""
    second.answer(rig.world, person, id_, "sealed", 2)
    assert second.take(rig.world, person) == id_, "begun is gone on with"
    sheet = second.sheet(rig.world, person, id_)
    assert sheet and sheet.question and sheet.question.id != "sealed"
    back = second.back(rig.world, person, id_)
    assert back and back.question and back.question.id == "sealed"
    with pytest.raises(DomainError) as refused:
        second.back(rig.world, person, id_)
    assert refused.value.reason is Reason.NOTHING_TO_UNDO


def test_an_answer_to_another_question_than_the_one_on_screen_is_refused(rig: Rig) -> None:
    drawing(rig, 1.0)
    graded_item(rig)
    person = second_grader(rig, 1)
    id_ = second.take(rig.world, person) or ""
    second.answer(rig.world, person, id_, "sealed", 2)
    for question, number, reason in (
        ("sealed", 1, Reason.STALE_SCREEN),
        ("packaging", 9, Reason.NO_SUCH_CHOICE),
        ("packaging", -1, Reason.NO_SUCH_CHOICE),
    ):
        with pytest.raises(DomainError) as refused:
            second.answer(rig.world, person, id_, question, number)
        assert refused.value.reason is reason


def test_with_the_item_in_hand_there_are_no_photos(rig: Rig) -> None:
    drawing(rig, 1.0)
    graded_item(rig)
    person, lpn = second_grader(rig, 1), last_closed(rig).item.lpn
    id_ = second.take(rig.world, person) or ""
    second.answer(rig.world, person, id_, "sealed", 2)
    assert second.photo(rig.world, person, id_, 1)
    assert second.take_in_hand(rig.world, person, lpn) == id_
    blind = the_blind(rig)
    assert blind.sight is Sight.ITEM and blind.answers == (), "what was said from photos is said anew"
    assert second.photo(rig.world, person, id_, 1) is None
    assert second.take(rig.world, person) == id_ and the_blind(rig).sight is Sight.ITEM


def test_a_done_one_is_closed_for_good(rig: Rig) -> None:
    drawing(rig, 1.0)
    graded_item(rig)
    person = second_grader(rig, 1)
    id_ = second.take(rig.world, person) or ""
    through(rig, person, id_)
    assert second.answer(rig.world, person, id_, "sealed", 2) is None
    assert second.back(rig.world, person, id_) is None
    assert second.photo(rig.world, person, id_, 1) is None


def test_photos_come_in_an_order_that_tells_nothing() -> None:
    from station.domain.graders.blind import shuffled
    from tests.support.grading import plain_blind

    shas = tuple(f"{n:064x}" for n in range(4))
    rng = random.Random(5)
    firsts = {shuffled(plain_blind(f"{rng.random()}"), shas)[0] for _ in range(100)}
    assert firsts == set(shas), "any photo may be the first"
    one = plain_blind("one")
    assert shuffled(one, shas) == shuffled(one, shas[::-1]), "whatever the order in which they were taken"
