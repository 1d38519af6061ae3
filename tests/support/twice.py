"""A station whose items were graded twice, by people who do not always agree."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from station.domain.checklist import Checklist, relevant_answers
from station.domain.graders.blind import Blind
from station.domain.graders.blind_grading import rated
from station.domain.graders.pairs import PairKind
from station.domain.inspection import Inspection
from tests.support.history import live
from tests.support.stations import Rig


def graded_twice(
    rig: Rig,
    count: int,
    first: Sequence[str] = ("dana",),
    second: Sequence[str] = ("omer",),
    slip: float = 0.2,
    kind: PairKind = PairKind.SECOND,
) -> None:
    """Finish items and have each graded again; with a chance of ``slip`` an answer is another one."""
    live(rig, count, days=20)
    chance = random.Random(5)
    with rig.world.begin() as uow:
        rules = uow.rules.in_force()
        for number, known in enumerate(uow.inspections.closed(count)):
            by = replace(known, closed_by=first[number % len(first)], opened_by=first[number % len(first)])
            uow.inspections.save(by)
            grader = second[number % len(second)]
            uow.blinds.put(_done(by, rules.checklists[by.checklist], grader, chance, slip, kind))


def _done(
    known: Inspection, checklist: Checklist, grader: str, chance: random.Random, slip: float, kind: PairKind
) -> Blind:
    first = rated(checklist, known.chosen, known.closed_by or "")
    again = rated(checklist, _again(known, checklist, chance, slip), grader)
    assert known.closed_at is not None
    return Blind(
        id=f"b-{known.id}",
        kind=kind,
        inspection=known.id,
        lpn=known.item.lpn,
        checklist=checklist.id,
        version=checklist.version,
        category=known.item.category,
        known=first if kind is PairKind.SECOND else replace(first, grader=""),
        graders=(known.closed_by or "",),
        since=known.closed_at,
        by=grader,
        done_at=known.closed_at + timedelta(hours=1),
        rated=again,
    )


def _again(known: Inspection, checklist: Checklist, chance: random.Random, slip: float) -> dict[str, str]:
    said = dict(known.chosen)
    for question in checklist.questions:
        if question.id in said and chance.random() < slip:
            said[question.id] = chance.choice(question.choices).id
    kept = relevant_answers(checklist, said)
    while question_ := checklist.next_question(kept):
        kept[question_.id] = question_.choices[0].id
    return kept
