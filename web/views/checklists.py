"""A checklist beside its editor: walked through, its reference photos, and who uses it."""

from collections.abc import Callable

from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from station.domain.bench import refusal
from station.domain.errors import DomainError, Reason
from station.rule_ports import RuleKey
from station.services import assigning, reference_photos, rules, signing_in, walking
from station.services.examples import example
from web.context import me, token, world
from web.rules.checklist_walk import steps_of, supposed, walk_page
from web.rules.page import may_edit, title_of
from web.say import sentence
from web.sent import field, whole

pages = Blueprint("checklists", __name__)
edits = Blueprint("checklist_edits", __name__)

LONGEST = 100


@pages.before_request
@edits.before_request
def seen() -> None:
    """Work on rules is work too: it keeps the session from running idle."""
    signing_in.note_seen(world(), token())


@pages.get("/rules/checklist/<id_>/walk")
def walk(id_: str) -> ResponseReturnValue:
    """Ask as the bench asks. The answers are in the address; nothing is stored."""
    key = RuleKey(rules.CHECKLIST, id_)
    try:
        found = walking.to_walk(world(), key, request.args.get("for.version", 0, type=whole))
    except DomainError:
        abort(404)
    if found.checklist is None:
        return render_template("rules/checklist_unsound.html", key=key, problems=found.problems)
    walked = walking.walked(found.checklist, request.args.to_dict())
    about = supposed(key, request.args)
    return render_template(
        "rules/checklist_walk.html",
        key=key,
        title=title_of(key, found.checklist.title),
        version=found.version,
        walk=walked,
        page=walk_page(key, walked, request.args),
        steps=steps_of(key, walked, request.args),
        about=about,
        outcome=walking.outcome(world(), walked, about.supposed),
        may_edit=may_edit(me()),
    )


@pages.get("/rules/photos/<sha256>")
def photo(sha256: str) -> ResponseReturnValue:
    """Give out a reference photo that a checklist shows, and no other."""
    jpeg = example(world(), sha256)
    return Response(jpeg, mimetype="image/jpeg") if jpeg else abort(404)


@pages.get("/rules/checklist/<id_>/users")
def users(id_: str) -> ResponseReturnValue:
    """List the products that are inspected by a checklist, and those that could be."""
    key = RuleKey(rules.CHECKLIST, id_)
    card = next((card for card in rules.overview(world()) if card.key == key), None) or abort(404)
    return render_template(
        "rules/checklist_users.html",
        key=key,
        title=title_of(key, card.title),
        users=assigning.users(world(), id_),
        may=may_edit(me()),
    )


@edits.post("/rules/checklist/<id_>/users")
def assign(id_: str) -> ResponseReturnValue:
    """Let the products of a category be inspected by a checklist."""
    category = field("category", LONGEST)

    def act() -> dict[str, object]:
        assigning.assign(world(), category, id_, me())
        return {"to": f"/rules/checklist/{id_}/users"}

    return _said(act)


@edits.post("/rules/photos")
def keep_photo() -> ResponseReturnValue:
    """Keep a picture that was brought, sent as it is; the answer is its name."""
    picture = request.get_data(cache=False)
    return _said(lambda: {"photo": reference_photos.keep(world(), picture, me())})


@edits.post("/rules/photos/shot")
def take_photo() -> ResponseReturnValue:
    """Take a reference photo with the station's camera."""
    camera = field("camera", LONGEST)
    return _said(lambda: {"photo": reference_photos.take(world(), camera, me())})


def _said(act: Callable[[], dict[str, object]]) -> ResponseReturnValue:
    try:
        return act()
    except DomainError as refused:
        return {"ok": False, "say": _refused(refused)}


def _refused(refused: DomainError) -> str:
    if refused.reason is Reason.NOT_NOW:
        return str(gettext("Publish the checklist first; then a category can use it."))
    return sentence(refusal(refused)).striptags()
