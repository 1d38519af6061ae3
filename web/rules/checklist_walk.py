"""A walk through a checklist as the browser gets it: every answer is an address that has it in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from urllib.parse import urlencode

from babel.numbers import get_currency_precision
from markupsafe import Markup

from station.domain.checklist import Choice
from station.domain.grading import Cap
from station.rule_ports import RuleKey
from station.services.walking import Supposed, Walk
from web.context import world
from web.faces import caps
from web.formats import shown

# Ids have no dots: what is said about the walk itself can be told from the answers.
_ABOUT = "for."
CATEGORY, VALUE, DAYS, HYGIENE = "for.category", "for.value", "for.days", "for.hygiene"
_USUAL_DAYS, _MOST_DAYS, _MOST_VALUE = 5, 3650, Decimal(10) ** 9


@dataclass(frozen=True, slots=True)
class Way:
    """One numbered answer, and the address that it leads to."""

    number: int
    text: str
    hint: Markup
    to: str


@dataclass(frozen=True, slots=True)
class Trodden:
    """A question that was answered. ``again`` leads back to it."""

    question: str
    answer: str
    caps: tuple[Cap, ...]
    again: str


@dataclass(frozen=True, slots=True)
class WalkPage:
    """Where one can go from here. ``back`` is empty before the first question."""

    ways: tuple[Way, ...]
    back: str
    restart: str


@dataclass(frozen=True, slots=True)
class About:
    """What the item is supposed to be, as it was typed and as it is meant."""

    supposed: Supposed
    category: str
    value: str
    categories: tuple[str, ...]
    kept: tuple[tuple[str, str], ...]


def walk_page(key: RuleKey, walk: Walk, args: Mapping[str, str]) -> WalkPage:
    """Make the answers that can be given now, and the ways back."""
    question = walk.question
    choices: tuple[Choice, ...] = question.choices if question else ()
    ways = (
        Way(n, shown(each.text), caps(each), _to(key, {**walk.answers, question.id: each.id}, args))
        for n, each in enumerate(choices, 1)
        if question
    )
    last = dict(list(walk.answers.items())[:-1])
    return WalkPage(tuple(ways), _to(key, last, args) if walk.answers else "", _to(key, {}, args))


def steps_of(key: RuleKey, walk: Walk, args: Mapping[str, str]) -> list[Trodden]:
    """List what was answered, each with the way back to it."""
    given = list(walk.answers.items())
    return [
        Trodden(shown(s.question.text), shown(s.choice.text), s.caps, _to(key, dict(given[:number]), args))
        for number, s in enumerate(walk.steps)
    ]


def _to(key: RuleKey, answers: Mapping[str, str], args: Mapping[str, str]) -> str:
    about = {name: value for name, value in args.items() if name.startswith(_ABOUT)}
    asked = urlencode({**about, **answers})
    return f"/rules/checklist/{key.id}/walk" + (f"?{asked}" if asked else "")


def supposed(key: RuleKey, args: Mapping[str, str]) -> About:
    """Read what the item is supposed to be: of a category that uses the checklist, if nothing is said.

    What is no amount counts as none, what are no days as the usual ones.
    """
    with world().read() as uow:
        uses = uow.catalog.uses()
    categories = dict.fromkeys(use.category for use in uses)
    own = next((use.category for use in uses if use.checklist == key.id), next(iter(categories), ""))
    category = args.get(CATEGORY) or own
    typed = args.get(VALUE, "100")
    return About(
        supposed=Supposed(category, _minor(typed), _days(args.get(DAYS, "")), args.get(HYGIENE) == "yes"),
        category=category,
        value=typed,
        categories=tuple(dict.fromkeys((*categories, category))),
        kept=tuple((name, value) for name, value in args.items() if name not in _ASKED),
    )


_ASKED = (CATEGORY, VALUE, DAYS, HYGIENE)


def _minor(typed: str) -> int:
    """Read an amount in units of the station's currency, as a whole number of its smallest unit."""
    try:
        amount = Decimal(typed.strip().replace(",", "."))
    except InvalidOperation:
        return 0
    if not amount.is_finite() or not 0 <= amount < _MOST_VALUE:
        return 0
    return int(amount.scaleb(get_currency_precision(world().house.currency)))


def _days(typed: str) -> int:
    plain = typed.isascii() and typed.isdigit() and len(typed) <= 4
    return min(int(typed), _MOST_DAYS) if plain else _USUAL_DAYS
