"""Returns: where one is, for a shop's site."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

from station.domain.api.tokens import Scope
from station.domain.api.whereabouts import Stage
from station.domain.disposition import Disposition
from station.domain.grading import Grade
from station.domain.policy import Remedy, Verdict
from station.domain.texts import LANGUAGES, Texts
from station.services.api import whereabouts
from station.services.api.whereabouts import Came, Found
from web.api.operations import operation
from web.context import world


class Line(Struct, frozen=True):
    """A line of the return: what is expected, and how many units came."""

    line: int
    sku: str
    name: Annotated[dict[str, str], Meta(description="By language: en, he, ru.")]
    expected: int
    received: int


class Item(Struct, frozen=True):
    """One unit that came. The remedy is a recommendation, never a payment."""

    lpn: Annotated[str, Meta(description="The licence plate on the unit.")]
    sku: str
    line: int | None
    stage: Stage
    at: Annotated[datetime, Meta(description="When it came to this stage.")]
    grade: Grade | None
    disposition: Disposition | None
    verdict: Verdict | None
    remedy: Remedy | None


class Return(Struct, frozen=True):
    """Where a return is: as far as the item that is behind; `received` while lines are still to come."""

    rma: str
    order: Annotated[str, Meta(description="Empty for a return that nobody announced.")]
    stage: Stage
    lines: tuple[Line, ...]
    items: tuple[Item, ...]


@operation(
    "GET",
    "/returns/<rma>",
    Scope.RETURNS_READ,
    "Where is my return",
    Return,
    parts={"rma": "The number of the return, as the customer has it."},
    refuses={404: "No return of that number is known here, and no item of it came."},
)
def where_is_my_return(rma: str) -> Return:
    """Tell how far a return has come, line by line and unit by unit. Says nothing of people."""
    return _said(whereabouts.find(world(), rma))


def _said(found: Found) -> Return:
    lines = tuple(
        Line(line.number, line.sku, _names(names), line.quantity, line.received)
        for line, names in found.lines
    )
    return Return(found.rma, found.order, found.stage, lines, tuple(_item(each) for each in found.items))


def _names(names: Texts | None) -> dict[str, str]:
    return {code: names.in_language(code) for code in LANGUAGES} if names else {}


def _item(came: Came) -> Item:
    known = came.inspection
    route = known.route
    return Item(
        lpn=known.item.lpn,
        sku=known.item.sku,
        line=known.item.line,
        stage=came.stage,
        at=known.closed_at or known.opened_at,
        grade=route.graded.grade if route else None,
        disposition=route.disposition if route else None,
        verdict=route.ruling.verdict if route else None,
        remedy=route.ruling.remedy if route else None,
    )
