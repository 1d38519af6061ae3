"""Who asks, of which station, in this request."""

from typing import cast

from flask import abort, current_app, g, session

from station.domain.people import Person, Place
from station.ports import World
from station.services.people.sessions import Known

TOKEN = "token"  # noqa: S105  # nosec B105 - the name of the key, not a token


def world() -> World:
    return cast(World, current_app.extensions["station"])


def person() -> Person | None:
    """Return who is signed in in this browser, None for nobody."""
    known = cast("Known | None", g.get("known"))
    return known.person if known else None


def known() -> Known:
    """Return who is signed in, with the session of this browser; 401 for nobody."""
    found = cast("Known | None", g.get("known"))
    return found or abort(401)


def session_id() -> str:
    """Return this browser's session, empty for nobody."""
    found = cast("Known | None", g.get("known"))
    return found.session.id if found else ""


def at_a_desk() -> bool:
    """Tell whether this browser's session is one beside the bench."""
    return known().session.place is Place.DESK


def me() -> Person:
    """Return who is signed in; 401 for nobody."""
    return known().person


def token() -> str:
    """Return the browser's token, empty before sign-in."""
    return str(session.get(TOKEN, ""))


def begin_session(fresh: str) -> None:
    """Start a new browser session around a fresh token; nothing of the old one stays."""
    session.clear()
    session[TOKEN] = fresh


def end_session() -> None:
    session.clear()
