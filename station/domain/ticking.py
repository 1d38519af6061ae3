"""Tick the components of the item in hand; once all are there, or the rest is missing, that is the answer."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from station.domain.checklist import Checklist, Question
from station.domain.errors import DomainError, Reason
from station.domain.inspection import Inspection, State, current_question, given
from station.domain.parts import Component, absent, worst

Components = Sequence[Component]


def list_on_screen(inspection: Inspection, checklist: Checklist, components: Components) -> Question | None:
    """Return the question on screen where components answer it."""
    if inspection.state is not State.OPEN or not components:
        return None
    question = current_question(inspection, checklist)
    return question if question and question.parts else None


def tick(inspection: Inspection, code: str) -> Inspection:
    """Note that a component is there. Raises NOT_NOW after the verdict."""
    if inspection.state is not State.OPEN:
        raise DomainError(Reason.NOT_NOW)
    others = tuple(each for each in inspection.parts if each != code)
    trail = (*(step for step in inspection.trail if step != f"part {code}"), f"part {code}")
    return replace(inspection, parts=(*others, code), trail=trail)


def untick(inspection: Inspection, code: str) -> Inspection:
    """Take a tick back. Raises NOT_NOW after the verdict."""
    if inspection.state is not State.OPEN:
        raise DomainError(Reason.NOT_NOW)
    return replace(inspection, parts=tuple(each for each in inspection.parts if each != code))


def settled(
    inspection: Inspection, checklist: Checklist, components: Components, at: datetime, by: str
) -> Inspection:
    """Answer the question on screen once every component is ticked, by its first choice."""
    question = list_on_screen(inspection, checklist, components)
    if question is None or absent(components, inspection.parts):
        return inspection
    return given(inspection, checklist, question, question.choices[0].id, at, by)


def rest_missing(
    inspection: Inspection, checklist: Checklist, components: Components, at: datetime, by: str
) -> Inspection:
    """Answer by what the components that are not ticked amount to, and keep which they are.

    Raises NOT_NOW where no tick list is on screen.
    """
    question = list_on_screen(inspection, checklist, components)
    if question is None:
        raise DomainError(Reason.NOT_NOW)
    missing = absent(components, inspection.parts)
    choice = worst(missing, [choice.id for choice in question.choices])
    return given(inspection, checklist, question, choice, at, by, missing)


def without_last(inspection: Inspection, checklist: Checklist, components: Components) -> Inspection:
    """Take the last tick back where all are ticked and the question is open: its answer was taken back."""
    question = list_on_screen(inspection, checklist, components)
    if question is None or absent(components, inspection.parts):
        return inspection
    return untick(inspection, inspection.parts[-1])
