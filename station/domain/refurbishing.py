"""Work on an item at a work center: what was done, with which parts, in how many minutes."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from station.domain.identifiers import Lpn
from station.domain.texts import Texts


class WorkState(StrEnum):
    """Where the work on an item stands."""

    WAITING = "waiting"
    STARTED = "started"
    DONE = "done"
    GIVEN_UP = "given_up"


@dataclass(frozen=True, slots=True)
class PartUsed:
    """A part that went in, how many, and what they cost together in the currency's minor units."""

    name: str
    quantity: int
    cost: int


@dataclass(frozen=True, slots=True)
class Work:
    """One item's stay at a work center.

    ``todo`` says what is to be done, from the answers that cost it its grade.
    ``warranty_months`` and ``refurbished`` are what the item may be sold with afterwards.
    """

    id: str
    inspection: str
    lpn: Lpn
    center: str
    name: Texts
    todo: tuple[Texts, ...]
    since: datetime
    state: WorkState = WorkState.WAITING
    by: str = ""
    started_at: datetime | None = None
    done_at: datetime | None = None
    minutes: int = 0
    parts: tuple[PartUsed, ...] = ()
    warranty_months: int = 0
    refurbished: bool = False
    note: str = ""
    labour_cost: Decimal = Decimal(0)
