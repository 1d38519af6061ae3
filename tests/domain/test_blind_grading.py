"""What can be said of a grade where answers are missing, and how two gradings differ."""

import itertools
from collections.abc import Iterator, Mapping

from hypothesis import given
from hypothesis import strategies as st

from station.domain.checklist import Checklist, Question
from station.domain.graders.blind_grading import CANNOT_TELL, differ, differing, distance, possible, rated
from station.domain.graders.pairs import Rated
from station.domain.grading import Axis, Grade, grade
from station.domain.texts import Texts
from tests.support.made import FORM, choice, question

A, B, C, D = Grade.A, Grade.B, Grade.C, Grade.D


def answers_to(checklist: Checklist, pick: Iterator[int]) -> dict[str, str]:
    """Answer what is asked; a 0 is "cannot tell"."""
    given_: dict[str, str] = {}
    while asked := checklist.next_question(given_):
        number = next(pick) % (len(asked.choices) + 1)
        given_[asked.id] = asked.choices[number - 1].id if number else CANNOT_TELL
    return given_


def completions(checklist: Checklist, told: Mapping[str, str]) -> set[Grade]:
    """Grade every way in which the missing answers could have been given."""
    open_: list[Question] = [q for q in checklist.questions if not told.get(q.id)]
    found = set()
    for choices in itertools.product(*(q.choices for q in open_)):
        full = {q: c for q, c in told.items() if c}
        full |= {q.id: c.id for q, c in zip(open_, choices, strict=True)}
        asked = {q.id for q in checklist.asked(full)}
        found.add(grade(checklist, {q: c for q, c in full.items() if q in asked}).grade)
    return found


_CAP = st.sampled_from([{}, {"cosmetic": "B"}, {"functional": "D"}, {"cosmetic": "E"}, {"packaging": "C"}])
_CHOICES = st.lists(st.tuples(_CAP, st.booleans()), min_size=2, max_size=3)


@st.composite
def forms(draw: st.DrawFn) -> Checklist:
    """Up to four questions; some end the rest, some are asked only after an answer to the first."""
    made = []
    for number, choices in enumerate(draw(st.lists(_CHOICES, min_size=1, max_size=4))):
        options = tuple(choice(f"c{n}", finish, **caps) for n, (caps, finish) in enumerate(choices))
        when = {"q0": ("c0",)} if number and draw(st.booleans()) else {}
        made.append(question(f"q{number}", *options, **when))
    return Checklist("made", 1, Texts("made"), tuple(made))


@given(forms(), st.lists(st.integers(1, 9), min_size=4, max_size=4))
def test_with_every_answer_given_it_is_the_grade_of_the_rules(form: Checklist, picks: list[int]) -> None:
    numbers = itertools.cycle(picks)
    full = answers_to(form, (1 + n % 2 for n in numbers))
    found, by_rules = rated(form, full, "dana"), grade(form, full)
    assert found.grade is by_rules.grade and found.choices == full
    worst = {cap.axis: cap.grade for cap in by_rules.axes}
    assert found.axes == {axis: worst.get(axis, A) for axis in Axis}


@given(forms(), st.lists(st.integers(0, 3), min_size=4, max_size=4))
def test_a_grade_is_said_only_where_no_missing_answer_could_change_it(
    form: Checklist, picks: list[int]
) -> None:
    told = answers_to(form, itertools.cycle(picks))
    could_be = completions(form, told)
    assert could_be <= possible(form, told, tuple(Axis))
    said = rated(form, told, "dana").grade
    assert said is None or could_be == {said}


def test_the_worst_that_is_certain_is_said_whatever_is_missing() -> None:
    told = {"sealed": "no", "damage": "broken", "parts": CANNOT_TELL}
    found = rated(FORM, told, "dana")
    assert found.grade is D, "parts can cost no more than D"
    assert found.axes[Axis.FUNCTIONAL] is D and Axis.COMPLETENESS not in found.axes
    assert found.choices == {"sealed": "no", "damage": "broken"}


def test_what_depends_on_a_missing_answer_is_missing_too() -> None:
    told = {"sealed": "no", "damage": CANNOT_TELL, "parts": "all"}
    found = rated(FORM, told, "dana")
    assert found.grade is None and found.axes == {Axis.COMPLETENESS: A, Axis.PACKAGING: A}


def test_differences_count_only_what_both_could_tell() -> None:
    first = Rated("dana", B, {Axis.COSMETIC: B, Axis.FUNCTIONAL: A})
    untold = Rated("noam", None, {Axis.COSMETIC: B})
    assert not differ(first, untold) and distance(first, untold) == 0
    other = Rated("noam", None, {Axis.COSMETIC: D})
    assert differ(first, other) and differing(first, other) == (Axis.COSMETIC,)
    assert distance(first, other) == 2
    assert distance(first, Rated("noam", None)) is None
    assert distance(first, Rated("noam", C, {Axis.COSMETIC: B})) == 1
