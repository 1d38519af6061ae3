"""What customers said of their returns: at the bench for the item in hand, at the desk for a return."""

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from station.domain.bench import refusal
from station.domain.errors import DomainError
from station.domain.forms.form import FormLine
from station.domain.identifiers import Rma
from station.domain.item import Item
from station.services import queries, signing_in
from station.services.forms import links, telling
from web.context import me, session_id, token, world
from web.say import sentence
from web.sent import field

in_hand = Blueprint("said_in_hand", __name__)
pages = Blueprint("said", __name__)

LONGEST_RMA = 64
JPEG = "image/jpeg"


@pages.before_request
@in_hand.before_request
def seen() -> None:
    signing_in.note_seen(world(), token())


# At the bench --------------------------------------------------------------------------------------


def customer_says(item: Item) -> FormLine | None:
    """Return what was said of the line that an item is of, for the screens that show the item."""
    return telling.of_item(world(), item.rma, item.line)


def said_of_line(rma: Rma, line: int) -> FormLine | None:
    """Return what was said of one line of a return that lies before somebody."""
    return telling.of_item(world(), rma, line)


@in_hand.get("/bench/said")
def look() -> ResponseReturnValue:
    """Show what was said of the item in hand, with its photos."""
    item = _in_hand()
    if item is None or item.rma is None:
        return redirect(url_for("bench.page"), 303)
    return _page(item.rma, "/bench/said/photos", only=item.line)


@in_hand.get("/bench/said/photos/<sha256>")
def photo_in_hand(sha256: str) -> ResponseReturnValue:
    """Give out a photo that was sent with the line of the item in hand, no other."""
    item = _in_hand()
    if item is None or item.rma is None or item.line is None:
        abort(404)
    return _picture(telling.photo(world(), item.rma, sha256, item.line))


def _in_hand() -> Item | None:
    """Read the item in hand for whoever works at the bench; 403 for everybody else."""
    bench, holder = queries.at_bench(world())
    if holder is None or (holder.id, bench.session) != (me().id, session_id()):
        abort(403)
    with world().read() as uow:
        return uow.inspections.get(bench.inspection).item if bench.inspection else None


# At the desk ---------------------------------------------------------------------------------------


@pages.get("/said/<path:rma>/photos/<sha256>")
def photo(rma: str, sha256: str) -> ResponseReturnValue:
    """Give out a photo that was sent with a return."""
    return _picture(telling.photo(world(), _rma(rma), sha256))


@pages.get("/said/<path:rma>")
def of_return(rma: str) -> ResponseReturnValue:
    """Show all that was said of a return, with its photos."""
    return _page(_rma(rma), f"/said/{rma}/photos")


@pages.post("/said/link")
def link() -> ResponseReturnValue:
    """Make the link to a return's form, and its code to scan with a telephone."""
    try:
        made = links.link_for(world(), _rma(field("rma", LONGEST_RMA)), me())
    except DomainError as refused:
        return {"ok": False, "say": sentence(refusal(refused)).striptags()}
    html = render_template("form/link.html", url=made.url, until=made.until, qr=world().labels.qr(made.url))
    return {"ok": True, "html": html}


def about_return(rma: Rma) -> telling.Said | None:
    """Return what was said of a return, for the page of the return."""
    return telling.of_return(world(), rma)


def _page(rma: Rma, photos: str, only: int | None = None) -> ResponseReturnValue:
    said = telling.of_return(world(), rma) or abort(404)
    lines = [line for line in said.lines if only in (None, line.said.line)]
    back = request.path.startswith("/bench")
    return render_template("form/said.html", rma=rma, said=said, lines=lines, photos=photos, at_bench=back)


def _picture(jpeg: bytes | None) -> ResponseReturnValue:
    return Response(jpeg, mimetype=JPEG) if jpeg else abort(404)


def _rma(text: str) -> Rma:
    return Rma(text) if 0 < len(text) <= LONGEST_RMA else abort(404)


# What templates ask of this.
SAID = {"customer_says": customer_says, "said_of_line": said_of_line, "about_return": about_return}
