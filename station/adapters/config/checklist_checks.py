"""What must hold between the parts of a checklist: each question and photo can be reached by some answers."""

from collections.abc import Sequence

from station.adapters.config.sections import Section
from station.domain.checklist import Checklist, Condition, Question
from station.domain.phrases import phrase

# Question id -> the choices it may still have.
Needs = dict[str, frozenset[str]]


def check_reach(checklist: Checklist, questions: Sequence[Section], slots: Sequence[Section]) -> None:
    """Note questions that no answers lead to, and photos that are never asked for."""
    for index, section in enumerate(questions):
        if not _can_be_asked(checklist, index):
            section.wrong("", phrase("it can never be asked"), phrase("answers before it that lead here"))
    for section, slot in zip(slots, checklist.slots, strict=True):
        if not all(_needs(checklist, slot.when).values()):
            section.wrong("", phrase("it can never be asked for"), phrase("answers that lead to it"))


def _can_be_asked(checklist: Checklist, index: int) -> bool:
    needs = _needs(checklist, checklist.questions[index].when)
    met = (question for question in checklist.questions[:index] if not question.when or question.id in needs)
    return all(needs.values()) and all(_goes_on(question, needs) for question in met)


def _goes_on(question: Question, needs: Needs) -> bool:
    """Tell whether some choice that is still allowed does not end the checklist."""
    going_on = frozenset(choice.id for choice in question.choices if not choice.finish)
    return bool(going_on & needs.get(question.id, going_on))


def _needs(checklist: Checklist, when: Condition) -> Needs:
    """Gather what a condition needs, with what the questions it names need themselves."""
    needs: Needs = {}
    waiting = list(when.items())
    while waiting:
        name, allowed = waiting.pop()
        waiting += list(checklist.question(name).when.items()) if name not in needs else []
        needs[name] = needs.get(name, frozenset(allowed)) & frozenset(allowed)
    return needs
