"""What can be wrong with a checklist: each thing at its place, all at once, with the nearest name."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

import pytest

from station.adapters.config.rule_forms import RuleForms
from station.domain.drafting import Edit, Op, edited
from station.domain.problems import KeyPath, Problem
from station.rule_ports import RuleKey

FORMS = RuleForms(("", "top"), "ILS")
PHOTO = {"photo": "0a" * 32, "en": "So"}


def question(id_: str, **more: Any) -> dict[str, Any]:
    """Ask something that is answered yes or no."""
    choices = [{"id": "yes", "en": "Yes"}, {"id": "no", "en": "No", "caps": {"cosmetic": "C"}}]
    return {"id": id_, "en": f"{id_}?", "choice": choices, **more}


SOUND: Mapping[str, Any] = {
    "id": "toys",
    "version": 1,
    "title": {"en": "Toys"},
    "question": [
        question("sealed"),
        question("damage", when={"sealed": "no"}, parts=True, example=[PHOTO, PHOTO]),
        question("clean", help={"en": "Wipe it."}),
    ],
    "slot": [{"id": "front", "en": "Front", "proves": "sealed", "when": {"damage": ["no"]}, "camera": "top"}],
}


def wrong(*edits: Edit) -> tuple[Problem, ...]:
    """Read the sound checklist with some edits done to it."""
    plain = deepcopy(SOUND)
    for edit in edits:
        plain = edited(plain, edit)
    return tuple(FORMS.read(RuleKey("checklist", "toys"), plain)[1])


def put(value: object, *path: str | int) -> Edit:
    return Edit(Op.SET, path, value)


def test_a_sound_checklist_says_nothing() -> None:
    assert wrong() == ()


CASES: tuple[tuple[Edit, KeyPath, str], ...] = (
    (put("no", "question", 2, "when", "damage"), ("question", 2, "when", "damage"), "would wait for itself"),
    (put("no", "question", 2, "when", "clean"), ("question", 2, "when", "clean"), "wait for each other"),
    (put("no", "question", 2, "when", "seled"), ("question", 2, "when", "seled"), "no earlier question"),
    (put("non", "question", 2, "when", "sealed"), ("question", 2, "when", "sealed"), "one of yes, no"),
    (put("F", "question", 1, "choice", 2, "caps", "cosmetic"), (), "one of A, B, C, D, E"),
    (put("B", "question", 1, "choice", 2, "caps", "cosmetics"), (), 'did you mean "cosmetic"'),
    (put("sealed", "question", 3, "id"), ("question", 3, "id"), 'is the id of question 1 "sealed" too'),
    (put("no", "question", 1, "choice", 1, "id"), ("question", 1, "choice", 2, "id"), "is the id of"),
    (put([], "question", 1, "choice"), ("question", 1, "choice"), "2 to 9 choices"),
    (put([{"id": f"c{n}", "en": "x"} for n in range(10)], "question", 1, "choice"), (), "2 to 9 choices"),
    (put([], "question"), ("question",), "at least one"),
    (put("Yes please", "question", 1, "parts"), ("question", 1, "parts"), "true or false"),
    (put([PHOTO] * 3, "question", 1, "example"), ("question", 1, "example"), "at most 2"),
    (put([{**PHOTO, "photo": "0a"}], "question", 1, "example"), (), "64 digits"),
    (put({"he": "x"}, "question", 1, "choice", 2, "todo"), (), "todo.en: is missing"),
    (put("seled", "slot", 1, "proves"), ("slot", 1, "proves"), 'did you mean "sealed"'),
    (put("topp", "slot", 1, "camera"), ("slot", 1, "camera"), 'did you mean "top"'),
)


@pytest.mark.parametrize(("edit", "path", "said"), CASES, ids=[said for _, _, said in CASES])
def test_a_mistake_is_named_at_its_place(edit: Edit, path: KeyPath, said: str) -> None:
    found = wrong(edit)
    assert [problem for problem in found if said in str(problem)], list(map(str, found))
    assert not path or path in [problem.path for problem in found]


def test_a_question_behind_an_end_that_nobody_gets_past_can_never_be_asked() -> None:
    ends = [put(True, "question", 1, "choice", number, "finish") for number in (1, 2)]
    found = wrong(*ends)
    assert {problem.path for problem in found} == {("question", 2), ("question", 3), ("slot", 1)}
    assert all("it can never be asked" in str(problem) for problem in found)


def test_a_question_whose_conditions_shut_each_other_out_can_never_be_asked() -> None:
    shut_out = put({"damage": "yes", "sealed": "yes"}, "question", 3, "when")
    assert [problem.path for problem in wrong(shut_out)] == [("question", 3)]


def test_a_photo_that_no_answers_lead_to_is_named() -> None:
    shut_out = put({"damage": "yes", "sealed": "yes"}, "slot", 1, "when")
    assert [problem.path for problem in wrong(shut_out)] == [("slot", 1)]


def test_all_mistakes_come_at_once() -> None:
    at_once = [edit for edit, path, _ in CASES if path in {("question", 3, "id"), ("slot", 1, "proves")}]
    found = wrong(*at_once, put("", "title", "en"), put("F", "question", 1, "choice", 2, "caps", "cosmetic"))
    assert [problem.path[0] for problem in found] == ["question", "question", "title", "slot"]
