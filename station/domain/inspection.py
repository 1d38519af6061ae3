"""The aggregate: one item's pass through a checklist, open -> routed -> binned, or held, or voided."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from station.domain.auditing.overrides import Override
from station.domain.checklist import Checklist, Question, Slot, relevant_answers
from station.domain.disposal import Disposal
from station.domain.disposition import Decision, Disposition, Fact
from station.domain.errors import DomainError, Reason
from station.domain.evidence import Photo, PoorBecause
from station.domain.filling import Passed
from station.domain.grading import Graded
from station.domain.identifiers import BinCode
from station.domain.item import Item
from station.domain.parts import Component
from station.domain.policy import Ruling
from station.domain.signals import Signal
from station.domain.weight import Weight


class State(StrEnum):
    OPEN = "open"
    ROUTED = "routed"
    BINNED = "binned"
    HELD = "held"
    VOIDED = "voided"


class HoldReason(StrEnum):
    """Why an item waits for a supervisor. The order is the order of the keys; ``BY_ITSELF`` have none."""

    UNSURE = "unsure"
    WRONG_CONTENTS = "wrong_contents"
    DANGEROUS = "dangerous"
    PERSONAL_DATA = "personal_data"
    NO_CAMERA = "no_camera"
    NO_BIN = "no_bin"
    OTHER = "other"
    SIGNAL = "signal"
    RECALLED = "recalled"


BY_ITSELF = frozenset({HoldReason.SIGNAL, HoldReason.RECALLED})


@dataclass(frozen=True, slots=True)
class Answer:
    """One response: when, by whom, how long it took (seconds), how often it was changed, and what it
    was before the last change, which is what an undo goes back to. ``missing`` are the components that
    were not there, where a tick list gave the answer."""

    question: str
    choice: str
    at: datetime
    by: str
    seconds: float
    changes: int = 0
    before: "Answer | None" = None
    missing: tuple[Component, ...] = ()


@dataclass(frozen=True, slots=True)
class Route:
    """Where the item goes and every reason for it, as decided when the checklist was complete.

    ``passed`` are bins that come before this one and were full.
    """

    graded: Graded
    ruling: Ruling
    decision: Decision
    disposition: Disposition
    bin: BinCode | None
    checklist_version: int
    policy_version: int
    table_version: int
    prices_version: int = 0
    conditions_version: int = 0
    signals_version: int = 0
    disposal_version: int = 0
    decided_on: date | None = None
    facts: Mapping[str, Fact] = field(default_factory=dict)
    passed: tuple[Passed, ...] = ()


@dataclass(frozen=True, slots=True)
class Hold:
    reason: HoldReason
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class TakenOut:
    """An item that was taken out of its bin to be moved: the bin, and when and by whom it was closed."""

    bin: BinCode
    closed_at: datetime | None
    closed_by: str | None


@dataclass(frozen=True, slots=True)
class Inspection:
    """An inspection under way or done. Every change returns a new one.

    ``trail`` holds the answers, photos, ticks and the weight in the order in which they were made, for undo.
    ``parts`` are the codes of the components that were ticked; ``labelled`` says that the unit's label was
    scanned after the verdict; ``recalled`` are the recalls for which the item was put on hold,
    ``released_by`` who took it off hold; ``taken_out`` says that it is on its way from one bin to another.
    """

    id: str
    station: str
    item: Item
    checklist: str
    opened_at: datetime
    opened_by: str
    simulated: bool
    checklist_version: int = 1
    state: State = State.OPEN
    answers: tuple[Answer, ...] = ()
    changes: Mapping[str, int] = field(default_factory=dict)
    revisiting: str | None = None
    photos: tuple[Photo, ...] = ()
    candidate: Photo | None = None
    weight: Weight | None = None
    turned_at: datetime | None = None
    trail: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    signals: tuple[Signal, ...] = ()
    labelled: bool = False
    disposal: Disposal | None = None
    recalled: tuple[str, ...] = ()
    route: Route | None = None
    override: Override | None = None
    hold: Hold | None = None
    closed_at: datetime | None = None
    closed_by: str | None = None
    released_by: tuple[str, ...] = ()
    taken_out: TakenOut | None = None

    @property
    def chosen(self) -> dict[str, str]:
        return {answer.question: answer.choice for answer in self.answers}

    @property
    def finished(self) -> bool:
        return self.state in (State.BINNED, State.HELD, State.VOIDED)

    def photo(self, slot: str) -> Photo | None:
        return next((p for p in self.photos if p.slot == slot), None)


# What is next ------------------------------------------------------------------------------------


def current_question(inspection: Inspection, checklist: Checklist) -> Question | None:
    """Return the question on screen: the one gone back to, or the first without an answer."""
    asked = checklist.asked(inspection.chosen)
    gone_back = (q for q in asked if q.id == inspection.revisiting)  # none, if the form was changed meanwhile
    return next(gone_back, None) or checklist.next_question(inspection.chosen)


def next_slot(inspection: Inspection, checklist: Checklist) -> Slot | None:
    """Return the slot that the next photo fills: required ones first."""
    asked = checklist.slots_asked(inspection.chosen)
    empty = [slot for slot in asked if not inspection.photo(slot.id)]
    return next((s for s in empty if s.required), next(iter(empty), None))


def missing_slot(inspection: Inspection, checklist: Checklist) -> Slot | None:
    """Return the first required slot that has no accepted photo."""
    slot = next_slot(inspection, checklist)
    return slot if slot and slot.required else None


def complete(inspection: Inspection, checklist: Checklist) -> bool:
    answered = current_question(inspection, checklist) is None
    return answered and missing_slot(inspection, checklist) is None


# What people do ----------------------------------------------------------------------------------


def answer(inspection: Inspection, checklist: Checklist, number: int, at: datetime, by: str) -> Inspection:
    """Answer the current question with its choice ``number`` (from 1).

    Answers that the change makes irrelevant are dropped; so is a verdict already given.
    Raises NOT_NOW without a question, NO_SUCH_CHOICE for a number it does not have.
    """
    question = current_question(inspection, checklist)
    if inspection.state is not State.OPEN or question is None:
        raise DomainError(Reason.NOT_NOW)
    if not 1 <= number <= len(question.choices):
        raise DomainError(Reason.NO_SUCH_CHOICE, most=str(len(question.choices)))
    return given(inspection, checklist, question, question.choices[number - 1].id, at, by)


def given(
    inspection: Inspection,
    checklist: Checklist,
    question: Question,
    choice: str,
    at: datetime,
    by: str,
    missing: tuple[Component, ...] = (),
) -> Inspection:
    """Give an answer to a question that is asked. ``missing`` are the components that were not there."""
    previous = next((a for a in inspection.answers if a.question == question.id), None)
    if previous and (previous.choice, previous.missing) == (choice, missing):
        return replace(inspection, revisiting=None, turned_at=at)
    times = inspection.changes.get(question.id, 0) + (previous is not None)
    seconds = max(0.0, (at - (inspection.turned_at or inspection.opened_at)).total_seconds())
    new = Answer(question.id, choice, at, by, round(seconds, 3), times, previous, missing)
    others = [a for a in inspection.answers if a.question != question.id]
    changed = replace(
        inspection,
        answers=(*others, new),
        changes={**inspection.changes, question.id: times},
        revisiting=None,
        turned_at=at,
        trail=_later(inspection.trail, new),
    )
    return _drop_irrelevant(changed, checklist)


def _drop_irrelevant(inspection: Inspection, checklist: Checklist) -> Inspection:
    kept = relevant_answers(checklist, inspection.chosen)
    slots = {slot.id for slot in checklist.slots_asked(kept)}
    return replace(
        inspection,
        answers=tuple(a for a in inspection.answers if a.question in kept),
        photos=tuple(p for p in inspection.photos if p.slot in slots),
        candidate=inspection.candidate
        if inspection.candidate and inspection.candidate.slot in slots
        else None,
    )


def add_photo(inspection: Inspection, checklist: Checklist, photo: Photo) -> Inspection:
    """Bind a photo to its slot; a poor one for a required slot becomes the candidate instead.

    An optional photo can still be added after the verdict. Raises NOT_NOW if the inspection is over or
    the slot is not asked for.
    """
    slots = {slot.id: slot for slot in checklist.slots_asked(inspection.chosen)}
    if inspection.finished or photo.slot not in slots:
        raise DomainError(Reason.NOT_NOW)
    if photo.refused and slots[photo.slot].required:
        return replace(inspection, candidate=photo)
    others = tuple(p for p in inspection.photos if p.slot != photo.slot)
    trail = _later(inspection.trail, photo)
    return replace(inspection, photos=(*others, photo), candidate=None, turned_at=photo.taken_at, trail=trail)


def keep_poor_photo(inspection: Inspection, checklist: Checklist, because: PoorBecause) -> Inspection:
    """Accept the refused photo with a reason. Raises NOT_NOW if there is none."""
    if inspection.candidate is None:
        raise DomainError(Reason.NOT_NOW)
    return add_photo(inspection, checklist, replace(inspection.candidate, poor_because=because))


def weighed(inspection: Inspection, weight: Weight) -> Inspection:
    """Keep what the item weighs; a later weight takes the place of an earlier one.

    Nothing is decided by it, so a verdict stays. Raises NOT_NOW if the inspection is over.
    """
    if inspection.finished:
        raise DomainError(Reason.NOT_NOW)
    return replace(inspection, weight=weight, trail=_later(inspection.trail, weight))


def back(inspection: Inspection, checklist: Checklist) -> Inspection:
    """Go back to the question before the one on screen; its answer stays until it is changed.

    Raises NOTHING_TO_UNDO at the first question.
    """
    asked = [q.id for q in checklist.asked(inspection.chosen) if q.id in inspection.chosen]
    here = inspection.revisiting
    before = asked[: asked.index(here)] if here in asked else asked
    if not before:
        raise DomainError(Reason.NOTHING_TO_UNDO)
    return replace(reopened(inspection), revisiting=before[-1])


def undo(inspection: Inspection, checklist: Checklist) -> Inspection:
    """Take back the last answer, photo, weight or tick, whichever is latest; an answer that was changed
    is again what it was. Raises NOTHING_TO_UNDO."""
    if inspection.candidate:
        return replace(inspection, candidate=None)
    if inspection.weight and _is_last(inspection, inspection.weight):
        return replace(inspection, weight=None)
    if code := _last_tick(inspection):
        return replace(inspection, parts=tuple(part for part in inspection.parts if part != code))
    answers, photos = inspection.answers, inspection.photos
    if not answers and not photos:
        raise DomainError(Reason.NOTHING_TO_UNDO)
    last_is_photo = not answers or (bool(photos) and _photo_is_last(inspection))
    opened = replace(reopened(inspection), revisiting=None)
    if last_is_photo:
        return replace(opened, photos=photos[:-1])
    earlier = (answers[-1].before,) if answers[-1].before else ()
    by_time = sorted((*answers[:-1], *earlier), key=lambda given: given.at)
    return _drop_irrelevant(replace(opened, answers=tuple(by_time)), checklist)


def _last_tick(inspection: Inspection) -> str:
    """Return the component whose tick is the last step, empty where another step is."""
    made = {*map(_step, inspection.answers), *map(_step, inspection.photos)}
    ticks = {f"part {code}": code for code in inspection.parts}
    last = next((step for step in reversed(inspection.trail) if step in made or step in ticks), "")
    return ticks.get(last, "")


def _photo_is_last(inspection: Inspection) -> bool:
    """Go by the order of the steps: the camera's clock and the station's may differ."""
    steps = inspection.trail
    photo, given = _step(inspection.photos[-1]), _step(inspection.answers[-1])
    return photo in steps and (given not in steps or steps.index(photo) > steps.index(given))


def _is_last(inspection: Inspection, weight: Weight) -> bool:
    steps = inspection.trail
    others = {*map(_step, inspection.answers), *map(_step, inspection.photos)}
    return not any(step in others for step in steps[steps.index(_step(weight)) :])


def _step(done: Answer | Photo | Weight) -> str:
    if isinstance(done, Weight):
        return "weight"
    return f"photo {done.slot}" if isinstance(done, Photo) else f"answer {done.question}"


def _later(trail: tuple[str, ...], done: Answer | Photo | Weight) -> tuple[str, ...]:
    return (*(step for step in trail if step != _step(done)), _step(done))


def reopened(inspection: Inspection) -> Inspection:
    """Take the verdict back. Raises SUPERVISOR_DECIDED: what a supervisor sent elsewhere stays so."""
    if inspection.override:
        raise DomainError(Reason.SUPERVISOR_DECIDED)
    return replace(inspection, state=State.OPEN, route=None, candidate=None, disposal=None, labelled=False)


def identify(inspection: Inspection, item: Item) -> Inspection:
    """Correct what the item is (wrong item, serial number seen); what was decided is decided anew."""
    return replace(reopened(inspection), item=item)


def without_code_photos(inspection: Inspection, checklist: Checklist) -> Inspection:
    """Drop the photos that show the item's code: they prove what the item was taken for before."""
    shows = {slot.id for slot in checklist.slots if slot.shows_code}
    return replace(inspection, photos=tuple(p for p in inspection.photos if p.slot not in shows))


# How it ends -------------------------------------------------------------------------------------


def held(inspection: Inspection, reason: HoldReason, at: datetime, by: str) -> Inspection:
    """Put the item on hold; it waits for a supervisor. Raises ALREADY_DONE once it is closed."""
    if inspection.finished:
        raise DomainError(Reason.ALREADY_DONE)
    hold = Hold(reason, by, at)
    return replace(inspection, state=State.HELD, hold=hold, closed_at=at, closed_by=by)


def released(inspection: Inspection, by: str) -> Inspection:
    """Take an item off hold, back to where it was; a route is decided anew, except a supervisor's.

    Raises NOT_NOW if it is not on hold.
    """
    if inspection.state is not State.HELD:
        raise DomainError(Reason.NOT_NOW)
    in_hand = replace(inspection, hold=None, closed_at=None, closed_by=None)
    in_hand = replace(in_hand, released_by=(*inspection.released_by, by))
    return replace(in_hand, state=State.ROUTED) if in_hand.override else reopened(in_hand)


def voided(inspection: Inspection, at: datetime, by: str) -> Inspection:
    """Give up an inspection opened by mistake. Raises ALREADY_DONE once it is closed."""
    if inspection.finished:
        raise DomainError(Reason.ALREADY_DONE)
    return replace(inspection, state=State.VOIDED, closed_at=at, closed_by=by)
