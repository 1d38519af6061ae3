"""Grade from answers of which some are missing: what is certain, whatever those would have been."""

from collections.abc import Collection, Mapping

from station.domain.checklist import Checklist, Choice, Question
from station.domain.graders.pairs import Rated
from station.domain.grading import Axis, Grade

# The answer "cannot tell": no choice has an empty id, so that it meets no condition and caps nothing.
CANNOT_TELL = ""


def rated(checklist: Checklist, answers: Mapping[str, str], grader: str) -> Rated:
    """Rate as ``grading.grade`` does; grade and axes that a missing answer could change are left out."""
    told = {question: choice for question, choice in answers.items() if choice != CANNOT_TELL}
    if not told:
        return Rated(grader, None)
    found = {axis: possible(checklist, answers, (axis,)) for axis in Axis}
    return Rated(
        grader=grader,
        grade=_only(possible(checklist, answers, tuple(Axis))),
        axes={axis: min(grades) for axis, grades in found.items() if len(grades) == 1},
        choices=told,
    )


def possible(checklist: Checklist, answers: Mapping[str, str], axes: Collection[Axis]) -> frozenset[Grade]:
    """Return every grade by these axes that the missing answers leave possible, and perhaps some more.

    Goes through the questions once, with all grades that one may have come to so far. A question behind a
    missing answer may or may not be asked; that its answers depend on each other is not looked into, so that
    what is certain here is certain, and long checklists cost no more than short ones.
    """
    going, ended, open_ = frozenset({Grade.A}), frozenset[Grade](), set[str]()
    for question in checklist.questions:
        asked = _asked(question, answers, open_)
        if asked is False:
            continue
        choice = question.choice(answers.get(question.id))
        choices = (choice,) if choice else question.choices
        ended |= _after(going, [c for c in choices if c.finish], axes)
        on = _after(going, [c for c in choices if not c.finish], axes)
        going = on | going if asked is None else on
        if asked is None or choice is None:
            open_.add(question.id)
    return going | ended


def _asked(question: Question, answers: Mapping[str, str], open_: Collection[str]) -> bool | None:
    """Tell whether a question is asked, None where that depends on what is missing."""
    told = {q: allowed for q, allowed in question.when.items() if q not in open_}
    if any(answers.get(q) not in allowed for q, allowed in told.items()):
        return False
    return True if len(told) == len(question.when) else None


def _after(going: Collection[Grade], choices: Collection[Choice], axes: Collection[Axis]) -> frozenset[Grade]:
    caps = {max((choice.caps.get(axis, Grade.A) for axis in axes), default=Grade.A) for choice in choices}
    return frozenset(max(grade, cap) for grade in going for cap in caps)


def _only(grades: Collection[Grade]) -> Grade | None:
    return next(iter(grades)) if len(grades) == 1 else None


def differing(first: Rated, second: Rated) -> tuple[Axis, ...]:
    """List the axes that both could tell and rated differently."""
    return tuple(axis for axis in Axis if _differ(first.axes.get(axis), second.axes.get(axis)))


def differ(first: Rated, second: Rated) -> bool:
    """Tell whether two ratings differ in the grade or on an axis that both could tell."""
    return _differ(first.grade, second.grade) or bool(differing(first, second))


def _differ(one: Grade | None, other: Grade | None) -> bool:
    return one is not None and other is not None and one is not other


def distance(known: Rated, given: Rated) -> int | None:
    """Return how many grades lie between, by the grade, else by the worst axis; None if nothing was told."""
    if known.grade is not None and given.grade is not None:
        return _apart(known.grade, given.grade)
    both = [axis for axis in Axis if axis in known.axes and axis in given.axes]
    return max((_apart(known.axes[axis], given.axes[axis]) for axis in both), default=None)


def _apart(one: Grade, other: Grade) -> int:
    ranks = list(Grade)
    return abs(ranks.index(one) - ranks.index(other))
