"""The supervisor's queue: one place an inspection, with every reason why it waits to be audited."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from station.domain.identifiers import Lpn


class Why(StrEnum):
    """Why an item is to be audited, the most urgent first."""

    HOLD = "hold"
    SIGNAL = "signal"
    OVERRIDE = "override"
    DIFFERS = "differs"
    QUALITY = "quality"
    SAMPLE = "sample"


class Standing(StrEnum):
    """How an audit stands: a hold is released or kept, and what was given up waits for nobody."""

    WAITING = "waiting"
    CONFIRMED = "confirmed"
    OVERRIDDEN = "overridden"
    SENT_BACK = "sent_back"
    RELEASED = "released"
    KEPT = "kept"
    GIVEN_UP = "given_up"

    @property
    def over(self) -> bool:
        return self is not Standing.WAITING


@dataclass(frozen=True, slots=True)
class Queued:
    """An inspection in the queue, or one that was. ``told`` are the facts behind each reason, by its name:
    the plan and the lot of a sample, the reason of a hold; nothing personal is among them.

    ``value`` is the item's worth in minor units, ``graders`` everyone whose work is in it, ``grader`` the one
    who closed it. ``seconds`` is how long the supervisor had it open.
    """

    inspection: str
    lpn: Lpn
    whys: tuple[Why, ...]
    grader: str
    graders: tuple[str, ...]
    category: str
    value: int
    since: datetime
    told: Mapping[str, str] = field(default_factory=dict)
    standing: Standing = Standing.WAITING
    by: str = ""
    at: datetime | None = None
    seconds: float = 0.0
    revision: int = 0
    station: str = ""


def also(queued: Queued, why: Why, told: Mapping[str, str]) -> Queued:
    """Add a reason; an audit that was over waits again, for this reason alone."""
    before = () if queued.standing.over else queued.whys
    whys = tuple(each for each in Why if each in (*before, why))
    waits = replace(queued, whys=whys, told={**queued.told, **told}, standing=Standing.WAITING)
    return replace(waits, by="", at=None, seconds=0.0, revision=queued.revision + 1)


def without(
    queued: Queued, whys: Collection[Why], standing: Standing, by: str, at: datetime, seconds: float = 0.0
) -> Queued:
    """Take reasons away that are settled elsewhere; without any left the audit is over, and stands so."""
    if queued.standing.over:
        return queued
    left = tuple(why for why in queued.whys if why not in whys)
    if left:
        return replace(queued, whys=left, revision=queued.revision + 1)
    return over(queued, standing, by, at, seconds)


def over(queued: Queued, standing: Standing, by: str, at: datetime, seconds: float = 0.0) -> Queued:
    """End an audit; its reasons stay known."""
    ended = replace(queued, standing=standing, by=by, at=at, seconds=seconds)
    return replace(ended, revision=queued.revision + 1)
