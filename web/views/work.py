"""The refurbisher's pages: the queue of a work center, and one item with what is done about it."""

from collections.abc import Callable

from flask import Blueprint, Response, abort, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from station.domain.identifiers import Lpn
from station.domain.people import Role
from station.domain.problems import Problem
from station.services import queries, refurbishing, signing_in, visits
from station.services.refurbishing import AtCenter, Job
from web import cookies
from web.context import me, token, world
from web.forms import answer, typed
from web.record import findings, slot_name, unproving
from web.sent import LONGEST_KEY, field, key, sent

pages = Blueprint("work", __name__)

SIZE = 25
CENTER_COOKIE = "center"


@pages.before_request
def seen() -> None:
    """Work at a work center keeps the session from running idle."""
    signing_in.note_seen(world(), token())


# The queue ---------------------------------------------------------------------------------------


@pages.get("/work")
def queue() -> ResponseReturnValue:
    """Show what waits at the work center that was chosen last in this browser."""
    centers = refurbishing.at_centers(world())
    here = _chosen(centers)
    found = refurbishing.queue(world(), here.code, key("after"), SIZE)
    page = make_response(
        render_template(
            "work/queue.html", centers=centers, here=here, found=found, first="after" not in request.args
        )
    )
    if "center" in request.args:
        cookies.remember(page, CENTER_COOKIE, here.code)
    return page


def _chosen(centers: tuple[AtCenter, ...]) -> AtCenter:
    """Take the center that is asked for, else the remembered one, else the one with most work."""
    asked = request.args.get("center", request.cookies.get(cookies.here(CENTER_COOKIE), ""))
    busiest = max(centers, key=lambda at: at.waiting)
    return next((at for at in centers if at.code == asked), busiest)


# One item ----------------------------------------------------------------------------------------


@pages.get("/works/<work>")
def page(work: str) -> ResponseReturnValue:
    """Show what is to be done about one item, and take down what is done."""
    job = _known(work)
    item = job.inspection.item
    visit = visits.number_of(world(), job.inspection)
    record = queries.record(world(), item.lpn, visit) or abort(404)
    return render_template(
        "work/page.html",
        job=job,
        work=job.work,
        item=item,
        visit=visit,
        inspection=job.inspection,
        record=record,
        findings=findings(record),
        others=unproving(record),
        slot_name=slot_name,
        mine=job.work.by == me().id,
        elapsed=_elapsed(job),
        reasons=refurbishing.REASONS,
        sees_records=me().role.at_least(Role.SUPERVISOR),
    )


@pages.get("/works/<work>/photos/<sha256>")
def photo(work: str, sha256: str) -> ResponseReturnValue:
    """Give out a photo of the item that is to be worked on, of no other."""
    jpeg = refurbishing.photo(world(), work, sha256)
    return Response(jpeg, mimetype="image/jpeg") if jpeg else abort(404)


@pages.post("/works/<work>/start")
def start(work: str) -> ResponseReturnValue:
    """Take the work up, or take it over."""

    def act() -> tuple[Problem, ...]:
        refurbishing.start(world(), me(), work, _revision())
        return ()

    return _told(work, act)


@pages.post("/works/<work>/note")
def note(work: str) -> ResponseReturnValue:
    """Keep what was typed so far."""
    return _told(work, lambda: refurbishing.note(world(), me(), work, _revision(), typed()), gettext("Kept."))


@pages.post("/works/<work>/part")
def part(work: str) -> ResponseReturnValue:
    """Add a part that went in."""
    return _told(work, lambda: refurbishing.add_part(world(), me(), work, _revision(), typed()))


@pages.post("/works/<work>/drop")
def drop(work: str) -> ResponseReturnValue:
    """Take a part off the list."""
    number = sent().get("number")
    place = number if isinstance(number, int) and not isinstance(number, bool) else abort(400)
    return _told(work, lambda: refurbishing.drop_part(world(), me(), work, _revision(), typed(), place))


@pages.post("/works/<work>/done")
def done(work: str) -> ResponseReturnValue:
    return _told(work, lambda: refurbishing.finish(world(), me(), work, _revision(), typed()))


@pages.post("/works/<work>/give-up")
def give_up(work: str) -> ResponseReturnValue:
    return _told(work, lambda: refurbishing.give_up(world(), me(), work, _revision(), typed()))


def _told(work: str, act: Callable[[], tuple[Problem, ...]], said: str = "") -> dict[str, object]:
    """Do something and say how the work stands afterwards, by its revision."""
    _known(work)
    told = answer(act, said)
    return {**told, "revision": _known(work).work.revision}


def _known(work: str) -> Job:
    return refurbishing.job(world(), work) or abort(404)


def _revision() -> int:
    value = sent().get("revision")
    return value if isinstance(value, int) and not isinstance(value, bool) else -1


def _elapsed(job: Job) -> int:
    """Count the seconds on the clock."""
    begun = job.work.started_at
    return max(0, int((world().clock.now() - begun).total_seconds())) if begun else 0


def plate_at_work(lpn: Lpn) -> str | None:
    """Return the last work on a licence plate that was scanned on these pages, None for none."""
    if not field("from", LONGEST_KEY).startswith("/work"):
        return None
    known = refurbishing.latest_on(world(), lpn)
    return known.id if known else None
