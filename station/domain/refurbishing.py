"""Work on an item at a work center: what was done, with which parts, in how many minutes."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from math import ceil

from station.domain.checklist import Checklist, Choice, Question
from station.domain.errors import DomainError, Reason
from station.domain.grading import Grade
from station.domain.identifiers import Lpn
from station.domain.money import Money
from station.domain.parts import Component
from station.domain.texts import LANGUAGES, Texts

MOST_MINUTES = 1440
MOST_QUANTITY = 999
MOST_PARTS = 50
MOST_WARRANTY = 120
_HOUR = Decimal(60)


class WorkState(StrEnum):
    """Where the work on an item stands."""

    WAITING = "waiting"
    STARTED = "started"
    DONE = "done"
    GIVEN_UP = "given_up"

    @property
    def over(self) -> bool:
        return self in (WorkState.DONE, WorkState.GIVEN_UP)


class GaveUp(StrEnum):
    """Why work on an item ended without success. ``NOT_CHOSEN`` are said by a supervisor's decision."""

    NO_PART = "no_part"
    TOO_DEAR = "too_dear"
    BEYOND_REPAIR = "beyond_repair"
    DANGEROUS = "dangerous"
    OTHER = "other"
    LOOKED_AT_AGAIN = "looked_at_again"
    SENT_ELSEWHERE = "sent_elsewhere"


NOT_CHOSEN = frozenset({GaveUp.LOOKED_AT_AGAIN, GaveUp.SENT_ELSEWHERE})


@dataclass(frozen=True, slots=True)
class PartUsed:
    """A part that went in, how many, and what they cost together in the currency's minor units."""

    name: str
    quantity: int
    cost: int


@dataclass(frozen=True, slots=True)
class Work:
    """One item's stay at a work center.

    ``todo`` says what is to be done, from the answers that cost it its grade; ``missing`` are components
    that did not come. ``minutes`` are None until somebody types them: the clock proposes them.
    ``warranty_months`` and ``refurbished`` are what the item may be sold with afterwards. ``labour`` is
    what the minutes cost, in minor units of ``currency``. ``revision`` counts the changes.
    """

    id: str
    inspection: str
    lpn: Lpn
    center: str
    name: Texts
    todo: tuple[Texts, ...]
    since: datetime
    missing: tuple[Texts, ...] = ()
    state: WorkState = WorkState.WAITING
    by: str = ""
    started_at: datetime | None = None
    done_at: datetime | None = None
    minutes: int | None = None
    parts: tuple[PartUsed, ...] = ()
    warranty_months: int = 0
    refurbished: bool = False
    note: str = ""
    why: GaveUp | None = None
    labour: int = 0
    currency: str = ""
    revision: int = 0

    @property
    def parts_cost(self) -> int:
        return sum(part.cost for part in self.parts)

    @property
    def cost(self) -> int:
        return self.parts_cost + self.labour


# What is to be done ------------------------------------------------------------------------------


def todo(checklist: Checklist, chosen: dict[str, str]) -> tuple[Texts, ...]:
    """Say what is to be done about each answer that cost the item its grade."""
    given = [(q, c) for q in checklist.asked(chosen) if (c := q.choice(chosen.get(q.id)))]
    return tuple(c.todo or _as_found(q, c) for q, c in given if _costs(c))


def _costs(choice: Choice) -> bool:
    return any(grade is not Grade.A for grade in choice.caps.values())


def _as_found(question: Question, choice: Choice) -> Texts:
    said = (f"{question.text.in_language(x)} {choice.text.in_language(x)}" for x in LANGUAGES)
    return Texts(**dict(zip(LANGUAGES, said, strict=True)))


def missing(
    checklist: Checklist, chosen: dict[str, str], ticked: Iterable[str], of: Iterable[Component]
) -> tuple[Texts, ...]:
    """List the components that were not ticked, where a question was answered by parts."""
    counted = any(question.parts and question.id in chosen for question in checklist.asked(chosen))
    there = set(ticked)
    return tuple(part.name for part in of if part.code not in there) if counted else ()


# What people do ----------------------------------------------------------------------------------


def clock_minutes(work: Work, now: datetime) -> int:
    """Return the minutes since the work was taken up, begun ones counted, a day at most."""
    if work.started_at is None:
        return 0
    passed = max(timedelta(), (work.done_at or now) - work.started_at)
    return min(ceil(passed / timedelta(minutes=1)), MOST_MINUTES)


def started(work: Work, by: str, at: datetime) -> Work:
    """Take up work, or take it over from somebody; the clock runs on. Raises WORK_OVER."""
    _not_over(work)
    return replace(work, state=WorkState.STARTED, by=by, started_at=work.started_at or at)


def noted(work: Work, minutes: int | None, warranty_months: int, refurbished: bool, note: str) -> Work:
    """Keep what was typed so far. Raises NOT_NOW before the work was taken up, WORK_OVER after its end."""
    _under_way(work)
    said = replace(work, minutes=minutes, warranty_months=warranty_months)
    return replace(said, refurbished=refurbished, note=note)


def with_part(work: Work, part: PartUsed) -> Work:
    """Add a part that went in. Raises as ``noted``, and NOT_NOW where there are too many."""
    _under_way(work)
    if len(work.parts) >= MOST_PARTS:
        raise DomainError(Reason.NOT_NOW)
    return replace(work, parts=(*work.parts, part))


def without_part(work: Work, number: int) -> Work:
    """Take a part off the list again, by its place from 0. Raises as ``noted``, NOT_NOW for no such place."""
    _under_way(work)
    if not 0 <= number < len(work.parts):
        raise DomainError(Reason.NOT_NOW)
    return replace(work, parts=work.parts[:number] + work.parts[number + 1 :])


def done(work: Work, at: datetime, per_hour: Money) -> Work:
    """End work that succeeded. ``per_hour`` is the price of labour. Raises as ``noted``."""
    _under_way(work)
    return _ended(work, WorkState.DONE, at, per_hour)


def given_up(work: Work, why: GaveUp, at: datetime, per_hour: Money) -> Work:
    """End work without success; what went in so far still counts. Raises WORK_OVER."""
    _not_over(work)
    return replace(
        _ended(work, WorkState.GIVEN_UP, at, per_hour), why=why, refurbished=False, warranty_months=0
    )


def _ended(work: Work, state: WorkState, at: datetime, per_hour: Money) -> Work:
    minutes = clock_minutes(work, at) if work.minutes is None else work.minutes
    labour = Money(per_hour.amount * minutes / _HOUR, per_hour.currency)
    over = replace(work, state=state, done_at=at, minutes=minutes)
    return replace(over, labour=labour.minor, currency=labour.currency)


def _not_over(work: Work) -> None:
    if work.state.over:
        raise DomainError(Reason.WORK_OVER, lpn=work.lpn)


def _under_way(work: Work) -> None:
    _not_over(work)
    if work.state is not WorkState.STARTED:
        raise DomainError(Reason.NOT_NOW)
