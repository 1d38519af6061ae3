"""The supervisor's desk: what waits, what is done, and one item's record beside its photos."""

from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from station.domain.identifiers import Lpn
from station.services import queries, signing_in
from web.context import token, world
from web.record import findings, history, slot_name, unproving

pages = Blueprint("audit", __name__)

SIZE = 25
LONGEST_KEY = 64


@pages.before_request
def seen() -> None:
    """Reading at the desk is work too: it keeps the session from running idle."""
    signing_in.note_seen(world(), token())


@pages.get("/audit")
def desk() -> ResponseReturnValue:
    """List what is on hold, the longest waiting first, and what is closed, newest first."""
    held = queries.on_hold(world(), _key("after"), SIZE)
    closed = queries.closed(world(), _key("before"), SIZE)
    return render_template("audit/desk.html", held=held, closed=closed, first=not request.args)


@pages.get("/audit/<lpn>")
def record(lpn: str) -> ResponseReturnValue:
    """Show all that is known of one item."""
    known = queries.record(world(), Lpn(lpn)) or abort(404)
    return render_template(
        "audit/record.html",
        record=known,
        inspection=known.inspection,
        item=known.inspection.item,
        findings=findings(known),
        others=unproving(known),
        history=history(known),
        slot_name=slot_name,
        plate=Markup(world().labels.code128(lpn)),  # noqa: S704 - drawn here, from a plate that is known
    )


@pages.get("/audit/<lpn>/photos/<sha256>")
def photo(lpn: str, sha256: str) -> ResponseReturnValue:
    """Give out a photo that the record of this item names."""
    jpeg = queries.photo(world(), Lpn(lpn), sha256)
    return Response(jpeg, mimetype="image/jpeg") if jpeg else abort(404)


def _key(name: str) -> str:
    value = request.args.get(name, "")
    return value if len(value) <= LONGEST_KEY else ""
