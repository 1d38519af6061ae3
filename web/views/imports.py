"""Files that are taken over: choose a kind and a file, see what it would change, take it over."""

from pathlib import Path
from urllib.parse import unquote

from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from station.domain.bench import refusal
from station.domain.errors import DomainError
from station.domain.importing.columns import COLUMNS
from station.domain.importing.kinds import Encoding, ImportKind, Way
from station.services import signing_in
from station.services.importing import Examined, examine, take_over
from station.services.importing.history import page as taken_before
from station.services.importing.samples import sample
from station.services.importing.taking import Arrival
from web.context import me, token, world
from web.problems import said
from web.say import sentence
from web.sent import LONGEST_PIN, key
from web.words.imports import ABOUT

pages = Blueprint("imports", __name__)

LONGEST_NAME = 200
# Code pages that a person may have to name; the others are told by the bytes.
PAGES = (Encoding.CP1255, Encoding.CP1251)
OWN_PIN = "X-Own-Pin"


@pages.before_request
def make_room() -> None:
    """Take as much as the site allows, and see that somebody is at work."""
    if request.endpoint in ("imports.look", "imports.take"):
        request.max_content_length = world().house.import_limit
    signing_in.note_seen(world(), token())


@pages.get("/imports")
def page() -> ResponseReturnValue:
    """Show the kinds of file, and what was taken over before."""
    found = taken_before(world(), key("before"))
    return render_template(
        "imports/page.html",
        kinds=list(ImportKind),
        about=ABOUT,
        columns=COLUMNS,
        pages=PAGES,
        most=world().house.import_limit,
        found=found,
        first="before" not in request.args,
    )


@pages.get("/imports/sample/<kind>.csv")
def example(kind: str) -> ResponseReturnValue:
    """Give out a file to begin from, with the columns and a row of each."""
    headers = {"Content-Disposition": f'attachment; filename="{_kind(kind).value}.csv"'}
    return Response(sample(_kind(kind)), mimetype="text/csv", headers=headers)


@pages.post("/imports/look")
def look() -> ResponseReturnValue:
    """Say what a file would change and what is wrong with it; nothing is changed."""
    kind, data = _kind(key("kind")), request.get_data(cache=False)
    return _shown(examine(world(), kind, data, _encoding()), "imports/looked.html")


@pages.post("/imports/take")
def take() -> ResponseReturnValue:
    """Take over a file, all of it or nothing."""
    kind, data = _kind(key("kind")), request.get_data(cache=False)
    arrival = Arrival(Way.PAGE, me(), Path(request.args.get("name", "")[:LONGEST_NAME]).name)
    pin = unquote(request.headers.get(OWN_PIN, ""))[:LONGEST_PIN]
    try:
        came = take_over(world(), kind, data, arrival, _encoding(), pin)
    except DomainError as refused:
        return {"ok": False, "say": sentence(refusal(refused)).striptags(), "reason": refused.reason.value}
    if not came.examined.right:
        return _shown(came.examined, "imports/looked.html")
    return {**_shown(came.examined, "imports/taken.html"), "say": gettext("Taken over.")}


def _shown(examined: Examined, template: str) -> dict[str, object]:
    html = render_template(
        template,
        examined=examined,
        wrong=[(problem, said(problem)) for problem in examined.problems],
        column=_column,
        needs_pin=examined.kind is ImportKind.PEOPLE,
        pages=PAGES,
    )
    return {"ok": examined.right, "changes": examined.counts.changes, "html": html}


def _column(path: tuple[str | int, ...]) -> str:
    """Name the column that a problem stands in, empty for the whole line."""
    return str(path[2]) if len(path) > 2 else ""


def _kind(name: str) -> ImportKind:
    return ImportKind(name) if name in set(ImportKind) else abort(404)


def _encoding() -> Encoding | None:
    name = key("encoding")
    return Encoding(name) if name in set(Encoding) else None
