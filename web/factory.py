"""Make the web app of a station, or of central."""

from flask import Flask

from station.demo_ports import Simulator
from station.domain.texts import LANGUAGES
from station.ports import World
from web import cookies, errors, faces, i18n, security
from web.bench_page import Shared
from web.context import person, world
from web.filters import FILTERS, GLOBALS
from web.pages import pages_of
from web.routes import Route
from web.rules.replays import Shelf
from web.sent import Number
from web.words.asks import HINTS
from web.words.devices import LANGUAGE_NAMES

LARGEST_BODY = 1024 * 1024


def create_app(
    world: World,
    *,
    secret_key: bytes,
    trusted_hosts: list[str],
    simulator: Simulator | None = None,
    https: bool = False,
) -> Flask:
    """Join pages, security and languages around a world. ``simulator`` is there only in the demo.

    With ``https`` the browser reaches the station through a proxy that speaks TLS.
    """
    app = Flask("web")
    app.url_rule_class = Route
    app.url_map.converters["int"] = Number
    app.config.update(_settings(secret_key, trusted_hosts, https))
    app.extensions.update(station=world, simulator=simulator, shared=Shared(), replays=Shelf())
    i18n.set_up(app)
    security.guard(app)
    errors.set_up(app)
    for pages in pages_of(central=world.house.is_central, simulated=simulator is not None):
        app.register_blueprint(pages)
    _equip(app, simulator is not None)
    return app


def _settings(secret_key: bytes, trusted_hosts: list[str], https: bool) -> dict[str, object]:
    return {
        "SECRET_KEY": secret_key,
        "TRUSTED_HOSTS": trusted_hosts,
        "MAX_CONTENT_LENGTH": LARGEST_BODY,
        "SESSION_COOKIE_NAME": cookies.named("station", https),
        "SESSION_COOKIE_SECURE": https,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Strict",
        "WTF_CSRF_TIME_LIMIT": None,  # as long as the session, which ends with the shift
    }


def _equip(app: Flask, simulated: bool) -> None:
    """Give templates their words and formats."""
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(FILTERS)
    app.jinja_env.globals.update(GLOBALS, has_simulator=simulated)
    app.context_processor(_around)


def _around() -> dict[str, object]:
    """Name what every page needs: the house, the reader, the language."""
    return {
        "house": world().house,
        "now": world().clock.now(),
        "reader": person(),
        "language": i18n.language(),
        "languages": {code: LANGUAGE_NAMES[code] for code in LANGUAGES},
        "theme": i18n.theme(),
        "direction": i18n.direction(),
        "hints": HINTS,
        "tone_icons": faces.TONE_ICONS,
    }
