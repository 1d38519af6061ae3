"""Which questions and photos a checklist asks for."""

from collections.abc import Mapping

import pytest

from station.domain.checklist import relevant_answers
from tests.support.made import FORM

NO = {"sealed": "no"}

# What was answered, the questions that this leads to, and the one that comes next.
ASKED = [
    ({}, ["sealed", "damage", "parts"], "sealed"),
    ({"sealed": "yes"}, ["sealed"], None),
    (NO, ["sealed", "damage", "parts"], "damage"),
    (NO | {"damage": "none"}, ["sealed", "damage", "works", "parts"], "works"),
    (NO | {"damage": "broken"}, ["sealed", "damage", "parts"], "parts"),
    (NO | {"damage": "broken", "parts": "all"}, ["sealed", "damage", "parts"], None),
]


@pytest.mark.parametrize(("answers", "asked", "next_"), ASKED)
def test_questions_branch_and_a_sealed_box_ends_them(
    answers: Mapping[str, str], asked: list[str], next_: str | None
) -> None:
    assert [q.id for q in FORM.asked(answers)] == asked
    following = FORM.next_question(answers)
    assert (following.id if following else None) == next_


SLOTS = [
    ({}, ["front"]),
    ({"sealed": "yes"}, ["front"]),
    (NO | {"damage": "scratch"}, ["front", "damage"]),
    (NO | {"damage": "none", "parts": "few"}, ["front", "parts"]),
]


@pytest.mark.parametrize(("answers", "slots"), SLOTS)
def test_photos_are_asked_for_by_the_answers(answers: Mapping[str, str], slots: list[str]) -> None:
    assert [slot.id for slot in FORM.slots_asked(answers)] == slots


KEPT = [
    ({"sealed": "yes", "damage": "none", "parts": "all"}, {"sealed": "yes"}),
    (NO | {"damage": "broken", "works": "no", "parts": "all"}, NO | {"damage": "broken", "parts": "all"}),
    (NO | {"damage": "none", "parts": "all"}, NO | {"damage": "none"}),
    ({"damage": "none"}, {}),
]


@pytest.mark.parametrize(("answers", "kept"), KEPT)
def test_answers_that_are_no_longer_asked_for_are_dropped(
    answers: Mapping[str, str], kept: Mapping[str, str]
) -> None:
    assert relevant_answers(FORM, answers) == kept
