"""What is done: closed items, and one item's record beside its photos."""

from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from markupsafe import Markup

from station.domain.identifiers import Lpn
from station.domain.labels import Label
from station.services import labels, printing, queries, signing_in, visits
from station.services.queries import Record
from web.context import me, token, world
from web.decided_by import decided_by
from web.record import findings, history, slot_name, unproving
from web.sent import key
from web.views.labels import PNG, as_pdf, told

pages = Blueprint("audit", __name__)

SIZE = 25
LONGEST_VISIT = 4


@pages.before_request
def seen() -> None:
    """Reading at the desk is work too: it keeps the session from running idle."""
    signing_in.note_seen(world(), token())


@pages.get("/audit/closed")
def closed() -> ResponseReturnValue:
    """List what is on hold, the longest waiting first, and what is closed, newest first."""
    held = queries.on_hold(world(), key("after"), SIZE)
    done = queries.closed(world(), key("before"), SIZE)
    return render_template("audit/closed.html", held=held, closed=done, first=not request.args)


@pages.get("/audit/<lpn>")
def record(lpn: str) -> ResponseReturnValue:
    """Show all that is known of one item."""
    known = queries.record(world(), Lpn(lpn), _visit()) or abort(404)
    return render_template(
        "audit/record.html",
        story=visits.story(world(), Lpn(lpn)),
        record=known,
        inspection=known.inspection,
        item=known.inspection.item,
        findings=findings(known),
        others=unproving(known),
        history=history(known),
        slot_name=slot_name,
        decided_by=decided_by(known),
        plate=plate(lpn),
    )


def plate(lpn: str) -> Markup:
    """Draw a plate; nothing for one that no label has: a station may have sent any text."""
    try:
        return Markup(world().labels.code128(lpn))  # noqa: S704 - drawn here
    except ValueError:
        return Markup()


@pages.get("/audit/<lpn>/photos/<sha256>")
def photo(lpn: str, sha256: str) -> ResponseReturnValue:
    """Give out a photo that the record of this item names; 404 for one that the vault has lost."""
    try:
        jpeg = queries.photo(world(), Lpn(lpn), sha256)
    except KeyError:
        jpeg = None
    return Response(jpeg, mimetype="image/jpeg") if jpeg else abort(404)


@pages.get("/audit/<lpn>/label.png")
def label(lpn: str) -> ResponseReturnValue:
    """Show the item's label as it will be printed."""
    return Response(world().label_files.png(_label(lpn)), mimetype=PNG)


@pages.get("/audit/<lpn>/label.pdf")
def label_pdf(lpn: str) -> ResponseReturnValue:
    return as_pdf((_label(lpn),))


@pages.post("/audit/<lpn>/print")
def print_label(lpn: str) -> ResponseReturnValue:
    """Queue the item's label."""
    known = _known(lpn).inspection

    def act() -> str:
        printing.queue_record(world(), known, me().id)
        return str(gettext("The label goes to the printer."))

    return told(act)


def _known(lpn: str) -> Record:
    return queries.record(world(), Lpn(lpn)) or abort(404)


def _label(lpn: str) -> Label:
    known = _known(lpn).inspection
    with world().read() as uow:
        return labels.item_label(world(), uow, known)


def _visit() -> int:
    """Return which visit of the plate is asked for, 0 for the latest."""
    asked = request.args.get("visit", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) <= LONGEST_VISIT else 0
