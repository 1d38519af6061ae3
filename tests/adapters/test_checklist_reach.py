"""Whether a question or a photo can be reached: held against walking every way through small checklists."""

from collections.abc import Mapping
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from station.adapters.config.rule_forms import RuleForms
from station.domain.checklist import Checklist
from station.rule_ports import RuleKey

FORMS = RuleForms(None, "ILS")
CHOICES = ("yes", "no")


@st.composite
def checklists(draw: st.DrawFn) -> dict[str, Any]:
    """Draw up to five questions that branch and end as they like, and one photo."""
    names = [f"q{number}" for number in range(draw(st.integers(1, 5)))]
    questions = [_question(draw, name, names[:number]) for number, name in enumerate(names)]
    photo = {"id": "photo", "en": "Photo", "when": _condition(draw, names)}
    return {"id": "c", "version": 1, "title": {"en": "C"}, "question": questions, "slot": [photo]}


def _question(draw: st.DrawFn, name: str, earlier: list[str]) -> dict[str, Any]:
    choices = [{"id": each, "en": each, "finish": draw(st.booleans())} for each in CHOICES]
    return {"id": name, "en": name, "choice": choices, "when": _condition(draw, earlier)}


def _condition(draw: st.DrawFn, names: list[str]) -> dict[str, list[str]]:
    named = draw(st.lists(st.sampled_from(names), max_size=2, unique=True)) if names else []
    answers = st.lists(st.sampled_from(CHOICES), min_size=1, unique=True)
    return {name: draw(answers) for name in named}


def _reached(checklist: Checklist, given: Mapping[str, str]) -> set[str]:
    """Walk on by every choice; return the questions and photos that are asked for somewhere."""
    question = checklist.next_question(given)
    if question is None:
        return {slot.id for slot in checklist.slots_asked(given)}
    ways = (_reached(checklist, {**given, question.id: choice.id}) for choice in question.choices)
    return {question.id}.union(*ways)


@settings(max_examples=150, deadline=None)
@given(checklists())
def test_what_no_way_leads_to_is_told_and_nothing_else(plain: dict[str, Any]) -> None:
    checklist, problems = FORMS.read(RuleKey("checklist", "c"), plain)
    reached = _reached(checklist, {})
    told = {part.id for part in checklist.questions + checklist.slots if _is_told(part.id, problems)}
    assert told == {part.id for part in checklist.questions + checklist.slots} - reached


def _is_told(id_: str, problems: Any) -> bool:
    return any(f'"{id_}"' in problem.key and "never be asked" in str(problem.found) for problem in problems)


def test_a_checklist_with_very_many_ways_is_read_at_once() -> None:
    """Forty questions that all matter to the last have 2^40 ways; nobody waits for them."""
    plain: dict[str, Any] = {"id": "c", "version": 1, "title": {"en": "C"}}
    choices = [{"id": each, "en": each} for each in CHOICES]
    names = [f"q{number}" for number in range(40)]
    plain["question"] = [{"id": name, "en": name, "choice": choices} for name in names]
    plain["question"].append(
        {"id": "last", "en": "Last", "choice": choices, "when": {name: ["yes"] for name in names}}
    )
    assert FORMS.read(RuleKey("checklist", "c"), plain)[1] == ()
