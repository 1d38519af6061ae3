"""Conditions of the decision table in words: "the grade is A or B", "the box is sealed"."""

from collections.abc import Mapping, Sequence

from flask_babel import gettext
from markupsafe import Markup

from station.domain.disposition import CHOICES, FACTS, FactKind
from station.domain.policy import Verdict
from web.rules.paths import many, table
from web.say import code, name
from web.words import words_of
from web.words.lazy import Lazy, _l

_LABELS: Mapping[str, Lazy] = {
    "grade": _l("grade"),
    "cosmetic": _l("looks"),
    "functional": _l("function"),
    "completeness": _l("completeness"),
    "packaging": _l("packaging"),
    "category": _l("category"),
    "value": _l("price new"),
    "policy": _l("return policy"),
    "sealed": _l("sealed or opened"),
    "hygiene": _l("hygiene product"),
    "announced": _l("announced or not"),
    "wrong_item": _l("right or wrong product"),
    "wrong_serial": _l("right or wrong serial number"),
    "reason": _l("reason of the customer"),
    "channel": _l("sales channel"),
    "country": _l("country"),
    "brand": _l("brand"),
    "agreement": _l("agreement with the brand"),
    "stock": _l("units on hand"),
    "season_days": _l("age of the season, in days"),
    "recall": _l("recalled or not"),
    "refurbished": _l("refurbished or not"),
}
_FLAGS: Mapping[str, tuple[Lazy, Lazy]] = {
    "sealed": (_l("the box is sealed"), _l("the box was opened")),
    "hygiene": (_l("it is a hygiene product"), _l("it is no hygiene product")),
    "announced": (_l("it was announced"), _l("nobody announced it")),
    "wrong_item": (_l("it is not the product we expected"), _l("it is the product we expected")),
    "wrong_serial": (_l("it is not the serial number we sent"), _l("it is the serial number we sent")),
    "recall": (_l("it is recalled"), _l("it is not recalled")),
    "refurbished": (_l("it was refurbished before"), _l("it was never refurbished")),
}
_IS: Mapping[str, Lazy] = {
    "grade": _l("the grade is %(what)s"),
    "cosmetic": _l("looks are %(what)s"),
    "functional": _l("function is %(what)s"),
    "completeness": _l("completeness is %(what)s"),
    "packaging": _l("packaging is %(what)s"),
    "category": _l("the category is %(what)s"),
    "value": _l("the price new is %(what)s"),
    "policy": _l("the return is: %(what)s"),
    "reason": _l("the customer's reason is %(what)s"),
    "channel": _l("the sales channel is %(what)s"),
    "country": _l("the country is %(what)s"),
    "brand": _l("the brand is %(what)s"),
    "agreement": _l("the agreement is %(what)s"),
    "stock": _l("units on hand are %(what)s"),
    "season_days": _l("the season is %(what)s days old"),
}


def label(fact: str) -> Lazy:
    """Name a fact; one that there is not, by its own name."""
    return _LABELS.get(fact) or Markup("{}").format(fact)


def condition(fact: str, test: object, currency: str) -> Markup:
    """Say what a fact has to be, also where it is not right yet."""
    if fact in _FLAGS and isinstance(test, bool):
        return Markup("{}").format(_FLAGS[fact][not test])
    what = _limits(fact, test, currency) if isinstance(test, Mapping) else _values(fact, test, currency)
    if fact not in _IS:
        return Markup("{}: {}").format(label(fact), what)
    return Markup(str(_IS[fact])) % {"what": what}  # noqa: S704 - ours


def _values(fact: str, test: object, currency: str) -> Markup:
    return either([_value(fact, each, currency) for each in many(test)]) or Markup("…")


def _value(fact: str, value: object, currency: str) -> Markup:
    if FACTS.get(fact) is FactKind.MONEY:
        return amount(value, currency)
    if fact in CHOICES:
        return name(words_of(Verdict, str(value)))
    if FACTS.get(fact) is FactKind.GRADE:
        return code(value)
    # Names in files are written_so; a sentence has spaces.
    return name(str(value).replace("_", " "))


def listed(said: Sequence[Markup]) -> Markup:
    """Join with commas."""
    return Markup(gettext(", ")).join(said)  # noqa: S704 - ours


def either(said: Sequence[Markup]) -> Markup:
    """Join with commas, and the last with "or"."""
    if len(said) < 2:
        return Markup("").join(said)
    most = listed(said[:-1])
    return Markup(gettext("%(these)s or %(this)s")) % {"these": most, "this": said[-1]}  # noqa: S704 - ours


def _limits(fact: str, test: Mapping[str, object], currency: str) -> Markup:
    ends = {key: _value(fact, test[key], currency) for key in ("at_least", "at_most") if key in table(test)}
    phrases = {
        ("at_least", "at_most"): gettext("%(at_least)s to %(at_most)s"),
        ("at_least",): gettext("at least %(at_least)s"),
        ("at_most",): gettext("at most %(at_most)s"),
        (): "…",
    }
    return Markup(phrases[tuple(ends)]) % ends  # noqa: S704 - ours


def amount(value: object, currency: str) -> Markup:
    """Write an amount with its currency, as far as it is one."""
    return code(f"{value} {currency}")
