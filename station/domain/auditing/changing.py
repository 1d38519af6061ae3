"""What an override at the desk makes of an inspection, wherever its item is."""

from dataclasses import replace
from datetime import datetime

from station.domain.auditing.decisions import Change
from station.domain.auditing.overrides import Override
from station.domain.errors import DomainError, Reason
from station.domain.grading import Graded
from station.domain.inspection import Inspection, Route, State, TakenOut


def word_of(known: Inspection, change: Change, by: str, at: datetime, note: str = "") -> Override:
    """Say what a change replaces by what. Raises NOT_NOW before the verdict, NOTHING_CHANGED."""
    if known.route is None:
        raise DomainError(Reason.NOT_NOW)
    route, grade, remedy = known.route, change.grade, change.remedy
    grade = None if grade is route.graded.grade else grade
    remedy = None if remedy is route.ruling.remedy else remedy
    to = change.disposition or route.disposition
    if not (grade or remedy or to is not route.disposition):
        raise DomainError(Reason.NOTHING_CHANGED)
    return Override(
        was=route.disposition,
        to=to,
        reason=change.reason,
        by=by,
        at=at,
        was_grade=route.graded.grade if grade else None,
        grade=grade,
        was_remedy=route.ruling.remedy if remedy else None,
        remedy=remedy,
        note=note,
        at_desk=True,
    )


def changed(known: Inspection, word: Override) -> Inspection:
    """Put a supervisor's word in the place of what was decided; what the rules said stays known.

    The bin stays: where the item lies, or was sent to. Raises NOT_NOW before the verdict.
    """
    if known.route is None:
        raise DomainError(Reason.NOT_NOW)
    route = replace(known.route, disposition=word.to)
    if word.grade:
        # No answer set this grade: a person did.
        route = replace(route, graded=Graded(word.grade, None, route.graded.axes))
    if word.remedy:
        route = replace(route, ruling=replace(route.ruling, remedy=word.remedy))
    return replace(known, route=route, override=word)


def unlabelled(known: Inspection) -> Inspection:
    """Drop what was given for the place it went to before: the label, and a reason for disposal."""
    return replace(known, labelled=False, disposal=None)


def taken_out(known: Inspection) -> Inspection:
    """Take an item out of its bin, to be put into another; its route has no bin until one is proposed.

    Raises NOT_NOW unless it lies in one.
    """
    if known.state is not State.BINNED or known.route is None or known.route.bin is None:
        raise DomainError(Reason.NOT_NOW)
    before = TakenOut(known.route.bin, known.closed_at, known.closed_by)
    route: Route = replace(known.route, bin=None, passed=())
    free = replace(known, state=State.ROUTED, route=route, closed_at=None, closed_by=None)
    return replace(unlabelled(free), taken_out=before)


def moved(known: Inspection) -> Inspection:
    """Close an item that reached its new bin: graded by whom and when it was before."""
    if known.taken_out is None:
        raise DomainError(Reason.NOT_NOW)
    before = known.taken_out
    return replace(known, closed_at=before.closed_at, closed_by=before.closed_by, taken_out=None)
