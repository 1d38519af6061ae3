"""Records of stations that are not worked into central's tables: why, each as it came, and trying again."""

import json
from collections.abc import Callable

from flask import Blueprint, Response, abort, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from station.domain.sync.parked import Parked
from station.services import signing_in
from station.services.central import projecting
from web.context import token, world
from web.sent import field, key, whole

pages = Blueprint("parked", __name__)

SIZE = 100
LONGEST_ID = 8


@pages.before_request
def seen() -> None:
    """There is nothing to see but at central."""
    if not world().house.is_central:
        abort(404)
    signing_in.note_seen(world(), token())


@pages.get("/parked")
def page() -> ResponseReturnValue:
    """List what was set aside, station by station, in the order of each."""
    with world().read() as uow:
        found = uow.projections.all_parked(SIZE + 1, _after())
        count = uow.projections.count_parked()
    more = found[SIZE - 1] if len(found) > SIZE else None
    return render_template("parked/page.html", parked=found[:SIZE], count=count, more=more)


def _after() -> tuple[str, int]:
    station, _, seq = key("after").partition("-")
    try:
        return station, whole(seq) if seq else 0
    except ValueError:
        abort(404)


@pages.get("/parked/<station>/<int:seq>")
def entry(station: str, seq: int) -> ResponseReturnValue:
    """Show a record as it came, with why it is here."""
    known = _known(station, seq)
    return render_template("parked/entry.html", parked=known, written=_written(station, seq))


@pages.get("/parked/<station>/<int:seq>.json")
def saved(station: str, seq: int) -> ResponseReturnValue:
    """Give a record out as a file, to the byte as the station signed it."""
    _known(station, seq)
    headers = {"Content-Disposition": f'attachment; filename="record-{station}-{seq}.json"'}
    return Response(_raw(station, seq), content_type="application/json", headers=headers)


@pages.post("/parked/again")
def again() -> ResponseReturnValue:
    """Try one again, with what waits for it, or all of them."""
    station, seq = field("station", LONGEST_ID), field("seq", LONGEST_ID * 2)
    if not station:
        return _told(lambda: projecting.repeat_all(world()))
    try:
        done = projecting.repeat(world(), station, int(seq))
    except (KeyError, ValueError):
        return {"ok": True, "say": str(gettext("It is not set aside any more."))}
    said = gettext("It is worked in.") if done else gettext("It cannot be worked in yet.")
    return {"ok": True, "say": str(said)}


def _told(act: Callable[[], tuple[int, int]]) -> ResponseReturnValue:
    went, left = act()
    said = ngettext("%(num)d is worked in", "%(num)d are worked in", went)
    rest = ngettext("%(num)d is left", "%(num)d are left", left)
    return {"ok": True, "say": f"{said}, {rest}."}


def _known(station: str, seq: int) -> Parked:
    with world().read() as uow:
        return uow.projections.parked(station, seq) or abort(404)


def _raw(station: str, seq: int) -> bytes:
    with world().read() as uow:
        arrival = uow.projections.arrival(station, seq)
    return arrival.canonical if arrival else abort(404)


def _written(station: str, seq: int) -> str:
    """Lay a record out for reading; what is no JSON stands as it is."""
    raw = _raw(station, seq)
    try:
        return json.dumps(json.loads(raw), ensure_ascii=False, indent=2)
    except ValueError:
        return raw.decode("utf-8", "replace")
