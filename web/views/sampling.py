"""Sampling: how hard each stream is looked at and why, its lots, and the items of each lot."""

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from station.domain.bench import refusal
from station.domain.errors import DomainError
from station.services import signing_in
from station.services.sampling import judging, showing
from web.context import me, token, world
from web.say import sentence
from web.sent import field

pages = Blueprint("sampling", __name__)

LONGEST_ID = 200


@pages.before_request
def seen() -> None:
    """Reading here is work too: it keeps the session from running idle."""
    signing_in.note_seen(world(), token())


@pages.get("/sampling")
def page() -> ResponseReturnValue:
    """Show every stream."""
    rules = world().sampling
    return render_template("sampling/page.html", streams=showing.streams(world()), rules=rules)


@pages.get("/sampling/lot")
def lot() -> ResponseReturnValue:
    """Show the items of a lot."""
    asked = request.args.get("id", "")
    try:
        found = showing.inside(world(), asked if len(asked) <= LONGEST_ID else "")
    except KeyError:
        abort(404)
    return render_template("sampling/lot.html", found=found)


@pages.post("/sampling/resume")
def resume() -> ResponseReturnValue:
    """Let a stream go on whose sampling has ended."""
    try:
        judging.resume(world(), me(), field("stream", LONGEST_ID))
    except KeyError:
        abort(404)
    except DomainError as refused:
        return {"ok": False, "say": sentence(refusal(refused)).striptags()}
    return {"to": "/sampling"}
