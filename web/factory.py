"""Make the web app of one station."""

from flask import Flask

from station.demo_ports import Simulator
from station.domain.texts import LANGUAGES
from station.ports import World
from web import (
    cookies,
    devices_page,
    errors,
    explain,
    faces,
    formats,
    graded_twice,
    i18n,
    rulings,
    sampled,
    say,
    security,
    seen,
    words,
)
from web.api import views as api
from web.bench_page import Shared
from web.context import person, world
from web.routes import Route
from web.rules import page as rules_page
from web.rules.replays import Shelf
from web.sent import Number
from web.views import (
    audit,
    bench,
    bins,
    calibrations,
    central_decided,
    checklists,
    claims,
    decisions,
    desk,
    destinations,
    devices,
    disposals,
    form,
    graders,
    health,
    imports,
    labels,
    own,
    packs,
    parcels,
    parked,
    people,
    personal,
    recalls,
    replay,
    rule_edits,
    rules,
    said,
    sampling,
    second,
    sign_in,
    signals,
    simulator,
    stations,
    sync,
    taste,
    tokens,
    waiting,
    work,
)
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
    _register(app, simulator is not None)
    if world.house.is_central:
        app.register_blueprint(sync.pages)
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


def _register(app: Flask, simulated: bool) -> None:
    always = (
        *(sign_in.pages, bench.pages, taste.pages, audit.pages, health.pages),
        *(desk.pages, decisions.decisions),
        *(
            labels.pages,
            labels.badges,
            parcels.pages,
            parcels.pictures,
            devices.pages,
            bins.pages,
            work.pages,
            rules.pages,
            rule_edits.pages,
        ),
        *(checklists.pages, checklists.edits),
        *(recalls.pages, claims.pages, packs.pages, signals.pages, disposals.pages, replay.pages),
        *(destinations.pages,),
        *(people.pages, own.pages, personal.pages),
        *(second.pages, calibrations.pages),
        *(sampling.pages, graders.pages, stations.pages, stations.edits),
        *(waiting.pages, waiting.records, central_decided.pages, parked.pages),
        *(imports.pages, form.pages, said.in_hand, said.pages),
        *(api.api, api.about, tokens.pages),
    )
    for pages in (*always, *((simulator.pages,) if simulated else ())):
        app.register_blueprint(pages)


def _equip(app: Flask, simulated: bool) -> None:
    """Give templates their words and formats."""
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(
        t=formats.shown,
        money=formats.money,
        bare=formats.bare,
        axes=explain.axes,
        by_hand=explain.by_hand,
        rule_said=explain.rule_said,
        costs=explain.costs,
        price=explain.price,
        weight=formats.weight,
        hour=formats.hour,
        moment=formats.moment,
        brief=formats.brief,
        second=formats.second,
        day=formats.day,
        short_day=formats.short_day,
        percent=formats.percent,
        code=say.code,
        name=say.name,
        faults=say.faults,
        sentence=say.sentence,
        word=words.word,
        caps=faces.caps,
        mark=faces.mark,
        bin_of=faces.bin_of,
        language=devices_page.language_of,
        device_name=devices_page.name_of,
        meant=devices_page.meant,
        differences=faces.differences,
        seen=seen.what,
        asked_about=seen.asked_about,
        ledger_word=seen.ledger_word,
        unit=rules_page.unit,
        disposition_name=rules_page.disposition_name,
        reasons=rulings.reasons,
        fee=rulings.fee,
        why_drawn=sampled.why_drawn,
        because=sampled.because,
        switching_score=sampled.score,
        coming=sampled.coming,
        lot_waits=sampled.waiting,
        second_grade=graded_twice.second_grade,
    )
    app.jinja_env.globals.update(letters=faces.LETTERS, window=faces.window, drifters=graded_twice.drifters)
    app.jinja_env.globals.update(has_simulator=simulated, decisions_waiting=central_decided.decisions_waiting)
    app.jinja_env.globals.update(claims_about=claims.claims_about, waiting_here=waiting.waits, **said.SAID)
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
