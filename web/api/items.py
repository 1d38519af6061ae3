"""Items: what was inspected, how it was graded and where it went, with the photos that prove it."""

from datetime import datetime
from typing import Annotated

from flask import Response
from msgspec import Meta, Struct

from station.domain.api.tokens import Scope
from station.domain.disposition import Disposition
from station.domain.grading import Axis, Grade
from station.domain.identifiers import Lpn
from station.domain.inspection import HoldReason, Inspection, State
from station.domain.policy import Remedy, Verdict
from station.services import queries
from station.services.api import inspected
from web.api.operations import operation
from web.context import world

MOST = 200


class Cap(Struct, frozen=True):
    """The worst answer on one axis: which question and choice hold the grade down."""

    axis: Axis
    grade: Grade
    question: str
    choice: str


class Photo(Struct, frozen=True):
    """A photo that proves an answer, by the SHA-256 of its original bytes."""

    slot: str
    sha256: str
    taken_at: datetime
    href: str


class Item(Struct, frozen=True):
    """One pass of a unit through a checklist."""

    id: Annotated[str, Meta(description="Of the inspection; ids grow with time.")]
    station: str
    lpn: str
    sku: str
    gtin: str
    serial: str | None
    rma: str | None
    line: int | None
    state: State
    grade: Grade | None
    caps: tuple[Cap, ...]
    disposition: Disposition | None
    bin: str | None
    verdict: Verdict | None
    remedy: Remedy | None
    overridden: Annotated[bool, Meta(description="A supervisor decided otherwise than the rules.")]
    hold: HoldReason | None
    checklist: str
    checklist_version: int
    opened_at: datetime
    closed_at: datetime | None
    simulated: Annotated[bool, Meta(description="Made on simulated hardware: not a real unit.")]
    photos: tuple[Photo, ...]


class Items(Struct, frozen=True):
    """A page of items. `next` is given as `after` to go on; null at the end."""

    items: tuple[Item, ...]
    next: str | None


class After(Struct, frozen=True, forbid_unknown_fields=True):
    """Which page."""

    after: Annotated[str, Meta(description="The `next` of the page before.", max_length=64)] = ""
    limit: Annotated[int, Meta(description="How many at most.", ge=1, le=MOST)] = 50


@operation(
    "GET",
    "/items",
    Scope.ITEMS_READ,
    "List finished items",
    Items,
    query=After,
)
def list_items(query: After) -> Items:
    """List items that are over or on hold, the latest first."""
    found = queries.closed(world(), query.after, query.limit)
    return Items(tuple(_item(each) for each in found.items), found.next)


@operation(
    "GET",
    "/items/<lpn>",
    Scope.ITEMS_READ,
    "Show the passes of one unit",
    Items,
    parts={"lpn": "The licence plate on the unit."},
    refuses={404: "No unit has this licence plate."},
)
def show_item(lpn: str) -> Items:
    """Show every pass of a unit through a checklist, the earliest first."""
    return Items(tuple(_item(each) for each in inspected.visits(world(), Lpn(lpn))), None)


@operation(
    "GET",
    "/items/<lpn>/photos/<sha256>",
    Scope.EVIDENCE_READ,
    "Fetch a photo",
    None,
    media="image/jpeg",
    parts={"lpn": "The licence plate on the unit.", "sha256": "Of the photo, in hex."},
    refuses={404: "This unit has no such photo, or its bytes are gone."},
)
def fetch_photo(lpn: str, sha256: str) -> Response:
    """Fetch the original bytes of a photo of this unit; their SHA-256 is the one that was asked for."""
    return Response(inspected.photo(world(), Lpn(lpn), sha256), content_type="image/jpeg")


def _item(known: Inspection) -> Item:
    route = known.route
    return Item(
        id=known.id,
        station=known.station,
        lpn=known.item.lpn,
        sku=known.item.sku,
        gtin=known.item.gtin,
        serial=known.item.serial,
        rma=known.item.rma,
        line=known.item.line,
        state=known.state,
        grade=route.graded.grade if route else None,
        caps=tuple(Cap(c.axis, c.grade, c.question, c.choice) for c in route.graded.axes) if route else (),
        disposition=route.disposition if route else None,
        bin=route.bin if route else None,
        verdict=route.ruling.verdict if route else None,
        remedy=route.ruling.remedy if route else None,
        overridden=known.override is not None,
        hold=known.hold.reason if known.hold else None,
        checklist=known.checklist,
        checklist_version=known.checklist_version,
        opened_at=known.opened_at,
        closed_at=known.closed_at,
        simulated=known.simulated,
        photos=tuple(
            Photo(p.slot, p.sha256, p.taken_at, f"/api/v1/items/{known.item.lpn}/photos/{p.sha256}")
            for p in known.photos
        ),
    )
