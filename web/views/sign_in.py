"""Sign-in: a badge says who, a PIN proves it."""

from dataclasses import dataclass

from flask import Blueprint, Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from station.domain.bench import Notice, refusal
from station.domain.errors import Reason
from station.domain.people import Person, Role
from station.domain.scanning import badge_in
from station.ports import World
from station.services import bench as benching
from station.services import queries, signing_in
from station.services.people import desk as desk_sign_in
from station.services.people.pins import CHOOSING
from station.services.people.proving import BENCH
from web import events
from web.bench_page import Message
from web.context import at_a_desk, begin_session, end_session, me, person, token, world
from web.say import sentence
from web.security import source
from web.sent import LONGEST_PIN, field, wedge_scan

pages = Blueprint("sign_in", __name__)

LONGEST_CLAIM = 64

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
        Reason.SLOW_DOWN,
        *CHOOSING,
    }
)


@dataclass(frozen=True, slots=True)
class Door:
    """What the sign-in page shows: whose badge waits for its PIN, and what was refused."""

    revision: int
    waiting: Person | None
    notice: Notice | None
    choosing: bool = False


def door(station: World) -> Door:
    bench, presented = queries.presented(station)
    fresh = signing_in.waiting(station, bench)
    said = station.bell.wait(-1, -1, 0).alarm or bench.notice
    notice = said if said and said.say in _TOLD else None
    return Door(bench.revision, presented if fresh else None, notice, bool(fresh and fresh.choosing))


def told(shown: Door) -> Message:
    notice, title = shown.notice, str(gettext("Sign in"))
    html = render_template("sign_in/door.html", door=shown)
    tone, say = (notice.tone.value, notice.say) if notice else ("", "")
    return Message(shown.revision, html, "", tone, say, title)


@pages.get("/sign-in")
def page() -> ResponseReturnValue:
    if person():
        return redirect(home(), 303)
    if world().house.is_central:
        return redirect(url_for("sign_in.desk"), 303)
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
    secret = badge_in(scanned.text) if scanned else None
    if scanned and secret and source() == BENCH:
        benching.scan(world(), scanned)
    elif secret:
        signing_in.present_badge(world(), secret, source())
    return _answer()


@pages.post("/sign-in/pin")
def pin() -> ResponseReturnValue:
    """Take the PIN of the badge scanned last; this browser gets the session."""
    return _admitted(signing_in.sign_in(world(), field("pin", LONGEST_PIN), source()))


@pages.post("/sign-in/choose")
def choose() -> ResponseReturnValue:
    """Take the PIN that a person chose in place of the one-time PIN, with the one-time PIN as proof."""
    proof, fresh = field("pin", LONGEST_PIN), field("fresh", LONGEST_PIN)
    return _admitted(signing_in.sign_in(world(), proof, source(), fresh))


def _admitted(result: signing_in.SignInResult) -> ResponseReturnValue:
    if result.token is None:
        return _answer()
    _begin(result.token)
    return {"to": url_for("bench.page")}


def _begin(fresh: str) -> None:
    """Let this browser go on with a fresh session; the one it had is over, wherever it was."""
    if before := token():
        signing_in.sign_out_of(world(), before)
    begin_session(fresh)


@pages.get("/sign-in/desk")
def desk() -> ResponseReturnValue:
    if person():
        return redirect(home(), 303)
    return render_template("sign_in/desk.html")


@pages.post("/sign-in/desk")
def at_desk() -> ResponseReturnValue:
    """Open a session beside the bench for a badge or number and its PIN; who that is, is told to nobody."""
    who, pin, fresh = field("who", LONGEST_CLAIM), field("pin", LONGEST_PIN), field("fresh", LONGEST_PIN)
    result = desk_sign_in.sign_in(world(), who, pin, source(), fresh)
    if result.token is None:
        assert result.refused
        choosing = result.refused.reason in CHOOSING
        said = sentence(refusal(result.refused)).striptags()
        return {"ok": False, "choose": choosing, "say": said}
    _begin(result.token)
    return {"to": url_for("bench.home")}


def home() -> str:
    """Return the address where whoever is signed in here works: the bench, or the pages beside it."""
    if not at_a_desk():
        return url_for("bench.page")
    if world().house.is_central:
        return "/stations" if me().role.at_least(Role.SUPERVISOR) else "/me"
    return "/audit" if me().role.at_least(Role.SUPERVISOR) else "/work"


@pages.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    """End this browser's session, and no other."""
    to = url_for("sign_in.desk" if at_a_desk() else "sign_in.page")
    signing_in.sign_out_of(world(), token())
    end_session()
    return {"to": to}


def _answer() -> ResponseReturnValue:
    return events.as_json(told(door(world())))
