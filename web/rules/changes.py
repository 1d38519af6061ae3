"""What changed between two states of rules, in words: where, what stood there, what stands there now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

from flask_babel import gettext
from markupsafe import Markup

from station.domain.drafting import Change
from station.domain.problems import KeyPath
from station.domain.texts import LANGUAGES
from station.ports import World
from station.rule_ports import Plain, RuleKey
from web.rules.conditions import condition, listed
from web.rules.fields import Each, Field, Part, Rows
from web.rules.names import known_names
from web.rules.paths import at, table, tables
from web.rules.places import Place, place_of
from web.rules.sentences import both
from web.rules.sheets import SHEETS
from web.rules.spots import Spot, called, written
from web.rules.values import NOTHING, shown, value
from web.say import code, name


class Way(StrEnum):
    """How something changed."""

    ADDED = "added"
    GONE = "gone"
    CHANGED = "changed"
    ORDER = "order"


@dataclass(frozen=True, slots=True)
class Told:
    """One change in words."""

    way: Way
    where: tuple[Markup, ...]
    before: Markup
    after: Markup


@dataclass(frozen=True, slots=True)
class _Teller:
    """All that words for one change are made from."""

    parts: Sequence[Part]
    plain: Plain
    known: Mapping[str, Sequence[str]]
    currency: str

    def spot(self, here: object) -> Spot:
        return Spot(self.plain, self.known, "", table(here), {}, self.currency)


def told_changes(station: World, key: RuleKey, changes: Sequence[Change], plain: Plain) -> tuple[Told, ...]:
    """Tell every change in words; ``plain`` is what stands afterwards."""
    known, currency = known_names(station, plain), station.house.currency
    teller = _Teller(SHEETS[key.kind].parts, plain, known, currency)
    return tuple(_told(teller, change) for change in changes)


def _told(teller: _Teller, change: Change) -> Told:
    gone = change.before if change.after is None else None
    place = place_of(teller.parts, teller.plain, change.path, gone)
    found = at(teller.plain, change.path)
    if _ids(change.before) and _ids(change.after) and _elements(found):
        return Told(Way.ORDER, place.words, Markup(), _moved(change, found))
    before, after = (_said(teller, place, each) for each in (change.before, change.after))
    way = Way.ADDED if change.before is None else Way.GONE if change.after is None else Way.CHANGED
    # A condition says itself what it is about.
    where = place.words[:-1] if place.rest[:1] == ("when",) else place.words
    return Told(way, where, before, after)


def _ids(found: object) -> bool:
    return isinstance(found, list) and bool(found) and all(isinstance(each, str) for each in found)


def _elements(found: object) -> bool:
    return isinstance(found, list) and all(isinstance(each, Mapping) for each in found)


def _moved(change: Change, found: object) -> Markup:
    """Say which elements went where: those that are not in their old order."""
    matcher = SequenceMatcher(None, change.before, change.after, autojunk=False)
    stayed = {id_ for a, _, size in matcher.get_matching_blocks() for id_ in change.before[a : a + size]}
    said = [
        Markup(gettext("%(name)s is number %(number)s now"))  # noqa: S704 - ours
        % {"name": name(called(each) or each.get("id", "")), "number": code(number)}
        for number, each in enumerate(tables(found), 1)
        if each.get("id") in change.after and each.get("id") not in stayed
    ]
    return listed(said)


def _said(teller: _Teller, place: Place, found: Any) -> Markup:
    if found is None:
        return NOTHING
    part, rest = place.part, place.rest
    if place.element:
        return _row(teller, part, table(found)) if isinstance(part, Rows) else _loose(teller, (), found)
    if isinstance(part, Field | Each) and not rest:
        return value(part, found, teller.spot({}))
    if isinstance(part, Each) and len(rest) == 1:
        return value(part.value, found, teller.spot({"of": rest[0]}))
    return _loose(teller, rest, found)


def _loose(teller: _Teller, rest: KeyPath, found: Any) -> Markup:
    """Say what no part describes: a condition, a text in one language, a table by its name."""
    if len(rest) == 2 and rest[0] == "when":
        return condition(str(rest[1]), found, teller.currency)
    if len(rest) == 3 and rest[0] == "when":
        return condition(str(rest[1]), {str(rest[2]): found}, teller.currency)
    if rest == ("when",):
        return _conditions(teller, table(found))
    if rest and rest[-1] in LANGUAGES:
        return name(found)
    if isinstance(found, Mapping):
        return name(called(found) or found.get("name") or gettext("no name yet"))
    return name(", ".join(map(written, found)) if isinstance(found, list) else written(found))


def _conditions(teller: _Teller, when: Mapping[str, Any]) -> Markup:
    return both([condition(fact, test, teller.currency) for fact, test in when.items()])


def _row(teller: _Teller, part: Rows, found: Mapping[str, Any]) -> Markup:
    """Say a whole row as a sentence."""
    then = [
        shown(each, found[each.key], teller.spot(found))
        for each in part.parts
        if isinstance(each, Field | Each) and each.key in found
    ]
    facts = {"when": _conditions(teller, table(found.get("when"))), "then": listed(then)}
    if not facts["when"]:
        return Markup(gettext("in all other cases: %(then)s")) % facts  # noqa: S704 - ours
    return Markup(gettext("when %(when)s: %(then)s")) % facts  # noqa: S704 - ours
