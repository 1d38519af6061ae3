"""One item's pass through a checklist, forwards and backwards."""

from dataclasses import replace

import pytest

from station.domain.errors import DomainError, Reason
from station.domain.evidence import Fault, PoorBecause
from station.domain.identifiers import Sku
from station.domain.inspection import (
    HoldReason,
    Inspection,
    State,
    add_photo,
    answer,
    back,
    complete,
    current_question,
    held,
    identify,
    keep_poor_photo,
    missing_slot,
    next_slot,
    released,
    undo,
    voided,
)
from tests.support.made import FORM, ITEM, NOON, after, opened, photo


def answered(*numbers: int, inspection: Inspection | None = None, start: float = 10) -> Inspection:
    """Answer question after question, ten seconds each."""
    inspection = inspection or opened()
    for step, number in enumerate(numbers):
        inspection = answer(inspection, FORM, number, after(start + 10 * step), "dana")
    return inspection


def on_screen(inspection: Inspection) -> str | None:
    question = current_question(inspection, FORM)
    return question.id if question else None


def refused(action: object, *arguments: object) -> Reason:
    with pytest.raises(DomainError) as raised:
        action(*arguments)  # type: ignore[operator]
    return raised.value.reason


def test_an_answer_names_who_when_and_how_long() -> None:
    first, second = answered(2, 2).answers
    assert (first.question, first.choice, first.by, first.at) == ("sealed", "no", "dana", after(10))
    assert (first.seconds, second.seconds) == (10.0, 10.0)


def test_an_answer_given_while_the_clock_went_back_took_no_time() -> None:
    assert answered(2, start=-60).answers[0].seconds == 0.0


@pytest.mark.parametrize("number", [0, 3, 9])
def test_a_number_without_a_choice_is_refused(number: int) -> None:
    assert refused(answer, opened(), FORM, number, NOON, "dana") is Reason.NO_SUCH_CHOICE


def test_a_sealed_box_is_complete_with_one_answer_and_one_photo() -> None:
    sealed = answered(1)
    assert missing_slot(sealed, FORM)
    assert complete(add_photo(sealed, FORM, photo("front")), FORM)


def test_required_photos_are_asked_for_before_optional_ones() -> None:
    inspection = answered(2, 3, 2)
    order = []
    while slot := next_slot(inspection, FORM):
        order.append(slot.id)
        inspection = add_photo(inspection, FORM, photo(slot.id))
    assert order == ["front", "damage", "parts"]


# Back ----------------------------------------------------------------------------------------------


def test_back_shows_the_question_before_and_keeps_its_answer() -> None:
    gone_back = back(answered(2, 2), FORM)
    assert on_screen(gone_back) == "damage"
    assert gone_back.chosen == {"sealed": "no", "damage": "scratch"}
    assert on_screen(back(gone_back, FORM)) == "sealed"


def test_back_stops_at_the_first_question() -> None:
    assert refused(back, opened(), FORM) is Reason.NOTHING_TO_UNDO
    assert refused(back, back(answered(2), FORM), FORM) is Reason.NOTHING_TO_UNDO


def test_the_same_answer_again_changes_nothing() -> None:
    again = answered(2, inspection=back(answered(2, 2), FORM), start=90)
    assert again.answers == answered(2, 2).answers
    assert on_screen(again) == "works"


def test_a_changed_answer_is_counted_and_drops_what_it_makes_irrelevant() -> None:
    inspection = add_photo(answered(2, 2, 1, 2), FORM, photo("damage", at=60))
    gone_back = back(back(back(inspection, FORM), FORM), FORM)
    changed = answered(1, inspection=gone_back, start=90)
    assert changed.chosen == {"sealed": "no", "damage": "none", "works": "yes", "parts": "few"}
    assert [a.changes for a in changed.answers if a.question == "damage"] == [1]
    assert changed.photos == ()


def test_changing_and_changing_back_counts_twice() -> None:
    once = answered(1, inspection=back(answered(2), FORM), start=30)
    twice = answered(2, inspection=back(once, FORM), start=40)
    assert twice.changes == {"sealed": 2}


def test_a_question_that_a_newer_form_no_longer_has_is_passed_over() -> None:
    gone_back = replace(back(answered(2, 2), FORM), revisiting="a question of last year")
    assert on_screen(gone_back) == "works"


# Undo ----------------------------------------------------------------------------------------------


def test_undo_takes_back_whatever_came_last() -> None:
    inspection = add_photo(answered(2, 2), FORM, photo("front", at=25))
    without_photo = undo(inspection, FORM)
    assert (without_photo.photos, len(without_photo.answers)) == ((), 2)
    assert undo(without_photo, FORM).chosen == {"sealed": "no"}


def test_undo_of_a_change_brings_the_earlier_answer_back() -> None:
    gone_back = back(back(answered(2, 2, 1), FORM), FORM)
    changed = answered(3, inspection=gone_back, start=90)
    assert changed.chosen == {"sealed": "no", "damage": "broken"}
    undone = undo(changed, FORM)
    assert undone.chosen == {"sealed": "no", "damage": "scratch"}
    assert on_screen(undone) == "works"


def test_undo_of_an_early_change_keeps_the_answers_after_it() -> None:
    gone_back = back(back(answered(2, 2, 1), FORM), FORM)
    undone = undo(answered(1, inspection=gone_back, start=90), FORM)
    assert undone.chosen == {"sealed": "no", "damage": "scratch", "works": "yes"}
    assert undo(undone, FORM).chosen == {"sealed": "no", "damage": "scratch"}


def test_undo_of_a_refused_photo_only_puts_it_away() -> None:
    poor = add_photo(answered(1), FORM, photo("front", Fault.BLURRED))
    undone = undo(poor, FORM)
    assert undone.candidate is None
    assert undone.chosen == {"sealed": "yes"}


def test_there_is_nothing_to_undo_at_the_start() -> None:
    assert refused(undo, opened(), FORM) is Reason.NOTHING_TO_UNDO


# Photos --------------------------------------------------------------------------------------------


def test_a_poor_photo_of_a_required_slot_waits_for_a_reason() -> None:
    poor = add_photo(answered(1), FORM, photo("front", Fault.DARK))
    assert missing_slot(poor, FORM)
    kept = keep_poor_photo(poor, FORM, PoorBecause.SHINY)
    assert kept.photos[0].poor_because is PoorBecause.SHINY
    assert kept.candidate is None
    assert complete(kept, FORM)


def test_a_bright_spot_or_an_optional_slot_needs_no_reason() -> None:
    inspection = add_photo(answered(2, 1, 1, 2), FORM, photo("front", Fault.BRIGHT))
    inspection = add_photo(inspection, FORM, photo("parts", Fault.BLURRED))
    assert [p.slot for p in inspection.photos] == ["front", "parts"]


def test_a_photo_nobody_asked_for_is_refused() -> None:
    assert refused(add_photo, answered(1), FORM, photo("damage")) is Reason.NOT_NOW
    assert refused(keep_poor_photo, answered(1), FORM, PoorBecause.SHINY) is Reason.NOT_NOW


# How it ends ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", [State.OPEN, State.ROUTED])
def test_an_item_can_be_held_until_it_is_closed_and_taken_off_hold_where_it_was(state: State) -> None:
    inspection = replace(answered(2, 2), state=state)
    waiting = held(inspection, HoldReason.UNSURE, after(60), "dana")
    assert (waiting.state, waiting.closed_at, waiting.closed_by) == (State.HELD, after(60), "dana")
    again = released(waiting, "sam")
    assert (again.state, again.chosen, again.hold) == (State.OPEN, inspection.chosen, None)
    assert (again.closed_at, again.closed_by, again.released_by) == (None, None, ("sam",))


@pytest.mark.parametrize("state", [State.BINNED, State.HELD, State.VOIDED])
def test_what_is_closed_stays_closed(state: State) -> None:
    closed = replace(answered(1), state=state)
    assert refused(held, closed, HoldReason.OTHER, NOON, "dana") is Reason.ALREADY_DONE
    assert refused(voided, closed, NOON, "dana") is Reason.ALREADY_DONE
    assert refused(answer, closed, FORM, 1, NOON, "dana") is Reason.NOT_NOW
    assert refused(add_photo, closed, FORM, photo("front")) is Reason.NOT_NOW


def test_only_what_is_on_hold_can_be_released() -> None:
    assert refused(released, opened(), "sam") is Reason.NOT_NOW


def test_a_voided_inspection_says_who_gave_it_up() -> None:
    given_up = voided(opened(), after(5), "dana")
    assert (given_up.state, given_up.closed_by) == (State.VOIDED, "dana")


def test_another_item_is_decided_anew_with_the_same_answers() -> None:
    routed = replace(answered(1), state=State.ROUTED)
    other = identify(routed, replace(ITEM, sku=Sku("BL-05"), expected_sku=ITEM.sku))
    assert (other.state, other.route, other.chosen) == (State.OPEN, None, {"sealed": "yes"})
    assert other.item.wrong_item
