"""Amounts, dates and times as the reader writes them."""

from datetime import date, datetime
from decimal import Decimal

from babel.dates import format_date, format_skeleton
from babel.numbers import format_currency, get_currency_precision
from babel.units import format_unit
from flask_babel import get_locale
from markupsafe import Markup

from station.domain.texts import Texts
from web.context import world
from web.i18n import language


def text(texts: Texts) -> str:
    """Return the site's own words in the reader's language, as plain text."""
    return texts.in_language(language())


def shown(texts: Texts) -> str:
    """Return the site's own words for a page. Words that fell back to English are marked as such."""
    own = {"he": texts.he, "ru": texts.ru}.get(language(), texts.en)
    return own or Markup('<bdi class="fallback" lang="en">{}</bdi>').format(texts.en)


DIRECTION_MARKS = dict.fromkeys(map(ord, "\u200e\u200f\u061c"))


def money(amount: int) -> str:
    """Write an amount given in the smallest unit of the house's currency."""
    return _money(amount, None)


def bare(amount: int) -> str:
    """Write an amount without the sign of its currency, for parts of a sum that has it."""
    return _money(amount, "#,##0.00")


def _money(amount: int, form: str | None) -> str:
    currency = world().house.currency
    exact = Decimal(amount).scaleb(-get_currency_precision(currency))
    written = str(format_currency(exact, currency, form, get_locale()))
    # Babel adds direction marks for running text; an amount stands alone in an element of its own.
    return written.translate(DIRECTION_MARKS)


def weight(grams: float) -> str:
    """Write a weight, in kilograms from one up."""
    unit, value = ("mass-kilogram", grams / 1000) if grams >= 1000 else ("mass-gram", grams)
    return str(format_unit(value, unit, "short", "#,##0.###", get_locale())).translate(DIRECTION_MARKS)


def hour(at: datetime) -> str:
    """Write hours and minutes, 0 to 24, at the place where it happened."""
    return at.strftime("%H:%M")


def moment(at: datetime) -> str:
    """Write hours and minutes, with the day where it was another, and the year where that was."""
    now = world().clock.now()
    if at.date() == now.date():
        return hour(at)
    return f"{short_day(at) if at.year == now.year else day(at)} {hour(at)}"


def brief(at: datetime) -> str:
    """Write the hour, or only the day where it was another: what a bar has room for."""
    return hour(at) if at.date() == world().clock.now().date() else short_day(at)


def second(at: datetime) -> str:
    return at.strftime("%H:%M:%S")


def day(of: date) -> str:
    return str(format_date(of, "d MMM y", locale=get_locale()))


def short_day(of: datetime) -> str:
    """Write day and month, as in the clock's corner."""
    return str(format_skeleton("MMMd", of, locale=get_locale()))


def percent(share: float) -> str:
    return f"{round(share * 100)}%"
