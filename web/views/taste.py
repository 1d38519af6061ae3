"""Language and theme: kept for the person, and for the browser until someone signs in."""

from flask import Blueprint, Response

from station.domain.texts import LANGUAGES
from station.services import signing_in
from web import cookies
from web.context import person, world
from web.i18n import LANGUAGE_COOKIE, THEME_COOKIE
from web.sent import field

pages = Blueprint("taste", __name__)

_THEMES = {"dark": True, "light": False}


@pages.post("/taste")
def change() -> Response:
    """Remember a language, a theme, or both."""
    language, theme = field("language", 8), field("theme", 8)
    chosen = language if language in LANGUAGES else None
    known = person()
    if known:
        signing_in.set_taste(world(), known.id, chosen, _THEMES.get(theme))
    return _remembered(chosen, theme if theme in _THEMES else None)


def _remembered(language: str | None, theme: str | None) -> Response:
    response = Response(status=204)
    for name, value in ((LANGUAGE_COOKIE, language), (THEME_COOKIE, theme)):
        if value:
            cookies.remember(response, name, value)
    return response
