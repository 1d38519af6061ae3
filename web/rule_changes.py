"""What changed between two states of rules, in words: where, what stood there, what stands there now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask_babel import gettext
from markupsafe import Markup

from station.domain.drafting import Change
from station.domain.problems import KeyPath
from station.domain.texts import LANGUAGES
from station.ports import World
from station.rule_ports import Plain, RuleKey
from web.rule_conditions import condition, label, listed
from web.rule_fields import Each, Field, Group, Listed, Named, Part, Rows, flat
from web.rule_names import known_names
from web.rule_paths import at, table
from web.rule_sheets import SHEETS
from web.rule_spots import Spot, called, written
from web.rule_values import NOTHING, shown, value
from web.say import code, name
from web.words.devices import LANGUAGE_NAMES


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

    plain: Plain
    known: Mapping[str, Sequence[str]]
    currency: str

    def spot(self, here: object) -> Spot:
        return Spot(self.plain, self.known, "", table(here), {}, self.currency)


def told_changes(station: World, key: RuleKey, changes: Sequence[Change], plain: Plain) -> tuple[Told, ...]:
    """Tell every change in words; ``plain`` is what stands afterwards."""
    teller = _Teller(plain, known_names(station, plain), station.house.currency)
    return tuple(_told(teller, SHEETS[key.kind].parts, change) for change in changes)


def _told(teller: _Teller, parts: Sequence[Part], change: Change) -> Told:
    where, part, rest = _place(teller, parts, change)
    if isinstance(part, Listed | Rows) and not rest:
        return Told(Way.ORDER, where, Markup(), Markup())
    before, after = (_said(teller, part, rest, each) for each in (change.before, change.after))
    way = Way.ADDED if change.before is None else Way.GONE if change.after is None else Way.CHANGED
    return Told(way, where, before, after)


def _place(
    teller: _Teller, parts: Sequence[Part], change: Change
) -> tuple[tuple[Markup, ...], Part | None, KeyPath]:
    """Walk down a path: what it is called, the part that it ends in, and what is left of it below that."""
    where: list[Markup] = []
    path, walked = change.path, 0
    part: Part | None = None
    while path:
        part = next((each for each in flat(parts) if getattr(each, "key", None) == path[0]), None)
        if part is None:
            break
        walked += 1
        if isinstance(part, Group):
            where.append(Markup("{}").format(part.label))
            parts, path = part.parts, path[1:]
            continue
        if isinstance(part, Listed | Rows | Named) and len(path) > 1:
            where.append(_element(teller, part, change, len(change.path) - len(path) + 2))
            parts, path = part.parts, path[2:]
            if path:
                continue
            return tuple(where), part, (0,)
        if isinstance(part, Field | Each | Listed | Named):
            where.append(Markup("{}").format(part.label))
        return tuple(where), part, path[1:]
    return tuple(where), None, path


def _element(teller: _Teller, part: Listed | Rows | Named, change: Change, end: int) -> Markup:
    step = change.path[end - 1]
    whole = change.before if len(change.path) == end and change.after is None else None
    found = table(whole if whole is not None else at(teller.plain, change.path[:end]))
    own = called(found) or str(found.get("name") or "")
    if isinstance(part, Named):
        return name(step)
    number = Markup("{} {}").format(part.one, code(step))
    return Markup("{}: {}").format(number, name(own)) if own else number


def _said(teller: _Teller, part: Part | None, rest: KeyPath, found: Any) -> Markup:
    if found is None:
        return NOTHING
    if isinstance(part, Rows) and rest == (0,):
        return _row(teller, part, table(found))
    if isinstance(part, Field) and not rest:
        return value(part, found, teller.spot({}))
    if isinstance(part, Each) and len(rest) == 1:
        return value(part.value, found, teller.spot({}))
    return _loose(teller, rest, found)


def _loose(teller: _Teller, rest: KeyPath, found: Any) -> Markup:
    """Say what no part describes: a condition, a text in one language, a table as a list."""
    if len(rest) == 2 and rest[0] == "when":
        return condition(str(rest[1]), found, teller.currency)
    if len(rest) == 1 and rest[0] == "when":
        return _conditions(teller, table(found))
    if rest and rest[-1] in LANGUAGES:
        return name(found)
    if isinstance(found, Mapping):
        return name(called(found) or ", ".join(map(str, found)))
    return name(", ".join(map(written, found)) if isinstance(found, list) else written(found))


def _conditions(teller: _Teller, when: Mapping[str, Any]) -> Markup:
    said = [condition(fact, test, teller.currency) for fact, test in when.items()]
    return Markup(gettext(" and ")).join(said)  # noqa: S704 - ours


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


def language_of(path: KeyPath) -> str:
    """Name the language that a change of a text is in, nothing for other changes."""
    return str(LANGUAGE_NAMES.get(str(path[-1]), "")) if path and path[-1] in LANGUAGES else ""


__all__ = ["Told", "Way", "label", "told_changes"]
