"""Where a return is, in the few words that a shop's site shows its customer."""

from collections.abc import Iterable
from enum import StrEnum

from station.domain.catalog import ExpectedReturn
from station.domain.inspection import Inspection, State


class Stage(StrEnum):
    """How far a return, or an item of it, has come."""

    ANNOUNCED = "announced"
    RECEIVED = "received"
    IN_REVIEW = "in_review"
    INSPECTED = "inspected"
    DECIDED = "decided"


_STAGES = {
    State.OPEN: Stage.RECEIVED,
    State.HELD: Stage.IN_REVIEW,
    State.ROUTED: Stage.INSPECTED,
    State.BINNED: Stage.DECIDED,
}


def stage(inspection: Inspection) -> Stage:
    """Return how far an item is; it is decided once it lies in its bin."""
    return _STAGES[inspection.state]


def counted(inspections: Iterable[Inspection]) -> tuple[Inspection, ...]:
    """Return those that count: not given up, and of a licence plate the latest."""
    latest = {each.item.lpn: each for each in inspections if each.state is not State.VOIDED}
    return tuple(latest.values())


def stage_of(expected: ExpectedReturn | None, inspections: Iterable[Inspection]) -> Stage:
    """Return how far a return is: as far as the item that is behind; announced before the first came.

    A return with lines still to come is received at the most.
    """
    ranks = list(Stage)
    stages = [stage(each) for each in inspections]
    if not stages:
        return Stage.ANNOUNCED
    if expected and expected.open_lines():
        return Stage.RECEIVED
    return min(stages, key=ranks.index)
