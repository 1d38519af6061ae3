"""The customer's return form: public, one return by one link, in the language that the customer chose.

Whoever has no right link sees one page, always the same, whatever they tried.
"""

from typing import Any

from flask import Blueprint, Response, abort, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from station.domain.errors import DomainError, Reason
from station.domain.forms.form import LONGEST_NOTE, PHOTOS_OF_A_LINE, CustomerReason, Link
from station.domain.texts import LANGUAGES
from station.services.forms import filling, links
from station.services.forms.filling import Given
from web.context import world
from web.security import network_of
from web.sent import field, sent
from web.words.devices import LANGUAGE_NAMES
from web.words.imports import MINE

pages = Blueprint("form", __name__)

LARGEST_PHOTO = 12 * 1024 * 1024
LONGEST_HASH = 64
# More than a person writes; what is longer than the form takes is refused as not right.
LONGEST = 4 * LONGEST_NOTE
_FORWARDED = "X-Forwarded-For"


@pages.url_value_preprocessor
def keep_token(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Take the token out of the address: pages go by the link that it opens."""
    g.token = (values or {}).pop("token", "")


@pages.before_request
def open_link() -> ResponseReturnValue | None:
    """Speak the customer's language, and let nobody further without a link that opens something."""
    g.spoken = _language()
    found = links.opened(world(), g.token, _source())
    if found is None:
        return render_template("form/gone.html", languages=_offered()), 404
    g.link = found
    return None


@pages.after_request
def keep_to_itself(response: Response) -> Response:
    """The address is the key: it goes to nobody else. Its host is told, as sending over TLS needs."""
    response.headers["Referrer-Policy"] = "strict-origin"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@pages.get("/r/<token>")
def page() -> ResponseReturnValue:
    """Show what is expected back, and what was said of it so far."""
    return render_template(
        "form/page.html",
        token=g.token,
        form=filling.shown(world(), _link()),
        languages=_offered(),
        reasons=[(reason, MINE[reason]) for reason in CustomerReason],
        longest=LONGEST_NOTE,
        most_photos=PHOTOS_OF_A_LINE,
        largest=LARGEST_PHOTO,
    )


@pages.get("/r/<token>/photos/<sha256>")
def photo(sha256: str) -> ResponseReturnValue:
    """Give out a photo that this link brought, no other."""
    jpeg = filling.photo(world(), _link(), sha256)
    return Response(jpeg, mimetype="image/jpeg") if jpeg else abort(404)


@pages.post("/r/<token>/photos/<int:line>")
def add_photo(line: int) -> ResponseReturnValue:
    """Keep a photo of a line, sent as it is."""
    picture = request.get_data(cache=False)
    try:
        return {"ok": True, "photo": filling.add_photo(world(), _link(), line, picture)}
    except DomainError as refused:
        return {"ok": False, "say": _refused(refused)}


@pages.post("/r/<token>/drop/<int:line>")
def drop_photo(line: int) -> ResponseReturnValue:
    """Take a photo back."""
    try:
        filling.drop_photo(world(), _link(), line, field("photo", LONGEST_HASH))
    except DomainError as refused:
        return {"ok": False, "say": _refused(refused)}
    return {"ok": True}


@pages.post("/r/<token>/send")
def send() -> ResponseReturnValue:
    """Take what was filled in."""
    try:
        form = filling.send(world(), _link(), g.spoken, _given())
    except DomainError as refused:
        return {"ok": False, "say": _refused(refused)}
    if form is None:
        return {"ok": False, "say": gettext("Something is not right yet. Look at each item once more.")}
    return {"ok": True}


def _given() -> list[Given]:
    lines = sent().get("lines")
    return [given for each in lines if (given := _line(each))] if isinstance(lines, list) else []


def _line(each: object) -> Given | None:
    """Read one line; None for what no page of ours sends."""
    if not isinstance(each, dict):
        return None
    line, count, reason, note = (each.get(name) for name in ("line", "count", "reason", "note"))
    numbers = all(isinstance(value, int) and not isinstance(value, bool) for value in (line, count))
    if not numbers or not isinstance(reason, str) or not isinstance(note, str) or len(note) > LONGEST:
        return None
    return Given(line, count, reason, note)  # type: ignore[arg-type]


_SAID = {
    Reason.NO_PICTURE: lambda: gettext("This is no picture that can be read. Take a photo or choose a JPEG."),
    Reason.PICTURE_TOO_LARGE: lambda: gettext("This picture is too large. Choose a smaller one."),
}


def _refused(refused: DomainError) -> str:
    said = _SAID.get(refused.reason)
    return str(said() if said else gettext("That is not possible any more. Load the page again."))


def _link() -> Link:
    link: Link = g.link
    return link


def _offered() -> dict[str, str]:
    return {code: LANGUAGE_NAMES[code] for code in world().house.form.languages}


def _language() -> str:
    """Take the language that was chosen, else the browser's, else the first that is offered."""
    offered = world().house.form.languages
    asked = request.args.get("lang", "")
    if asked in offered:
        return asked
    best = request.accept_languages.best_match([*offered, *({"iw"} if "he" in offered else ())])
    return "he" if best == "iw" else best or offered[0] if offered else LANGUAGES[0]


def _source() -> str:
    """Name the address that asks; a proxy of the site's own is believed about it, nobody else."""
    asks = request.remote_addr or ""
    proxy = world().house.form.proxy
    if proxy and asks == proxy and (told := request.headers.get(_FORWARDED, "").split(",")[-1].strip()):
        asks = told
    try:
        return network_of(asks)
    except ValueError:
        return "unknown"
