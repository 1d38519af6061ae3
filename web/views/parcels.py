"""A return in full, for supervisors; and reference photos, for everybody who is signed in."""

from flask import Blueprint, Response, abort, render_template
from flask.typing import ResponseReturnValue

from station.domain.identifiers import Rma
from station.services import examples, parcels, signing_in
from web.context import token, world

pages = Blueprint("parcels", __name__)
pictures = Blueprint("pictures", __name__)

LONGEST_RMA = 64
PNG_BEGINS = b"\x89PNG"


@pages.before_request
def seen() -> None:
    """Reading at the desk is work too: it keeps the session from running idle."""
    signing_in.note_seen(world(), token())


@pages.get("/parcels/<path:rma>")
def parcel(rma: str) -> ResponseReturnValue:
    """Show a return line by line: what was announced, what came, when and by whom."""
    known = parcels.return_record(world(), Rma(rma)) if len(rma) <= LONGEST_RMA else None
    if known is None:
        abort(404)
    said = {result.line: result.difference for result in known.last.lines} if known.last else {}
    return render_template(
        "audit/parcel.html", known=known, parcel=known.parcel, people=known.people, said=said
    )


@pictures.get("/examples/<sha256>")
def example(sha256: str) -> ResponseReturnValue:
    """Give out a reference photo of a checklist, never a photo of an item."""
    data = examples.example(world(), sha256)
    if data is None:
        abort(404)
    return Response(data, mimetype="image/png" if data.startswith(PNG_BEGINS) else "image/jpeg")
