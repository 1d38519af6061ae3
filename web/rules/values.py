"""What rules say, in words: a value with its unit, several values, a percentage for each grade."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from flask_babel import gettext, ngettext
from markupsafe import Markup

from web.formats import day
from web.rules.conditions import either, listed
from web.rules.fields import Each, Field, Part, Shape, Unit
from web.rules.paths import many, table
from web.rules.spots import Spot, written
from web.say import code, name
from web.words.lazy import Lazy, _l

_UNITS: Mapping[Unit, Lazy] = {
    Unit.PERCENT: _l("%(number)s %%"),
    Unit.GRAMS: _l("%(number)s g"),
    Unit.MINUTES: _l("%(number)s min"),
    Unit.TIMES: _l("%(number)s times"),
    Unit.MONEY: _l("%(number)s %(currency)s"),
}
NOTHING = Markup("–")


def unit(of: str, currency: str) -> Markup:
    """Write a unit behind an empty place, for a field that is still to be filled in."""
    if of in (Unit.DAYS, Unit.RETURNS):
        return Markup("{}").format(gettext("days") if of == Unit.DAYS else gettext("returns"))
    if of == Unit.NONE:
        return Markup()
    facts = {"number": "", "currency": code(currency)}
    return Markup(str(_UNITS[Unit(of)])) % facts  # noqa: S704 - ours


def shown(part: Part, found: object, spot: Spot) -> Markup:
    """Say what stands under a key, with the key's own words in front."""
    assert isinstance(part, Field | Each)
    if isinstance(part, Field) and part.shape is Shape.FLAG and found is True:
        return Markup("{}").format(part.label)
    return Markup("{} {}").format(part.label, value(part, found, spot))


def _pair(key: str, said: Markup) -> Markup:
    return Markup("<bdi>{} {}</bdi>").format(name(key), said)


def value(field: Field | Each, found: object, spot: Spot) -> Markup:
    """Say one value of a field: a choice by its words, a number with its unit, or one for each name."""
    if isinstance(field, Each):
        words = dict(field.names(spot.around)) if field.spoken else {}
        each = [
            _pair(words.get(key, key), value(field.value, one, replace(spot, here={"of": key})))
            for key, one in table(found).items()
        ]
        return listed(each) or NOTHING
    if found is None or found in ("", []):
        return NOTHING
    if isinstance(found, bool):
        return Markup("{}").format(gettext("yes") if found else gettext("no"))
    if field.options:
        words = dict(field.options(spot.around))
        said = [name(words.get(written(each), written(each))) for each in many(found)]
        return either(said) if field.any_of else listed(said)
    return _plain(field, found, spot.currency)


def _plain(field: Field, found: object, currency: str) -> Markup:
    if field.shape is Shape.DAY:
        return _day(found)
    text = written(found)
    if field.unit is Unit.NONE:
        return name(text)
    return counted(field.unit, text, currency)


def _day(found: object) -> Markup:
    """Write a day as the reader does; a draft keeps it as text."""
    try:
        return name(day(found if isinstance(found, date) else date.fromisoformat(written(found))))
    except ValueError:
        return name(written(found))


def counted(of: Unit, text: str, currency: str) -> Markup:
    """Write a number with its unit; the forms follow the number where a language has several."""
    number = {"number": code(text), "currency": code(currency)}
    if of in (Unit.DAYS, Unit.RETURNS) and text.isdecimal():
        days = ngettext("%(num)d day", "%(num)d days", int(text))
        returns = ngettext("%(num)d return", "%(num)d returns", int(text))
        return Markup("{}").format(days if of is Unit.DAYS else returns)
    if of not in _UNITS:
        return name(text)
    return Markup("<bdi>{}</bdi>").format(Markup(str(_UNITS[of])) % number)  # noqa: S704 - ours
