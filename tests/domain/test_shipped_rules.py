"""The rules that come with the project do what they promise."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.adapters.config import load_station
from station.adapters.site_files import read_site
from station.domain.catalog import bin_for
from station.domain.checklist import Checklist, Choice, relevant_answers
from station.domain.disposition import Decision, Disposition, decide
from station.domain.grading import Grade, grade
from station.domain.identifiers import Gtin, Lpn, Serial, Sku
from station.domain.inspection import Answer, Inspection
from station.domain.item import Item, Unannounced
from station.domain.prices import reckoner
from station.domain.routing import facts, rule_on, sealed_by
from station.domain.table_checks import flaws
from station.domain.texts import Texts

CONFIG = Path(__file__).parents[2] / "config"
SETTINGS, RULES = load_station(CONFIG / "station.toml")
CHECKLISTS = list(RULES.checklists.values())
NETS = reckoner(RULES.prices, SETTINGS.station.currency)
TODAY = date(2026, 7, 1)
NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)
SITE = read_site(CONFIG / "sample", TODAY, set(RULES.checklists))

ITEM = Item(
    lpn=Lpn("L07-0000001-1"),
    sku=Sku("KT-17"),
    gtin=Gtin("07290002780557"),
    name=Texts("Kettle"),
    category="kitchen",
    value=12900,
    delivered=date(2026, 6, 22),
    invoice=True,
)
CATEGORY = {"general": "kitchen", "electronics": "electronics", "apparel": "apparel"}
VARIANTS = [
    ITEM,
    replace(ITEM, hygiene=True),
    replace(ITEM, value=900),
    replace(ITEM, value=4000),
    replace(ITEM, value=149900),
    replace(ITEM, unannounced=Unannounced.NO_PAPERS),
    replace(ITEM, expected_sku=Sku("BL-05")),
    replace(ITEM, serial=Serial("one"), expected_serial=Serial("other")),
]
by_checklist = pytest.mark.parametrize("checklist", CHECKLISTS, ids=lambda each: each.id)


def paths(checklist: Checklist, answers: Mapping[str, str]) -> Iterator[Mapping[str, str]]:
    """Every way through a checklist."""
    question = checklist.next_question(answers)
    if question is None:
        yield answers
        return
    for choice in question.choices:
        yield from paths(checklist, {**answers, question.id: choice.id})


WAYS = {checklist.id: list(paths(checklist, {})) for checklist in CHECKLISTS}


def decided(checklist: Checklist, answers: Mapping[str, str], item: Item) -> Decision:
    given_ = tuple(Answer(question, choice, NOW, "dana", 1.0) for question, choice in answers.items())
    item = replace(item, category=CATEGORY[checklist.id])
    inspection = Inspection("i", "07", item, checklist.id, NOW, "dana", simulated=False, answers=given_)
    graded, ruling = rule_on(inspection, checklist, RULES.policy, TODAY)
    known = facts(item, graded, sealed_by(checklist, answers), ruling, TODAY)
    return decide(RULES.table, known, NETS(item.category, graded.grade, item.value))


@cache
def outcomes() -> set[tuple[str, Disposition]]:
    """Every row that fires, with where it sends the item, over all answers and kinds of item."""
    return {
        (decision.row_id, decision.disposition)
        for checklist, item in product(CHECKLISTS, VARIANTS)
        for answers in paths(checklist, {})
        if (decision := decided(checklist, answers, item))
    }


def test_every_row_fires_and_every_disposition_is_reached() -> None:
    found = outcomes()
    assert {row for row, _ in found} == {row.id for row in RULES.table.rows}
    assert {disposition for _, disposition in found} == set(Disposition)


def test_money_decides_both_ways_where_a_row_leaves_a_choice() -> None:
    found = outcomes()
    undecided = {row.id: set(row.open) for row in RULES.table.rows if len(row.open) > 1}
    assert undecided
    for row, open_ in undecided.items():
        assert {disposition for each, disposition in found if each == row} == open_, row


def test_the_table_that_ships_is_free_of_flaws() -> None:
    assert flaws(RULES.table) == ()


@by_checklist
@given(data=st.data())
def test_more_damage_never_raises_the_grade(checklist: Checklist, data: st.DataObject) -> None:
    """Whatever was answered: another answer that caps no axis better never makes a better item of it."""
    answers = dict(data.draw(st.sampled_from(WAYS[checklist.id])))
    question = checklist.question(data.draw(st.sampled_from(sorted(answers))))
    worse = [c for c in question.choices if _no_better(c, question.choice(answers[question.id]))]
    answers_of_damage = answers | {question.id: data.draw(st.sampled_from(worse)).id}
    kept = {q.id for q in checklist.asked(answers)} <= {q.id for q in checklist.asked(answers_of_damage)}
    if kept:
        before, after = grade(checklist, answers), grade(checklist, answers_of_damage)
        assert after.grade >= before.grade
        for cap in before.axes:
            assert next(c.grade for c in after.axes if c.axis is cap.axis) >= cap.grade


def _no_better(other: Choice, than: Choice | None) -> bool:
    caps = than.caps if than else {}
    return all(other.caps.get(axis, Grade.A) >= worst for axis, worst in caps.items())


@by_checklist
@given(data=st.data())
def test_the_order_of_answers_does_not_matter(checklist: Checklist, data: st.DataObject) -> None:
    answers = data.draw(st.sampled_from(WAYS[checklist.id]))
    mixed = dict(data.draw(st.permutations(list(answers.items()))))
    assert decided(checklist, mixed, ITEM) == decided(checklist, answers, ITEM)


@by_checklist
def test_a_sealed_expected_item_is_restocked_in_four_actions(checklist: Checklist) -> None:
    answers = {checklist.questions[0].id: "yes"}
    assert checklist.questions[0].id == "sealed"
    assert checklist.next_question(answers) is None
    (slot,) = checklist.slots_asked(answers)
    assert (slot.id, slot.required, slot.shows_code) == ("front", True, True)
    assert decided(checklist, answers, ITEM).disposition is Disposition.RESTOCK


@by_checklist
def test_only_a_sealed_item_counts_as_sealed(checklist: Checklist) -> None:
    finishing = [(q.id, choice.id) for q in checklist.questions for choice in q.choices if choice.finish]
    assert finishing == [("sealed", "yes")]


@by_checklist
def test_what_must_not_be_sold_again_is_not(checklist: Checklist) -> None:
    hygienic = replace(ITEM, hygiene=True)
    for answers in paths(checklist, {"sealed": "no"}):
        assert decided(checklist, answers, hygienic).disposition is Disposition.DISPOSAL


@by_checklist
def test_every_photo_is_asked_for_by_some_answers(checklist: Checklist) -> None:
    asked = {slot.id for answers in paths(checklist, {}) for slot in checklist.slots_asked(answers)}
    assert asked == {slot.id for slot in checklist.slots}


@by_checklist
@given(data=st.data())
def test_any_answers_lead_to_the_end(checklist: Checklist, data: st.DataObject) -> None:
    answers: dict[str, str] = {}
    for _ in checklist.questions:
        if question := checklist.next_question(answers):
            answers[question.id] = data.draw(st.sampled_from(question.choices)).id
    assert checklist.next_question(answers) is None
    assert relevant_answers(checklist, answers) == answers


def shown(checklist: Checklist) -> Iterator[tuple[Texts, int]]:
    """Every phrase, with the most characters that the screen has room for."""
    yield checklist.title, 30
    for question in checklist.questions:
        yield question.text, 40
        yield from ((choice.text, 28) for choice in question.choices)
        yield from ((help_, 72) for help_ in [question.help] if help_)
    yield from ((slot.text, 28) for slot in checklist.slots)


@by_checklist
def test_words_are_short_enough_to_be_read_from_afar(checklist: Checklist) -> None:
    for text, most in shown(checklist):
        assert max(map(len, (text.en, text.he, text.ru))) <= most, text


def test_words_are_in_their_language() -> None:
    phrases = [text for checklist in CHECKLISTS for text, _ in shown(checklist)]
    for text in [*phrases, *(row.text for row in RULES.table.rows), *(each.place for each in SITE.bins)]:
        assert re.search("[א-ת]", text.he), text
        assert re.search("[а-яё]", text.ru, re.IGNORECASE), text
        assert not re.search("[א-תа-яё]", text.en, re.IGNORECASE), text


def test_the_sample_site_has_a_bin_for_every_outcome() -> None:
    for each, disposition in product(SITE.products, Disposition):
        assert bin_for(SITE.bins, disposition, each.category), (each.category, disposition)
