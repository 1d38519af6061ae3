"""What must hold between the parts of a checklist: each question and photo can be reached by some answers."""

from collections.abc import Iterator, Sequence

from station.adapters.config.sections import Section
from station.domain.checklist import Checklist, Condition, Question, holds
from station.domain.phrases import phrase

# Question id -> the choices by which conditions tell answers to it apart.
Told = dict[str, frozenset[str]]
# One way through a checklist, as far as it matters: question id and choice id, in order.
Way = tuple[tuple[str, str], ...]
# So many ways are followed side by side; checklists that people write have a few dozen that differ.
_MOST_WAYS = 5_000
# An answer that no condition names.
_ANY = ""


def check_reach(checklist: Checklist, questions: Sequence[Section], slots: Sequence[Section]) -> None:
    """Note questions that no answers lead to, and photos that are never asked for."""
    for index, (section, question) in enumerate(zip(questions, checklist.questions, strict=True)):
        if not _can_hold(checklist.questions[:index], question.when, at_the_end=False):
            section.wrong("", phrase("it can never be asked"), phrase("answers before it that lead here"))
    for section, slot in zip(slots, checklist.slots, strict=True):
        if not _can_hold(checklist.questions, slot.when, at_the_end=True):
            section.wrong("", phrase("it can never be asked for"), phrase("answers that lead to it"))


def _can_hold(before: Sequence[Question], when: Condition, at_the_end: bool) -> bool:
    """Tell whether some way through these questions meets a condition behind them, or once all is answered.

    Every way that matters is followed, so the answer is exact; where there are too many it is yes.
    """
    told = _told(before, when)
    open_: set[Way] = {()}
    ended: set[Way] = set()
    for question in before:
        if question.id in told or not _may_go_on(question):
            steps = [step for way in open_ for step in _steps(question, way, told)]
            open_ = {after for after, goes_on in steps if goes_on}
            ended |= {after for after, goes_on in steps if not goes_on}
        if len(open_) + len(ended) > _MOST_WAYS:
            return True
    return any(holds(when, dict(way)) for way in (open_ | ended if at_the_end else open_))


def _steps(question: Question, way: Way, told: Told) -> Iterator[tuple[Way, bool]]:
    """Go on from a way by each choice that differs, and say whether the checklist goes on behind it."""
    if not holds(question.when, dict(way)):
        yield way, True
        return
    named = told.get(question.id, frozenset())
    for choice in question.choices:
        answer = choice.id if choice.id in named else _ANY
        yield (*way, (question.id, answer)), not choice.finish


def _may_go_on(question: Question) -> bool:
    return not all(choice.finish for choice in question.choices)


def _told(before: Sequence[Question], when: Condition) -> Told:
    """Gather what decides whether a condition is met: what it names, what that names in turn, and what
    every question names that ends the checklist whatever is answered."""
    waiting = [when, *(question.when for question in before if not _may_go_on(question))]
    by_id = {question.id: question for question in before}
    told: Told = {}
    while waiting:
        for name, allowed in waiting.pop().items():
            if name not in told and name in by_id:
                waiting.append(by_id[name].when)
            told[name] = told.get(name, frozenset()) | frozenset(allowed)
    return told
