"""Who asks, of which station, in this request."""

from typing import cast

from flask import abort, current_app, g, session

from station.domain.people import Person
from station.ports import World

TOKEN = "token"  # noqa: S105 - the name of the key, not a token


def world() -> World:
    return cast(World, current_app.extensions["station"])


def person() -> Person | None:
    """Return who is signed in in this browser, None for nobody."""
    return cast("Person | None", g.get("person"))


def me() -> Person:
    """Return who is signed in; 401 for nobody."""
    known = person()
    if known is None:
        abort(401)
    return known


def token() -> str:
    """Return the browser's token, empty before sign-in."""
    return str(session.get(TOKEN, ""))


def begin_session(fresh: str) -> None:
    """Start a new browser session around a fresh token; nothing of the old one stays."""
    session.clear()
    session[TOKEN] = fresh


def end_session() -> None:
    session.clear()
