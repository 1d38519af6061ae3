"""Calibration items: the list of them, and the known answers of one."""

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from station.domain.bench import refusal
from station.domain.errors import DomainError
from station.services import signing_in
from station.services.grading import calibrating
from web.context import me, token, world
from web.forms import typed
from web.say import sentence

pages = Blueprint("calibrations", __name__)

LONGEST_CHOICE = 100
LONGEST_ID = 64


@pages.before_request
def seen() -> None:
    """Reading here is work too: it keeps the session from running idle."""
    signing_in.note_seen(world(), token())


@pages.get("/calibrations")
def page() -> ResponseReturnValue:
    """List calibration items with how they were graded, and who drifts."""
    return render_template("calibrations/page.html", items=calibrating.items(world()))


@pages.get("/calibrations/<inspection>")
def form(inspection: str) -> ResponseReturnValue:
    """Show an inspection's answers, to say which are right."""
    found = calibrating.form(world(), inspection) if len(inspection) <= LONGEST_ID else None
    if found is None:
        abort(404)
    return render_template("calibrations/form.html", form=found, item=found.inspection.item)


@pages.post("/calibrations/<inspection>")
def mark(inspection: str) -> ResponseReturnValue:
    """Mark an inspection as a calibration item with its known answers."""
    try:
        marked = calibrating.mark(world(), me(), inspection, typed(LONGEST_CHOICE))
    except KeyError:
        abort(404)
    except DomainError as refused:
        return _refused(refused)
    if not marked:
        return {"ok": False, "say": gettext("A question that these answers lead to has no answer yet.")}
    return {"to": "/calibrations"}


@pages.post("/calibrations/<inspection>/retire")
def retire(inspection: str) -> ResponseReturnValue:
    """Give a calibration item to nobody any more."""
    try:
        calibrating.retire(world(), me(), inspection)
    except DomainError as refused:
        return _refused(refused)
    return {"to": "/calibrations"}


def _refused(refused: DomainError) -> dict[str, object]:
    return {"ok": False, "say": sentence(refusal(refused)).striptags()}
