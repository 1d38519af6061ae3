"""The bench: one page that follows the station, and the few things that can be done at it."""

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from station.domain.bench import Bench
from station.domain.errors import DomainError
from station.domain.identifiers import Lpn
from station.domain.people import Role
from station.domain.scanning import Command, Scan, move_in, tidy
from station.services import approving, queries
from station.services import bench as benching
from web import events
from web.bench_page import Sight, look, message
from web.context import at_a_desk, me, session_id, token, world
from web.sent import LONGEST_PIN, field, revision, wedge_scan
from web.views.bins import moved
from web.views.sign_in import home as home_of_reader
from web.views.work import plate_at_work

pages = Blueprint("bench", __name__)

JPEG = "image/jpeg"
LONGEST_PATH = 200


@pages.get("/")
def home() -> ResponseReturnValue:
    return redirect(home_of_reader(), 303)


@pages.get("/bench")
def page() -> ResponseReturnValue:
    sight = _sight()
    return render_template("bench/page.html", told=message(world(), sight))


@pages.get("/bench/view")
def view() -> ResponseReturnValue:
    return message(world(), _sight()).html


@pages.get("/live")
def live() -> Response:
    return events.response(events.bench_stream(world(), token()))


@pages.post("/bench/act")
def act() -> ResponseReturnValue:
    """Do what a key or a button says, if the screen showed the present state."""
    _at_the_bench()
    asked = field("command", 16)
    if asked not in set(Command):
        abort(400)
    benching.act(world(), Command(asked), revision())
    return _told()


@pages.post("/bench/scan")
def scan() -> ResponseReturnValue:
    """Take a scan from a keyboard-wedge scanner."""
    _at_the_bench()
    scanned = wedge_scan()
    if scanned is None:
        abort(400)
    world().bell.echo(scanned.text)
    benching.scan(world(), scanned)
    return _told()


@pages.post("/scan")
def scan_elsewhere() -> ResponseReturnValue:
    """Take a scan typed into another page: what is not meant for that page is the bench's.

    At the desk a plate opens its record, at a work center the work on it; the page of bins moves one on.
    """
    scanned = wedge_scan()
    if scanned is None:
        abort(400)
    if lpn := _plate_at_the_desk(scanned):
        return {"to": url_for("audit.record", lpn=lpn)}
    if work := plate_at_work(Lpn(tidy(scanned).text.strip().upper())):
        return {"to": url_for("work.page", work=work)}
    if (bin_ := move_in(tidy(scanned).text)) is not None and field("from", LONGEST_PATH).startswith("/bins"):
        return moved(bin_)
    if at_a_desk():
        return {}
    _at_the_bench()
    benching.scan(world(), scanned)
    return {"to": url_for("bench.page")}


def _plate_at_the_desk(scanned: Scan) -> Lpn | None:
    """Return the plate that a supervisor scanned at the desk, if an item has it."""
    if not field("from", LONGEST_PATH).startswith("/audit") or not me().role.at_least(Role.SUPERVISOR):
        return None
    lpn = Lpn(tidy(scanned).text)
    return lpn if queries.record(world(), lpn) else None


@pages.post("/bench/pin")
def pin() -> ResponseReturnValue:
    """Take the PIN of the supervisor who steps up for one act."""
    _at_the_bench()
    approving.approve(world(), field("pin", LONGEST_PIN))
    return _told()


@pages.get("/bench/preview.jpg")
def preview() -> ResponseReturnValue:
    """Give out the live picture of a camera and what may be said of its scene; 503: there is none now."""
    try:
        seen = world().camera.preview(request.args.get("camera", ""))
    except DomainError:
        return Response(status=503)
    return Response(seen.jpeg, mimetype=JPEG, headers={"X-Scene": f"{seen.scene} {seen.state.value}"})


@pages.get("/bench/photos/<sha256>")
def photo(sha256: str) -> ResponseReturnValue:
    """Give out a photo of the item in hand, of no other."""
    lpn = _lpn_in_hand(_at_the_bench())
    jpeg = queries.photo(world(), lpn, sha256) if lpn else None
    return Response(jpeg, mimetype=JPEG) if jpeg else abort(404)


@pages.get("/bench/commands")
def commands() -> ResponseReturnValue:
    """Show the sheet of commands to print and scan."""
    return render_template("bench/commands.html", commands=list(Command), labels=world().labels)


def _at_the_bench() -> Bench:
    """Let only the session through that has the bench; others see who has it."""
    bench, holder = queries.at_bench(world())
    if holder is None or (holder.id, bench.session) != (me().id, session_id()):
        abort(403)
    return bench


def _lpn_in_hand(bench: Bench) -> Lpn | None:
    with world().read() as uow:
        return uow.inspections.get(bench.inspection).item.lpn if bench.inspection else None


def _told() -> dict[str, object]:
    return events.as_json(message(world(), _sight()))


def _sight() -> Sight:
    return look(world(), me(), session_id())
