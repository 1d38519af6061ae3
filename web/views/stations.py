"""Central's first page: every station, how far behind it is, and what somebody has to do about it."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from station.services import signing_in
from web.context import token, world

pages = Blueprint("stations", __name__)


@pages.before_request
def seen() -> None:
    """Looking after stations is work too: it keeps the session from running idle."""
    signing_in.note_seen(world(), token())


@pages.get("/stations")
def page() -> ResponseReturnValue:
    """List the stations, those that need somebody first."""
    return render_template("stations/page.html")
