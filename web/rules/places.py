"""Where something stands in rules, in the words of the page: "Row 3: Sealed", "It sells for"."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from station.domain.problems import KeyPath
from station.domain.texts import LANGUAGES
from station.rule_ports import Plain
from web.rules.conditions import label
from web.rules.fields import Around, Each, Group, Heading, Listed, Named, Part, Rows, Words, flat
from web.rules.paths import at, table
from web.rules.spots import called
from web.say import code, name
from web.words.devices import LANGUAGE_NAMES


@dataclass(frozen=True, slots=True)
class Place:
    """The words of a path, the part that it ends in, and what is left of the path below that part.

    ``element`` says that it is one of a list or of named tables, as a whole.
    """

    words: tuple[Markup, ...]
    part: Part | None
    rest: KeyPath
    element: bool = False


def place_of(parts: Sequence[Part], plain: Plain, path: KeyPath, gone: object = None) -> Place:
    """Walk down a path. ``gone`` is what stood there, where it stands there no more."""
    return _walk(parts, plain, path, path, gone)


def _walk(parts: Sequence[Part], plain: Plain, whole: KeyPath, path: KeyPath, gone: object) -> Place:
    part = next((each for each in flat(parts) if path and getattr(each, "key", None) == path[0]), None)
    if part is None:
        return _loose(parts, plain, path)
    above = next((each.label for each in parts if isinstance(each, Heading) and part in each.parts), None)
    if above is not None:
        return _below(Markup("{}").format(above), Place(_own(part, path[1:], plain), part, path[1:]))
    if isinstance(part, Group):
        return _below(Markup("{}").format(part.label), _walk(part.parts, plain, whole, path[1:], gone))
    if isinstance(part, Listed | Rows | Named) and len(path) > 1:
        end = len(whole) - len(path) + 2
        here = at(plain, whole[:end]) if len(path) > 2 or gone is None else gone
        element = _element(part, path[1], table(here))
        if len(path) == 2:
            return Place((element,), part, (), element=True)
        return _below(element, _walk(part.parts, plain, whole, path[2:], gone))
    return Place(_own(part, path[1:], plain), part, path[1:])


def _below(words: Markup, place: Place) -> Place:
    return Place((words, *place.words), place.part, place.rest, place.element)


def _own(part: Part, rest: KeyPath, plain: Plain) -> tuple[Markup, ...]:
    if isinstance(part, Rows):
        return ()
    spoken = part.names(Around(plain, {}, {})) if isinstance(part, Each) and part.spoken else ()
    inner = [_language(rest[0]) or name(dict(spoken).get(str(rest[0]), rest[0]))] if rest else []
    return (Markup("{}").format(part.label), *inner)


def _loose(parts: Sequence[Part], plain: Plain, path: KeyPath) -> Place:
    """Say what has no key of its own: a condition of a row, one of some names, a text in one language."""
    nameless = next((each for each in parts if isinstance(each, Each) and not each.key), None)
    if path and nameless:
        return Place(_own(nameless, path, plain), nameless, path)
    if len(path) > 1 and path[0] == "when":
        return Place((Markup("{}").format(label(str(path[1]))),), None, path)
    if path and (language := _language(path[-1])):
        words = next((part.label for part in parts if isinstance(part, Words)), "")
        return Place((Markup("{}").format(words), language) if words else (language,), None, path)
    return Place((), None, path)


def _language(step: str | int) -> Markup | None:
    return name(LANGUAGE_NAMES[str(step)]) if step in LANGUAGES else None


def _element(part: Listed | Rows | Named, step: str | int, found: Mapping[str, Any]) -> Markup:
    if isinstance(part, Named):
        return name(step)
    own = called(found) or str(found.get("name") or "")
    number = Markup("{} {}").format(part.one, code(step))
    return Markup("{}: {}").format(number, name(own)) if own else number
