"""Why an item goes where it goes, for the verdict and the record: axes, the row that fired, the money."""

from dataclasses import dataclass

from markupsafe import Markup

from station.domain.disposition import Decision, Net, Part
from station.domain.grading import Axis, Grade, Graded
from web.context import world
from web.rules.sentences import row_sentence


@dataclass(frozen=True, slots=True)
class Step:
    """The grade on one axis, and whether it is the one that set the grade."""

    axis: Axis
    grade: Grade
    sets: bool


def axes(graded: Graded) -> list[Step]:
    """List all four axes; one that no answer caps is A."""
    worst = {cap.axis: cap.grade for cap in graded.axes}
    set_by = graded.set_by.axis if graded.set_by else None
    return [Step(axis, worst.get(axis, Grade.A), axis is set_by) for axis in Axis]


def by_hand(graded: Graded) -> Grade | None:
    """Return the grade that the answers gave where a person set the one that stands, else None."""
    answered = max((cap.grade for cap in graded.axes), default=Grade.A)
    as_new = answered is graded.grade is Grade.A
    return None if graded.set_by or as_new else answered


def rule_said(decision: Decision) -> Markup:
    """Say the row that fired as a sentence; nothing where an older record does not have its conditions."""
    return row_sentence(decision.row, world().house.currency) if decision.row else Markup()


def costs(net: Net) -> list[tuple[Part, int]]:
    """List what is taken off the price, in minor units above zero."""
    return [(part, -amount) for part, amount in net.parts if part is not Part.PRICE]


def price(net: Net) -> int:
    return dict(net.parts).get(Part.PRICE, 0)
