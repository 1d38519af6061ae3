"""One's own access: the sign-in number, another PIN, signing out everywhere."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from station.domain.errors import DomainError, Reason
from station.domain.problems import Problem
from station.services import signing_in
from station.services.people import own, sessions
from station.services.people.pins import CHOOSING
from web.context import end_session, known, token, world
from web.forms import answer
from web.sent import LONGEST_PIN, field

pages = Blueprint("own", __name__)

_FIELD = {**dict.fromkeys(CHOOSING, "fresh"), Reason.WRONG_PIN: "pin"}


@pages.before_request
def seen() -> None:
    signing_in.note_seen(world(), token())


@pages.get("/me")
def page() -> ResponseReturnValue:
    """Show whoever is signed in what is theirs to change."""
    mine = known()
    with world().read() as uow:
        open_ = len(sessions.open_of(world(), uow, mine.person.id))
    return render_template("people/me.html", person=mine.person, place=mine.session.place, open=open_)


@pages.post("/me/pin")
def pin() -> ResponseReturnValue:
    """Change one's own PIN; every other session ends."""
    before, fresh = field("pin", LONGEST_PIN), field("fresh", LONGEST_PIN)
    refused: list[DomainError] = []

    def act() -> tuple[Problem, ...]:
        try:
            own.change_pin(world(), known(), before, fresh)
        except DomainError as wrong:
            refused.append(wrong)
            raise
        return ()

    told = answer(act, gettext("Your PIN is changed. Every other session of yours is closed."))
    at = _FIELD.get(refused[0].reason) if refused else None
    words = gettext("That is not your PIN.") if at == "pin" else told["say"]
    return {**told, "say": words, "wrong": {at: words}} if at else told


@pages.post("/me/sign-out-everywhere")
def sign_out_everywhere() -> ResponseReturnValue:
    own.sign_out_everywhere(world(), known())
    end_session()
    return {"to": url_for("sign_in.page")}
