"""Tokens: which other programs may ask, for what and until when."""

from flask import Blueprint, render_template
from flask_babel import gettext

from station.domain.api.tokens import Scope
from station.domain.bench import refusal
from station.domain.errors import DomainError
from station.domain.problems import Problem
from station.services import signing_in
from station.services.api import tokens
from web.context import me, token, world
from web.forms import answer, typed
from web.say import sentence
from web.sent import field

pages = Blueprint("tokens", __name__)

LONGEST_ID = 64


@pages.before_request
def seen() -> None:
    """Looking after tokens is work too: it keeps the session from running idle."""
    signing_in.note_seen(world(), token())


@pages.get("/tokens")
def page() -> str:
    """List every token that was ever made."""
    return render_template("tokens/page.html", tokens=tokens.listed(world()), scopes=list(Scope))


@pages.post("/tokens/add")
def add() -> dict[str, object]:
    """Make a token; its secret is in the answer and never again."""
    shown: list[str] = []

    def act() -> tuple[Problem, ...]:
        given = typed()
        chosen = [scope for scope in Scope if scope.value in given.get("scopes", "").split()]
        problems, made = tokens.make(world(), me(), given.get("name", ""), chosen, given.get("days", ""))
        shown.extend([made.secret] if made else [])
        return problems

    said = answer(act, gettext("The token is there."))
    return {**said, "once": {"secret": shown[0]}} if shown else said


@pages.post("/tokens/revoke")
def revoke() -> dict[str, object]:
    """Take a token back at once."""
    try:
        tokens.revoke(world(), me(), field("token", LONGEST_ID))
    except DomainError as refused:
        return {"ok": False, "say": sentence(refusal(refused)).striptags()}
    return {"ok": True, "say": gettext("The token counts no more.")}
