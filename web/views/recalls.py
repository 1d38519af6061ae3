"""Recalls: what is called back, what to fetch out of the bins because of it, and the form for another."""

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from station.domain.people import Role
from station.domain.problems import Problem
from station.services import recall_form, recalls, signing_in
from station.services.recalls import Known
from web.context import me, token, world
from web.forms import answer, typed
from web.sent import field

pages = Blueprint("recalls", __name__)

SIZE = 50
LONGEST_ID = 64
# As many lots as a recall may have, each as long as a code may be.
LONGEST_LOTS = 13_000


@pages.before_request
def seen() -> None:
    """Reading here is work too: it keeps the session from running idle."""
    signing_in.note_seen(world(), token())


@pages.get("/recalls")
def page() -> ResponseReturnValue:
    """List the recalls that count, the latest first."""
    return render_template("recalls/page.html", recalls=recalls.all_recalls(world()))


@pages.get("/recalls/<recall>")
def one(recall: str) -> ResponseReturnValue:
    """Show one recall, and the items in bins that somebody has to fetch."""
    known, after = _known(recall), request.args.get("after", "")
    found = recalls.to_fetch(world(), known.recall, after if len(after) <= LONGEST_ID else "", SIZE)
    with world().read() as uow:
        places = {bin_.code: bin_.place for bin_ in uow.catalog.bins()}
        centers = {center.code: center.name for center in uow.catalog.centers()}
    may_lift = me().role.at_least(recalls.MAY_LIFT)
    return render_template(
        "recalls/recall.html", known=known, found=found, places=places, centers=centers, may_lift=may_lift
    )


def _known(recall: str) -> Known:
    try:
        return recalls.one(world(), recall)
    except KeyError:
        abort(404)


@pages.post("/recalls/add")
def add() -> ResponseReturnValue:
    """Let a recall count from the next scan on."""
    return answer(
        lambda: recall_form.set_typed(world(), me(), typed(LONGEST_LOTS)),
        gettext("It counts from the next scan on."),
    )


@pages.post("/recalls/lift")
def lift() -> ResponseReturnValue:
    """Let a recall count no longer."""
    if not me().role.at_least(Role.MANAGER):
        abort(403)
    recall = field("recall", LONGEST_ID)

    def act() -> tuple[Problem, ...]:
        recalls.lift(world(), recall, me())
        return ()

    try:
        return answer(act, gettext("Lifted. What is on hold for it stays there until it is released."))
    except KeyError:
        abort(404)
