"""A ruling in words: every ground with the facts that it speaks of."""

from collections.abc import Callable, Mapping

from flask_babel import gettext, ngettext
from markupsafe import Markup

from station.domain.policy import Ground, Ruling
from web import words
from web.formats import day, money, shown
from web.say import code, name


def reasons(ruling: Ruling) -> list[Markup]:
    """Say every ground but the fee, which stands beside the remedy."""
    return [_reason(ruling, ground) for ground in ruling.grounds if ground is not Ground.CONDITION_FEE]


def _reason(ruling: Ruling, ground: Ground) -> Markup:
    say = _WITH_FACTS.get(ground)
    return Markup(say(ruling) if say else str(words.word(ground)))  # noqa: S704 - ours, facts escaped


def _window(ruling: Ruling) -> str:
    """Say how far into the window it came, and when that ends; rulings of old do not know the end."""
    ground = Ground.IN_WINDOW if Ground.IN_WINDOW in ruling.grounds else Ground.AFTER_WINDOW
    facts = {
        "what": words.word(ground),
        "day": code(ruling.day_of_window),
        "most": code(ruling.window_days),
    }
    if ruling.window is None:
        return str(gettext("%(what)s: day %(day)s of %(most)s", **facts))
    last = name(day(ruling.window.last))
    return str(gettext("%(what)s: day %(day)s of %(most)s, last day %(last)s", **facts, last=last))


def _carrier(ruling: Ruling) -> str:
    days = ruling.window.carrier_days if ruling.window else 0
    return str(
        ngettext(
            "%(num)d day longer for the carrier's delay", "%(num)d days longer for the carrier's delay", days
        )
    )


def _holiday(ruling: Ruling) -> str:
    holiday = ruling.window.holiday if ruling.window else None
    return str(gettext("longer for the season: %(season)s", season=name(shown(holiday) if holiday else "")))


def _packaging(ruling: Ruling) -> str:
    return str(gettext("packaging worse than %(grade)s", grade=code(ruling.packaging_at_least or "")))


_WITH_FACTS: Mapping[Ground, Callable[[Ruling], str]] = {
    Ground.IN_WINDOW: _window,
    Ground.AFTER_WINDOW: _window,
    Ground.CARRIER_DELAY: _carrier,
    Ground.HOLIDAY: _holiday,
    Ground.PACKAGING_POOR: _packaging,
}


def fee(ruling: Ruling) -> Markup:
    """Say what is kept, as a share and as an amount where the price is known; nothing where nothing is."""
    if not ruling.fee_percent or Ground.CONDITION_FEE not in ruling.grounds:
        return Markup("")
    facts = {"percent": code(f"{ruling.fee_percent}%")}
    if ruling.fee is None:
        return Markup(gettext("fee %(percent)s", **facts))  # noqa: S704 - ours, facts escaped
    facts["amount"] = name(money(ruling.fee))
    if ruling.fee_most is None:
        return Markup(gettext("fee %(percent)s: %(amount)s", **facts))  # noqa: S704 - the same
    facts["most"] = name(money(ruling.fee_most))
    return Markup(gettext("fee %(percent)s, at most %(most)s: %(amount)s", **facts))  # noqa: S704 - the same
