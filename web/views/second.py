"""Second grades: what waits, one item with its photos beside the question, and what became known since.

A page tells nothing of the first grading: it knows the item by a random id and its photos by their places in
an order of their own. What is not the reader's own task is answered as if it were not there.
"""

from collections.abc import Callable

from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from station.domain.bench import refusal
from station.domain.errors import DomainError
from station.domain.graders.blind import Sight
from station.domain.identifiers import Lpn
from station.services import queries, signing_in
from station.services.grading import calibrating, second
from station.services.grading.second import Sheet
from web import events
from web.context import me, session_id, token, world
from web.faces import Option, caps
from web.formats import shown
from web.say import sentence
from web.sent import LONGEST_SCAN, field, sent

pages = Blueprint("second", __name__)

LONGEST_ID = 64
LONGEST_QUESTION = 200
JPEG = "image/jpeg"


@pages.before_request
def seen() -> None:
    """Grading again is work too: it keeps the session from running idle. To listen is none."""
    if request.endpoint != "second.live":
        signing_in.note_seen(world(), token())


# What waits --------------------------------------------------------------------------------------


@pages.get("/second")
def page() -> ResponseReturnValue:
    """Say how many items wait; with nothing left to do, what became known of earlier ones."""
    return render_template(
        "second/page.html",
        waiting=second.waiting(world(), me()),
        most=second.MOST,
        kept="kept" in request.args,
        follows=_has_bench(),
        feedback=calibrating.feedback(world(), me()),
    )


@pages.get("/second/live")
def live() -> Response:
    """Tell what the station's own scanners read, where the reader has the bench."""
    return events.response(events.echo_stream(world(), token())) if _has_bench() else abort(404)


def _has_bench() -> bool:
    return queries.at_bench(world())[0].session == session_id()


@pages.post("/second/take")
def take() -> ResponseReturnValue:
    """Take up what was begun, else what waits longest."""
    found = second.take(world(), me())
    return {"to": f"/second/{found}" if found else "/second"}


@pages.post("/second/scan")
def scan() -> ResponseReturnValue:
    """Take up the item in hand by its licence plate. Badges and the like belong to the bench."""
    text = field("text", LONGEST_SCAN).strip().upper()
    if not text or text.startswith("$"):
        return {"ok": False, "elsewhere": True}
    found = second.take_in_hand(world(), me(), Lpn(text))
    if found:
        return {"to": f"/second/{found}"}
    return {"ok": False, "say": gettext("%(code)s does not wait for a second grade by you.", code=text)}


# One item ----------------------------------------------------------------------------------------


@pages.get("/second/<id_>")
def item(id_: str) -> ResponseReturnValue:
    """Show the photos beside the question that is next."""
    sheet = second.sheet(world(), me(), _sound(id_), opened=True) or abort(404)
    return render_template("second/item.html", follows=_has_bench(), **_asked(sheet))


@pages.get("/second/<id_>/photos/<int:number>")
def photo(id_: str, number: int) -> ResponseReturnValue:
    """Give out a photo of the item that the reader is grading, of no other."""
    jpeg = second.photo(world(), me(), _sound(id_), number)
    return Response(jpeg, mimetype=JPEG) if jpeg else abort(404)


@pages.post("/second/<id_>/answer")
def answer(id_: str) -> ResponseReturnValue:
    """Answer the question on screen by the number of a choice, 0 for "cannot tell"."""
    number = sent().get("choice")
    if not isinstance(number, int) or isinstance(number, bool):
        abort(400)
    question = field("question", LONGEST_QUESTION)
    return _told(id_, lambda: second.answer(world(), me(), _sound(id_), question, number))


@pages.post("/second/<id_>/back")
def back(id_: str) -> ResponseReturnValue:
    """Take the last answer back."""
    return _told(id_, lambda: second.back(world(), me(), _sound(id_)))


def _told(id_: str, act: Callable[[], Sheet | None]) -> dict[str, object]:
    """Do something, and show what is asked then; what is refused is said over what is asked now."""
    said = ""
    try:
        sheet = act() or abort(404)
    except DomainError as refused:
        said = str(sentence(refusal(refused)).striptags())
        sheet = second.sheet(world(), me(), _sound(id_)) or abort(404)
    if sheet.blind.done_at:
        return {"to": "/second?kept=1"}
    return {"ok": not said, "say": said, "html": render_template("second/ask.html", **_asked(sheet))}


def _asked(sheet: Sheet) -> dict[str, object]:
    question = sheet.question
    choices = question.choices if question else ()
    steps = len(sheet.checklist.asked(sheet.blind.given))
    return {
        "sheet": sheet,
        "question": question,
        "in_hand": sheet.blind.sight is Sight.ITEM,
        "options": [Option(n, shown(choice.text), caps(choice)) for n, choice in enumerate(choices, 1)],
        "step": len(sheet.blind.answers) + 1,
        "steps": max(steps, len(sheet.blind.answers) + 1),
    }


def _sound(id_: str) -> str:
    return id_ if len(id_) <= LONGEST_ID else ""


# What became known since -------------------------------------------------------------------------


@pages.get("/second/known/<id_>/photos/<int:number>")
def known_photo(id_: str, number: int) -> ResponseReturnValue:
    """Give out a photo of a retired calibration item that the reader graded."""
    jpeg = calibrating.feedback_photo(world(), me(), _sound(id_), number)
    return Response(jpeg, mimetype=JPEG) if jpeg else abort(404)
