"""Languages: which one a page speaks, and catalogues compiled when they have changed."""

import os
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask, g, request
from flask_babel import Babel

from station.domain.texts import LANGUAGES
from web import cookies
from web.context import person, world

TRANSLATIONS = Path(__file__).parent / "translations"
LANGUAGE_COOKIE = "language"
THEME_COOKIE = "theme"


def set_up(app: Flask) -> None:
    """Compile what is stale, and choose the language for every request."""
    compile_stale(TRANSLATIONS)
    Babel(app, default_locale="en", locale_selector=language)


def language() -> str:
    """Return the language of the person, else of the browser here, else of the station.

    A page for customers has the one that they chose.
    """
    if "spoken" in g:
        return str(g.spoken)
    known = person()
    asked = known.language if known else request.cookies.get(cookies.here(LANGUAGE_COOKIE))
    return asked if asked in LANGUAGES else world().house.language


def theme() -> str:
    """Return "dark" or "light", as the person or the browser last chose."""
    known = person()
    dark = known.dark if known else request.cookies.get(cookies.here(THEME_COOKIE)) == "dark"
    return "dark" if dark else "light"


def direction() -> str:
    return "rtl" if language() == "he" else "ltr"


def compile_stale(folder: Path) -> None:
    """Write the binary catalogues that are missing or older than their sources."""
    for source in folder.glob("*/LC_MESSAGES/*.po"):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            _compile(source, compiled)


def _compile(source: Path, compiled: Path) -> None:
    """Replace the catalogue at once, so that two stations starting together never see half of one."""
    with source.open("rb") as text:
        catalog = read_po(text, locale=source.parent.parent.name)
    draft = compiled.with_suffix(f".{os.getpid()}.new")
    with draft.open("wb") as out:
        write_mo(out, catalog)
    draft.replace(compiled)
