"""Central's first page: every station, how far behind it is, and what somebody has to do about it."""

from collections.abc import Callable

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from station.domain.problems import Problem
from station.services import signing_in
from station.services.central import admitting, enrolling, overview
from web import stations_page
from web.context import me, token, world
from web.forms import answer, typed
from web.sent import LONGEST_PIN, field
from web.views.people import own_pin

pages = Blueprint("stations", __name__)
edits = Blueprint("station_edits", __name__)

LONGEST_ID = 8


@pages.before_request
@edits.before_request
def seen() -> None:
    """Looking after stations is work too and keeps the session going; a page that is merely open is not."""
    if request.endpoint != "stations.live":
        signing_in.note_seen(world(), token())


@pages.get("/stations")
def page() -> ResponseReturnValue:
    """List the stations, those that need somebody first."""
    return render_template("stations/page.html", **_listed())


@pages.get("/stations/list")
def live() -> ResponseReturnValue:
    """Give the list anew, for the page that is open."""
    return render_template("stations/list.html", **_listed())


def _listed() -> dict[str, object]:
    keys = world().signer.keys()
    return {
        "stations": overview.stations(world()),
        "said": stations_page,
        "address": request.host_url.rstrip("/"),
        "fingerprint": stations_page.in_fours(keys[0].fingerprint) if keys else "",
        "may_decide": stations_page.may_decide(),
    }


@edits.post("/stations/enrol")
def enrol() -> ResponseReturnValue:
    """Make a one-time code, which is shown in the answer and never again."""
    station = typed().get("station", "").strip()
    if station and station not in enrolling.STATIONS:
        said = gettext("Two digits, such as 07. Left empty, the code is for any new station.")
        return {"ok": False, "say": gettext("Something is not right yet."), "wrong": {"station": said}}
    made: list[str] = []
    told = _done(lambda pin: made.append(admitting.enrol(world(), me(), station, pin)), "")
    return {**told, "once": {"code": made[0], "station": station}} if made else told


@edits.post("/stations/revoke")
def revoke() -> ResponseReturnValue:
    """Take nothing from a station any more, at once."""
    station = field("station", LONGEST_ID)
    done = gettext("Station %(number)s is revoked: nothing is taken from it.", number=station)
    return _done(lambda pin: admitting.revoke(world(), me(), station, pin), done)


@edits.post("/stations/let-back")
def let_back() -> ResponseReturnValue:
    """Let a station go on that was revoked or stopped."""
    station = field("station", LONGEST_ID)
    done = gettext("Station %(number)s goes on, with its next try.", number=station)
    return _done(lambda pin: admitting.let_back(world(), me(), station, pin), done)


def _done(act: Callable[[str], object], say: str) -> dict[str, object]:
    def do() -> tuple[Problem, ...]:
        act(_pin())
        return ()

    return own_pin(answer(do, say))


def _pin() -> str:
    pin = typed().get("pin", "")
    return pin if len(pin) <= LONGEST_PIN else ""
