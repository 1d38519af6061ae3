"""Ids of a checklist under way: made of the words, unique, and followed by whatever names them."""

from typing import Any

import pytest

from station.domain.checklist_drafts import (
    free,
    published_ids,
    removed,
    renamed,
    short_name,
    tidied,
    worded,
)
from station.domain.errors import DomainError


def plain() -> dict[str, Any]:
    def choices() -> list[dict[str, str]]:
        return [{"id": "yes", "en": "Yes"}, {"id": "no", "en": "No"}]

    return {
        "question": [
            {"id": "factory_sealed", "en": "Is it still factory-sealed?", "choice": choices()},
            {"id": "damage", "en": "Any damage?", "choice": choices(), "when": {"factory_sealed": "no"}},
            {"id": "question_3", "choice": choices(), "when": {"damage": ["no"], "factory_sealed": ["no"]}},
        ],
        "slot": [
            {
                "id": "front",
                "en": "Front",
                "proves": ["factory_sealed", "damage"],
                "when": {"damage": ["yes"]},
            },
            {"id": "back", "en": "Back", "proves": "factory_sealed"},
        ],
    }


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Is it still factory-sealed?", "factory_sealed"),
        ("Does it heat water?", "heat_water"),
        ("What is it?", "what_is_it"),
        ("Can't test here", "cant_test_here"),
        ("Décor, café", "decor_cafe"),
        ("Clear scratches or dents on the lid and on the base", "clear_scratches_dents"),
        ("Donaudampfschifffahrtselektrizitätenhauptbetriebswerk", "donaudampfschifffahrtsel"),
        ("האם נקי?", ""),
        ("", ""),
    ],
)
def test_an_id_says_what_is_asked(text: str, name: str) -> None:
    assert short_name(text) == name


def test_a_name_that_is_taken_gets_a_number() -> None:
    assert free("clean", ["clean", "clean_2", "dirty"]) == "clean_3"


def test_what_names_a_question_follows_its_id() -> None:
    found = renamed(plain(), ("question", 1, "id"), "Sealed?")
    assert found["question"][0]["id"] == "sealed"
    assert found["question"][1]["when"] == {"sealed": "no"}
    assert list(found["question"][2]["when"]) == ["damage", "sealed"]
    assert [slot["proves"] for slot in found["slot"]] == [["sealed", "damage"], "sealed"]


def test_what_names_a_choice_follows_its_id_and_no_other_question_does() -> None:
    found = renamed(plain(), ("question", 1, "choice", 2, "id"), "opened")
    assert found["question"][1]["when"] == {"factory_sealed": "opened"}
    assert found["question"][2]["when"] == {"damage": ["no"], "factory_sealed": ["opened"]}
    assert [choice["id"] for choice in found["question"][1]["choice"]] == ["yes", "no"]


def test_a_slot_may_be_called_like_a_question_and_nothing_follows_it() -> None:
    was = plain()
    was["slot"][0]["id"] = "damage"
    assert renamed(was, ("slot", 1, "id"), "dent")["question"] == was["question"]


def test_an_id_that_another_has_stays_apart_from_it() -> None:
    """Typing on from "damage" to "damages" must not take the conditions of the other question along."""
    halfway = renamed(plain(), ("question", 3, "id"), "damage")
    assert halfway["question"][2]["id"] == "damage_2"
    assert renamed(halfway, ("question", 3, "id"), "damages")["slot"] == plain()["slot"]


def test_where_two_had_one_id_what_names_it_stays_with_the_other() -> None:
    was = plain()
    was["question"][2]["id"] = "damage"
    assert renamed(was, ("question", 3, "id"), "dirt")["slot"] == was["slot"]


def test_an_id_follows_the_words_until_it_was_published() -> None:
    path, nothing = ("question", 3, "en"), published_ids({})
    first = worded(plain(), path, "Is it clean?", nothing)
    assert first["question"][2]["id"] == "clean"
    second = worded(first, path, "Is it clean and dry?", nothing)
    assert second["question"][2]["id"] == "clean_dry"
    kept = worded(second, path, "Clean?", published_ids(second))
    assert kept["question"][2] == {**second["question"][2], "en": "Clean?"}


def test_an_id_that_somebody_chose_does_not_follow_the_words() -> None:
    chosen = renamed(plain(), ("question", 1, "id"), "seal")
    found = worded(chosen, ("question", 1, "en"), "Is the seal unbroken?", published_ids({}))
    assert found["question"][0]["id"] == "seal"


def test_choices_follow_their_words_too_and_conditions_on_them() -> None:
    found = worded(plain(), ("question", 1, "choice", 2, "en"), "No, opened", published_ids({}))
    assert found["question"][0]["choice"][1]["id"] == "no_opened"
    assert found["question"][1]["when"] == {"factory_sealed": "no_opened"}
    known = worded(plain(), ("question", 1, "choice", 2, "en"), "No, opened", published_ids(plain()))
    assert known["question"][0]["choice"][1]["id"] == "no"


def test_a_question_that_is_gone_proves_nothing_and_what_waited_for_it_is_left_to_mend() -> None:
    found = removed(plain(), ("question", 2))
    assert found["slot"][0]["proves"] == ["factory_sealed"]
    assert found["question"][1]["when"]["damage"] == ["no"]


def test_what_says_nothing_is_left_out() -> None:
    was = {
        "id": "a",
        "question": [{"help": {}, "when": {}, "choice": [{"caps": {}, "todo": {}}]}],
        "slot": [],
    }
    assert tidied(was) == {"id": "a", "question": [{"choice": [{}]}], "slot": []}


def test_a_path_that_leads_nowhere_is_refused() -> None:
    with pytest.raises(DomainError):
        renamed(plain(), ("question", 9, "id"), "x")
