"""What a question of a checklist costs and what it is good for: seconds, changes of mind, other routes."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median

from station.domain.checklist import Checklist, Question
from station.domain.disposition import Disposition
from station.domain.inspection import Answer, Inspection, State

# Where an inspection that is complete goes, by the rules that count now.
Goes = Callable[[Inspection, Checklist], Disposition]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question over so many inspections that answered it. The tuples name those in which the answer was
    changed, and those that would go elsewhere with the usual answer. ``seconds`` is the median.
    """

    question: Question
    times: int
    seconds: float
    usual: str
    changed: tuple[str, ...]
    rerouted: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Trial:
    """Inspections routed anew with one answer replaced; ``as_was`` is where each goes without."""

    checklist: Checklist
    usual: Mapping[str, str]
    goes: Goes
    as_was: Mapping[str, Disposition]

    def elsewhere(self, known: Inspection, question: str) -> bool:
        """Tell whether the usual answer to a question would send an inspection elsewhere."""
        choice = self.usual[question]
        if known.chosen.get(question) in (None, choice):
            return False
        tried = answered(known, self.checklist, {**known.chosen, question: choice}, self.usual)
        return self.goes(tried, self.checklist) is not self.as_was[known.id]


def economics(checklist: Checklist, inspections: Sequence[Inspection], goes: Goes) -> tuple[Asked, ...]:
    """Measure each question of a checklist over inspections that were begun with it.

    To see what an answer does to the route it is replaced by the usual one; questions that come up only
    then are answered as usual too, and photos are not asked for.
    """
    usual, bare = _usual(checklist, inspections), replace(checklist, slots=())
    as_was = {each.id: goes(answered(each, bare, each.chosen, usual), bare) for each in inspections}
    trial = _Trial(bare, usual, goes, as_was)
    return tuple(_asked(question, inspections, trial) for question in checklist.questions)


def _asked(question: Question, inspections: Sequence[Inspection], trial: _Trial) -> Asked:
    given = [(known, answer) for known in inspections for answer in known.answers]
    here = [(known, answer) for known, answer in given if answer.question == question.id]
    return Asked(
        question=question,
        times=len(here),
        seconds=median([answer.seconds for _, answer in here]) if here else 0.0,
        usual=trial.usual[question.id],
        changed=tuple(known.id for known, answer in here if answer.changes),
        rerouted=tuple(known.id for known, _ in here if trial.elsewhere(known, question.id)),
    )


def answered(
    known: Inspection, checklist: Checklist, chosen: Mapping[str, str], usual: Mapping[str, str]
) -> Inspection:
    """Return an inspection with these answers, whatever they leave open answered as usual."""
    choices: dict[str, str] = {}
    while question := checklist.next_question(choices):
        choice = question.choice(chosen.get(question.id)) or question.choice(usual[question.id])
        choices[question.id] = (choice or question.choices[0]).id
    at, by = known.opened_at, known.opened_by
    answers = tuple(Answer(name, choice, at, by, 0.0) for name, choice in choices.items())
    return replace(known, answers=answers, state=State.OPEN, route=None, revisiting=None, override=None)


def _usual(checklist: Checklist, inspections: Iterable[Inspection]) -> dict[str, str]:
    """Return the usual choice of each question, the first one where nobody was asked."""
    counts: dict[str, Counter[str]] = {}
    for known in inspections:
        for question, choice in known.chosen.items():
            counts.setdefault(question, Counter())[choice] += 1
    first = {question.id: question.choices[0].id for question in checklist.questions}
    return first | {question: count.most_common(1)[0][0] for question, count in counts.items()}
