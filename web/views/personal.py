"""Personal data of those who do not work here: photos that show something private, and who sent returns."""

import json

from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from station.domain.entries import Entries
from station.domain.errors import DomainError
from station.domain.identifiers import Lpn
from station.domain.people import Role
from station.domain.people_events import PhotoRemovedBecause
from station.domain.problems import Problem
from station.services import signing_in
from station.services.people import photos, senders
from web.context import me, token, world
from web.forms import answer, typed
from web.sent import field
from web.views.people import own_pin

pages = Blueprint("personal", __name__)

LONGEST_LPN = 32
LONGEST_KEY = 200
LONGEST_HASH = 64


@pages.before_request
def seen() -> None:
    signing_in.note_seen(world(), token())


@pages.get("/personal")
def page() -> ResponseReturnValue:
    """Show an item's photos, each with what takes it away, and the form for senders to a manager."""
    lpn = Lpn(request.args.get("lpn", "").strip().upper()[:LONGEST_LPN])
    return render_template(
        "people/personal.html",
        lpn=lpn,
        photos=photos.photos_of(world(), lpn) if lpn else (),
        reasons=list(PhotoRemovedBecause),
    )


@pages.post("/personal/photo")
def photo() -> ResponseReturnValue:
    """Take a photo of a closed item out of the vault, on the reader's word and PIN."""
    entries = Entries(typed())
    because = entries.member("because", PhotoRemovedBecause)
    lpn, sha256 = Lpn(field("lpn", LONGEST_LPN)), field("sha256", LONGEST_HASH)

    def act() -> tuple[Problem, ...]:
        if because:
            photos.remove_photo(world(), me(), lpn, sha256, because, entries["pin"])
        return tuple(entries.problems)

    return own_pin(answer(act, gettext("The photo is gone. Its fingerprint stays, and the record says why.")))


@pages.post("/personal/sender")
def sender() -> ResponseReturnValue:
    """Forget a customer or an address; for managers."""
    _managers_only()
    given = typed()

    def act() -> tuple[Problem, ...]:
        senders.remove_sender(world(), me(), given.get("key", "").strip(), given.get("pin", ""))
        return ()

    done = gettext("Forgotten. The returns stay; take the key out of returns.csv, too.")
    return own_pin(answer(act, done))


@pages.post("/personal/kept")
def kept() -> ResponseReturnValue:
    """Give out what is kept of a customer or an address, to be saved; for managers."""
    _managers_only()
    try:
        found = senders.kept_of(world(), field("key", LONGEST_KEY).strip())
    except DomainError:
        abort(404)
    text = json.dumps(found, ensure_ascii=False, indent=2, default=str)
    return Response(text, mimetype="application/json")


def _managers_only() -> None:
    if not me().role.at_least(Role.MANAGER):
        abort(403)
