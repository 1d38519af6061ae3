"""Decisions of central that could not be carried out here: shown where it is said what waits, tried again."""

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from station.domain.sync.events import Took
from station.services.syncing import decisions_parked
from station.services.syncing.decisions_parked import ParkedDecision
from station.services.syncing.taking import try_again
from web.context import world
from web.sent import field

pages = Blueprint("central_decided", __name__)
_LONGEST = 18


def decisions_waiting() -> tuple[ParkedDecision, ...]:
    """List what waits, for the page that says so."""
    return decisions_parked.listed(world())


@pages.post("/waiting/decision")
def again() -> ResponseReturnValue:
    """Try one once more."""
    asked = field("id", _LONGEST)
    took = try_again(world(), int(asked)) if asked.isascii() and asked.isdigit() else None
    done = took is not None and took is not Took.PARKED
    return {"ok": True, "say": str(gettext("It was carried out.") if done else gettext("It still waits."))}
