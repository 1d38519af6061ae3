"""The supervisor's desk: the queue, one item of it beside, and what is decided."""

from datetime import timedelta

from babel.dates import format_timedelta
from flask import Blueprint, Response, abort, render_template
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, gettext

from station.domain.auditing.queue import Why
from station.domain.identifiers import RESERVED
from station.domain.signals import Finding
from station.services import queries, signing_in
from station.services.auditing import alike, desk
from station.services.auditing.desk import Opened
from web.context import me, token, world
from web.decided_by import decided_by
from web.desk import beside, filters, options, panel, whys
from web.record import findings, slot_name
from web.sent import LONGEST_KEY, LONGEST_SCAN, field, key

pages = Blueprint("desk", __name__)

SIZE = 50
JPEG = "image/jpeg"


@pages.before_request
def seen() -> None:
    """Reading at the desk is work too: it keeps the session from running idle."""
    signing_in.note_seen(world(), token())


# The queue ----------------------------------------------------------------------------------------


@pages.get("/audit")
def page() -> ResponseReturnValue:
    """Show the queue and one item of it: the one that is asked for, else the first that can be decided."""
    asked = filters.asked()
    listed = desk.page(world(), me(), asked.filter, key("after"), SIZE)
    wanted = key("item") or desk.following(world(), me(), asked.filter) or _first(listed)
    opened = desk.opened(world(), me(), wanted) if wanted else None
    return render_template(
        "audit/desk.html",
        asked=asked,
        listed=listed,
        counts=desk.counts(world()),
        follows=_at_the_bench(),
        ages=filters.AGES,
        **_queue(),
        **(_item(opened) if opened else {"opened": None}),
    )


def _first(listed: desk.Page) -> str:
    return listed.rows[0].queued.inspection if listed.rows else ""


@pages.get("/audit/queue")
def queue() -> ResponseReturnValue:
    """Show more of the queue."""
    asked = filters.asked()
    listed = desk.page(world(), me(), asked.filter, key("after"), SIZE)
    return render_template("audit/rows.html", asked=asked, listed=listed, opened=None, **_queue())


def _queue() -> dict[str, object]:
    return {"whys": Why, "why_icons": whys.ICONS, "age": _age, "clean": _clean}


def _age(row: desk.Row) -> str:
    """Say for how long an item has waited."""
    waited = max(timedelta(), world().clock.now() - row.queued.since)
    return str(format_timedelta(waited, format="short", locale=get_locale(), threshold=1))


def _clean(row: desk.Row) -> bool:
    """Tell whether an item can be confirmed together with others: a sample, and nothing else about it."""
    return row.queued.whys == (Why.SAMPLE,) and not row.own


@pages.post("/audit/find")
def find() -> ResponseReturnValue:
    """Find the item of a licence plate. What else is scanned here is the bench's, if one works there."""
    text = field("text", LONGEST_SCAN).strip()
    found = desk.scanned(world(), text) if text else None
    if found:
        return {"ok": True, "item": found, "say": ""}
    if field("how", LONGEST_KEY) == "scanned" and _at_the_bench():
        return {"ok": False, "elsewhere": True}
    said = gettext("No item has the licence plate %(code)s.", code=text)
    # A badge is a secret: it is not said again.
    return {"ok": False, "say": gettext("That is no licence plate.") if text.startswith(RESERVED) else said}


def _at_the_bench() -> bool:
    return queries.at_bench(world())[0].person == me().id


# One item -----------------------------------------------------------------------------------------


@pages.get("/audit/items/<inspection>")
def item(inspection: str) -> ResponseReturnValue:
    """Show one item, for the page that is open already."""
    return render_template("audit/item.html", **_item(_opened(inspection)))


def _opened(inspection: str) -> Opened:
    return desk.opened(world(), me(), inspection) or abort(404)


def _item(opened: Opened) -> dict[str, object]:
    known = opened.inspection
    return {
        "opened": opened,
        "record": opened.record,
        "inspection": known,
        "item": known.item,
        "because": whys.said(opened),
        "pictures": beside.pictures(opened),
        "findings": findings(opened.record),
        "moments": panel.moments(opened),
        "refused": panel.refused(opened, me().id),
        "parts": options.parts(opened),
        "reasons": options.reasons(),
        "findings_of": tuple(Finding),
        "decided_by": decided_by(opened.record),
        "slot_name": slot_name,
    }


@pages.get("/audit/items/<inspection>/references/<sha256>")
def reference(inspection: str, sha256: str) -> ResponseReturnValue:
    """Give out a reference photo of the checklist that the item was inspected by."""
    return _picture(desk.reference(world(), inspection, sha256))


@pages.get("/audit/items/<inspection>/expected/<slot>")
def expected(inspection: str, slot: str) -> ResponseReturnValue:
    """Give out a photo of the expected product as it came lately."""
    return _picture(alike.of_product(world(), _opened(inspection).inspection.id, slot))


@pages.get("/audit/items/<inspection>/like/<slot>")
def like(inspection: str, slot: str) -> ResponseReturnValue:
    """Give out the photo of another item that one of this is much like."""
    return _picture(alike.of_like(world(), _opened(inspection).inspection.id, slot))


def _picture(jpeg: bytes | None) -> ResponseReturnValue:
    return Response(jpeg, mimetype=JPEG) if jpeg else abort(404)
