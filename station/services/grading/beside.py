"""A second grade beside the first, for whoever audits the difference."""

from dataclasses import dataclass

from station.domain.checklist import Checklist, Choice, Question
from station.domain.graders.blind import Blind
from station.domain.graders.blind_grading import differing
from station.domain.graders.pairs import Rated
from station.domain.grading import Axis
from station.ports import UnitOfWork
from station.services.named import name_of


@dataclass(frozen=True, slots=True)
class Row:
    """One question with both answers; None where it was not asked, or where the second could not tell."""

    question: Question
    first: Choice | None
    second: Choice | None
    untold: bool
    seconds: float | None

    @property
    def differs(self) -> bool:
        return None not in (self.first, self.second) and self.first != self.second


@dataclass(frozen=True, slots=True)
class Beside:
    """Both gradings of an item; ``axes`` are those that differ, ``by`` is the second grader's name."""

    blind: Blind
    first: Rated
    second: Rated
    axes: tuple[Axis, ...]
    rows: tuple[Row, ...]
    by: str


def second_of(uow: UnitOfWork, inspection: str) -> Beside | None:
    """Return the second grade of an inspection beside the first, None where none was given."""
    blind = uow.blinds.second(inspection)
    if blind is None or blind.rated is None:
        return None
    station = uow.inspections.get(inspection).station
    checklist = uow.rules.at(station).checklist(blind.checklist, blind.version)
    return Beside(
        blind=blind,
        first=blind.known,
        second=blind.rated,
        axes=differing(blind.known, blind.rated),
        rows=rows(checklist, blind),
        by=name_of(uow, blind.by),
    )


def rows(checklist: Checklist, blind: Blind) -> tuple[Row, ...]:
    """List the questions that either was asked, in the checklist's order."""
    seconds = {told.question: told.seconds for told in blind.answers}
    first, given = blind.known.choices, blind.given
    return tuple(
        Row(
            question=question,
            first=question.choice(first.get(question.id)),
            second=question.choice(given.get(question.id)),
            untold=question.id in given and question.choice(given[question.id]) is None,
            seconds=seconds.get(question.id),
        )
        for question in checklist.questions
        if question.id in first or question.id in given
    )
