"""What waits to reach central: on every bar, and on a page that says why and what to do."""

import json

from flask import Blueprint, Response, abort, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from station.domain.sync.keeping import GB
from station.domain.sync.standing import why_of
from station.services import signing_in
from station.services.syncing import parking
from station.services.syncing.state import state
from station.services.syncing.waiting import Waiting, waiting
from web.context import token, world
from web.sent import field
from web.words import word
from web.words.waiting import WHAT_TO_DO

pages = Blueprint("waiting", __name__)
records = Blueprint("waiting_records", __name__)

LONGEST_ID = 80


def waits() -> Waiting:
    """Return what waits, for the bar of a page beside the bench."""
    with world().read() as uow:
        return waiting(world(), uow)


@pages.get("/waiting")
def page() -> ResponseReturnValue:
    """Show what waits, since when, and what is to be done."""
    signing_in.note_seen(world(), token())
    return render_template("waiting/page.html", now_html=_now())


@pages.get("/waiting/now")
def now() -> ResponseReturnValue:
    """Show it again; the page asks by itself, so nobody counts as being here by this."""
    return _now()


def _now() -> str:
    found = state(world())
    stopped = found.standing.stopped
    return render_template(
        "waiting/now.html",
        **{"is": found},
        whys={each.id: word(why_of(each)) for each in found.parked},
        what_to_do=WHAT_TO_DO.get(stopped, "") if stopped else "",
        free_gb=f"{found.free / GB:.1f}",
    )


@pages.post("/waiting/now")
def try_now() -> ResponseReturnValue:
    """Try at once, whatever the next try would wait for."""
    world().courier.wake(at_once=True)
    return {"ok": True, "say": str(gettext("Central is asked now."))}


@pages.post("/waiting/again")
def again() -> ResponseReturnValue:
    """Try something again that was set aside, or all of it."""
    count = parking.ask_again(world(), field("id", LONGEST_ID))
    return {"ok": True, "say": str(ngettext("%(num)d is tried again.", "%(num)d are tried again.", count))}


@records.get("/waiting/records/<int:seq>")
def record(seq: int) -> ResponseReturnValue:
    """Show a record as it was written."""
    return render_template("waiting/record.html", seq=seq, written=_written(seq))


@records.get("/waiting/records/<int:seq>.json")
def saved(seq: int) -> ResponseReturnValue:
    """Give a record out as a file."""
    headers = {"Content-Disposition": f'attachment; filename="record-{seq}.json"'}
    return Response(_written(seq), content_type="application/json", headers=headers)


def _written(seq: int) -> str:
    with world().read() as uow:
        found = parking.entry(uow, seq)
    return json.dumps(found, ensure_ascii=False, indent=2) if found else abort(404)
