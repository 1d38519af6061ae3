"""A versioned form: questions that branch, answers that cap the grade, slots that ask for photos."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import takewhile

from station.domain.grading import Axis, Grade
from station.domain.texts import Texts

# Question id -> the choices that make the condition true. All have to hold.
Condition = Mapping[str, tuple[str, ...]]


def holds(condition: Condition, answers: Mapping[str, str]) -> bool:
    return all(answers.get(question) in allowed for question, allowed in condition.items())


@dataclass(frozen=True, slots=True)
class Choice:
    """One numbered answer. ``finish`` short-cuts every question after it; ``todo`` says what a work
    center has to do about it."""

    id: str
    text: Texts
    caps: Mapping[Axis, Grade] = field(default_factory=dict)
    finish: bool = False
    todo: Texts | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """A reference photo by the SHA-256 of its bytes, and what it is an example of."""

    photo: str
    text: Texts


@dataclass(frozen=True, slots=True)
class Question:
    """One line of the form, asked where its condition holds.

    ``parts`` lets the product's components answer it; ``examples`` are reference photos, two at most.
    """

    id: str
    text: Texts
    choices: tuple[Choice, ...]
    help: Texts | None = None
    when: Condition = field(default_factory=dict)
    parts: bool = False
    examples: tuple[Example, ...] = ()

    def choice(self, choice_id: str | None) -> Choice | None:
        return next((choice for choice in self.choices if choice.id == choice_id), None)


@dataclass(frozen=True, slots=True)
class Slot:
    """A photo that the checklist asks for. ``shows_code`` wants the item's code readable in it.

    ``camera`` names the one that takes it; empty, it is the station's first.
    """

    id: str
    text: Texts
    required: bool = True
    shows_code: bool = False
    proves: tuple[str, ...] = ()
    when: Condition = field(default_factory=dict)
    camera: str = ""


@dataclass(frozen=True, slots=True)
class Checklist:
    """A published form. Immutable: a change is a new version."""

    id: str
    version: int
    title: Texts
    questions: tuple[Question, ...]
    slots: tuple[Slot, ...] = ()

    def question(self, question_id: str) -> Question:
        return next(q for q in self.questions if q.id == question_id)

    def slot(self, slot_id: str) -> Slot:
        return next(s for s in self.slots if s.id == slot_id)

    def asked(self, answers: Mapping[str, str]) -> tuple[Question, ...]:
        """Return the questions that these answers lead to, answered or not, in order."""
        relevant = [q for q in self.questions if holds(q.when, answers)]
        before = list(takewhile(lambda q: not self._finishes(q, answers), relevant))
        return tuple(relevant[: len(before) + 1])

    def next_question(self, answers: Mapping[str, str]) -> Question | None:
        return next((q for q in self.asked(answers) if q.id not in answers), None)

    def slots_asked(self, answers: Mapping[str, str]) -> tuple[Slot, ...]:
        return tuple(slot for slot in self.slots if holds(slot.when, answers))

    @staticmethod
    def _finishes(question: Question, answers: Mapping[str, str]) -> bool:
        choice = question.choice(answers.get(question.id))
        return choice is not None and choice.finish


def reference_photos(checklists: Iterable[Checklist]) -> frozenset[str]:
    """Return the reference photos that checklists show, by hash."""
    questions = (question for checklist in checklists for question in checklist.questions)
    return frozenset(example.photo for question in questions for example in question.examples)


def relevant_answers(checklist: Checklist, answers: Mapping[str, str]) -> dict[str, str]:
    """Keep only answers to questions that are still asked, after an earlier one was changed."""
    kept: dict[str, str] = {}
    while (question := checklist.next_question(kept)) and question.id in answers:
        kept[question.id] = answers[question.id]
    return {q.id: kept[q.id] for q in checklist.asked(kept) if q.id in kept}
