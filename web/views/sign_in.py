"""Sign-in: a badge says who, a PIN proves it."""

from dataclasses import dataclass

from flask import Blueprint, Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from station.domain.bench import Notice
from station.domain.errors import Reason
from station.domain.people import Person
from station.domain.scanning import badge_in
from station.ports import World
from station.services import bench as benching
from station.services import queries, signing_in
from web import events
from web.bench_page import Message
from web.context import begin_session, end_session, person, world
from web.sent import LONGEST_PIN, field, wedge_scan

pages = Blueprint("sign_in", __name__)

# Only what concerns signing in is told to someone who is not signed in.
_TOLD = frozenset(
    {
        Reason.UNKNOWN_BADGE,
        Reason.WRONG_PIN,
        Reason.LOCKED_OUT,
        Reason.DISK_FULL,
        Reason.STORE_FAILED,
        Reason.NOT_ALLOWED,
        Reason.OWN_WORK,
    }
)


@dataclass(frozen=True, slots=True)
class Door:
    """What the sign-in page shows: whose badge waits for its PIN, and what was refused."""

    revision: int
    waiting: Person | None
    notice: Notice | None


def door(station: World) -> Door:
    bench, presented = queries.presented(station)
    fresh = bench.presented and station.clock.now() - bench.presented.at <= signing_in.PIN_WAITS
    said = station.bell.wait(-1, -1, 0).alarm or bench.notice
    notice = said if said and said.say in _TOLD else None
    return Door(bench.revision, presented if fresh else None, notice)


def told(shown: Door) -> Message:
    notice, title = shown.notice, str(gettext("Sign in"))
    html = render_template("sign_in/door.html", door=shown)
    tone, say = (notice.tone.value, notice.say) if notice else ("", "")
    return Message(shown.revision, html, "", tone, say, title)


@pages.get("/sign-in")
def page() -> ResponseReturnValue:
    if person():
        return redirect(url_for("bench.page"), 303)
    return render_template("sign_in/page.html", door=door(world()))


@pages.get("/sign-in/live")
def live() -> Response:
    station = world()
    return events.response(
        events.fragment_stream(station, lambda: door(station), lambda: told(door(station)))
    )


@pages.post("/sign-in/badge")
def badge() -> ResponseReturnValue:
    """Take a badge from a keyboard-wedge scanner. Nothing else can be scanned from outside."""
    scanned = wedge_scan()
    if scanned and badge_in(scanned.text):
        benching.scan(world(), scanned)
    return _answer()


@pages.post("/sign-in/pin")
def pin() -> ResponseReturnValue:
    """Take the PIN of the badge scanned last; this browser gets the session."""
    result = signing_in.sign_in(world(), field("pin", LONGEST_PIN))
    if result.token is None:
        return _answer()
    begin_session(result.token)
    return {"to": url_for("bench.page")}


@pages.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    signing_in.sign_out(world())
    end_session()
    return {"to": url_for("sign_in.page")}


def _answer() -> ResponseReturnValue:
    return events.as_json(told(door(world())))
