"""People: who has access, and everything that managers do about it."""

from collections.abc import Callable

from flask import Blueprint, Response, abort, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from station.domain.errors import DomainError, Reason
from station.domain.people import Neutral, Person, Role
from station.domain.problems import Problem
from station.services import signing_in
from station.services.people import kept, listing, managing, removing
from station.services.people.managing import ShownOnce
from web.context import me, token, world
from web.forms import answer, typed
from web.sent import LONGEST_PIN, field

pages = Blueprint("people", __name__)

LONGEST_ID = 64
LONGEST_STAMP = 64
_FORMS = {"json": ("application/json", kept.as_json), "txt": ("text/plain; charset=utf-8", kept.as_text)}
Act = Callable[[str, str], ShownOnce | None]


@pages.before_request
def seen() -> None:
    """Looking after people is work too: it keeps the session from running idle."""
    signing_in.note_seen(world(), token())


@pages.get("/people")
def page() -> ResponseReturnValue:
    """List everybody who has or had access here."""
    return render_template(
        "people/page.html",
        everybody=listing.everybody(world()),
        roles=list(Role),
        stamp=managing.stamp,
        grader=world().words.word(Neutral.GRADER),
    )


@pages.post("/people/add")
def add() -> ResponseReturnValue:
    """Add a person; badge, number and one-time PIN are shown in the answer and never again."""
    shown: list[ShownOnce] = []

    def act() -> tuple[Problem, ...]:
        problems, made = managing.add(world(), me(), typed(), _pin())
        shown.extend([made] if made else [])
        return problems

    return _with_once(own_pin(answer(act, gettext("The person is there."))), shown)


@pages.post("/people/change")
def change() -> ResponseReturnValue:
    """Change name, role and language."""

    def act() -> tuple[Problem, ...]:
        return managing.change(world(), me(), _person(), field("seen", LONGEST_STAMP), typed(), _pin())

    return own_pin(answer(act, gettext("Kept.")))


@pages.post("/people/badge")
def badge() -> ResponseReturnValue:
    return _done(
        lambda person, _: managing.new_badge(world(), me(), person), gettext("The badge before is dead.")
    )


@pages.post("/people/reset")
def reset() -> ResponseReturnValue:
    return _done(
        lambda person, pin: managing.reset_pin(world(), me(), person, pin),
        gettext("The PIN before is dead, and everything that was open is closed."),
    )


@pages.post("/people/unlock")
def unlock() -> ResponseReturnValue:
    return _done(lambda person, _: managing.unlock(world(), me(), person), gettext("Not locked out now."))


@pages.post("/people/end")
def end() -> ResponseReturnValue:
    return _done(
        lambda person, pin: managing.end_access(world(), me(), person, pin),
        gettext("Access is ended, and everything that was open is closed."),
    )


@pages.post("/people/give")
def give() -> ResponseReturnValue:
    return _done(
        lambda person, pin: managing.give_access(world(), me(), person, pin),
        gettext("Access is given again. The badge counts as before."),
    )


@pages.post("/people/remove")
def remove() -> ResponseReturnValue:
    """Remove what is kept of a person whose access was ended."""
    return _done(
        lambda person, pin: removing.remove_person(world(), me(), person, pin),
        gettext("What was kept of this person is gone. The record still checks out."),
    )


@pages.post("/people/kept")
def kept_of() -> ResponseReturnValue:
    """Give out all that is kept of a person, to be saved: for machines, or to be read."""
    mimetype, write = _FORMS.get(field("form", 8)) or abort(400)
    try:
        found = kept.give_out(world(), _person(), me().id)
    except DomainError:
        abort(404)
    return Response(write(found), mimetype=mimetype)


def _done(act: Act, say: str) -> dict[str, object]:
    """Do something to one person and say how it went, with what is shown once."""
    shown: list[ShownOnce] = []

    def do() -> tuple[Problem, ...]:
        made = act(_person(), _pin())
        shown.extend([made] if made else [])
        return ()

    return _with_once(own_pin(answer(do, say)), shown)


def own_pin(told: dict[str, object]) -> dict[str, object]:
    """Say at its field that the reader's own PIN was wrong."""
    if told.get("reason") != Reason.WRONG_PIN.value:
        return told
    words = gettext("That is not your PIN.")
    return {**told, "say": words, "wrong": {"pin": words}}


def _with_once(told: dict[str, object], shown: list[ShownOnce]) -> dict[str, object]:
    return {**told, "once": _once(shown[0])} if shown else told


def _once(shown: ShownOnce) -> dict[str, str]:
    known: Person = shown.person
    return {"name": known.name, "number": known.sign_in, "badge": shown.badge, "pin": shown.pin}


def _person() -> str:
    return field("person", LONGEST_ID)


def _pin() -> str:
    pin = typed().get("pin", "")
    return pin if len(pin) <= LONGEST_PIN else ""
