"""What a page sends of an edit to a checklist, as what it does to the draft."""

from collections.abc import Callable, Mapping
from typing import Any

from station.domain.checklist_drafts import (
    Published,
    free,
    known_as,
    published_ids,
    removed,
    renamed,
    tidied,
    worded,
)
from station.domain.drafting import Edit, Op, edited, first_checklist
from station.domain.problems import KeyPath
from station.domain.texts import LANGUAGES, Texts
from station.rule_ports import Plain, RuleKey
from station.services import rules
from web.context import world
from web.rules.edits import NotSent, Sent, position, typed
from web.rules.paths import at, path_in, table, tables, told

# A new question can be walked at once: most are answered by yes or no.
_YES_OR_NO = (
    {"id": "yes", "en": "Yes", "he": "כן", "ru": "Да"},
    {"id": "no", "en": "No", "he": "לא", "ru": "Нет"},
)
_BLANK: Mapping[str, Mapping[str, Any]] = {
    "question": {"choice": [dict(each) for each in _YES_OR_NO]},
    "choice": {},
    "slot": {},
}
_PHOTO_LENGTH = 64


def checklist_edit(plain: Plain, sent: Sent, published: Published) -> tuple[Plain, str]:
    """Do one edit, and say where on the page to look afterwards. Raises NotSent, NOT_NOW."""
    path = path_in(plain, sent.path)
    do = _DO.get(sent.op)
    if do is None or not path:
        raise NotSent
    after, look = do(plain, path, sent, published)
    return tidied(after), told(look)


def published_in(key: RuleKey, version: int) -> Published:
    """List the ids that records know of a checklist: those of the version that a draft began from."""
    if not version:
        return frozenset()
    return published_ids(world().rule_forms.plain(key, rules.content(world(), key, version)))


def _set(plain: Plain, path: KeyPath, sent: Sent, published: Published) -> tuple[Plain, KeyPath]:
    value = typed(sent.shape, sent.value)
    element = path[0] in ("question", "slot") and isinstance(path[-2], int)
    if element and path[-1] == "en" and "example" not in path:
        return _own_words(plain, worded(plain, path, value, published), path, published), path
    if element and path[-1] == "id":
        return renamed(plain, path, str(value or "")), path
    change = Edit(Op.DROP, path) if value is None else Edit(Op.SET, path, value)
    return edited(plain, change), path


def _own_words(before: Plain, after: Plain, path: KeyPath, published: Published) -> Plain:
    """Leave out the Hebrew and Russian that new questions and answers come with, of words that are others."""
    was, now = table(at(before, path[:-1])), table(at(after, path[:-1]))
    came = tuple(was.get(each) for each in LANGUAGES)
    known = known_as(before, path, str(was.get("id", ""))) in published
    if known or came not in _CAME or was.get("en") == now.get("en"):
        return after
    for language in LANGUAGES[1:]:
        after = edited(after, Edit(Op.DROP, (*path[:-1], language)))
    return after


def _given() -> frozenset[tuple[Any, ...]]:
    """List the words, by language, that come with a new checklist, question or answer."""
    first = tables(first_checklist("", Texts("")).get("question"))
    given = (*_YES_OR_NO, *first, *(choice for each in first for choice in tables(each.get("choice"))))
    return frozenset(tuple(each.get(language) for language in LANGUAGES) for each in given)


_CAME = _given()


def _added(plain: Plain, path: KeyPath, sent: Sent, _: Published) -> tuple[Plain, KeyPath]:
    last = path[-1]
    if last == "when":
        return _condition(plain, path, sent.value)
    if last == "example":
        return _picture(plain, path, sent.value)
    if last not in _BLANK:
        raise NotSent
    others = tables(at(plain, path))
    name = free(f"{last}_{len(others) + 1}", [str(each.get("id", "")) for each in others])
    return edited(plain, Edit(Op.ADD, path, {"id": name, **_BLANK[str(last)]})), (*path, len(others) + 1)


def _condition(plain: Plain, path: KeyPath, question: object) -> tuple[Plain, KeyPath]:
    """Depend on an earlier question: first on what does not end the checklist, which comes to nothing."""
    found = next((each for each in tables(plain.get("question")) if each.get("id") == question), None)
    if found is None:
        raise NotSent
    going_on = [each.get("id") for each in tables(found.get("choice")) if each.get("finish") is not True]
    here = (*path, str(question))
    return edited(plain, Edit(Op.SET, here, going_on[-1:] or ["yes"])), here


def _picture(plain: Plain, path: KeyPath, photo: object) -> tuple[Plain, KeyPath]:
    if not isinstance(photo, str) or len(photo) != _PHOTO_LENGTH:
        raise NotSent
    number = len(tables(at(plain, path))) + 1
    return edited(plain, Edit(Op.ADD, path, {"photo": photo})), (*path, number)


def _removed(plain: Plain, path: KeyPath, _: Sent, __: Published) -> tuple[Plain, KeyPath]:
    return removed(plain, path), path[:-1]


def _dropped(plain: Plain, path: KeyPath, _: Sent, __: Published) -> tuple[Plain, KeyPath]:
    return edited(plain, Edit(Op.DROP, path)), path[:-1]


def _moved(plain: Plain, path: KeyPath, sent: Sent, _: Published) -> tuple[Plain, KeyPath]:
    to = position(sent.value)
    return edited(plain, Edit(Op.MOVE, path, to)), (*path[:-1], to)


_Do = Callable[[Plain, KeyPath, Sent, Published], tuple[Plain, KeyPath]]
_DO: Mapping[Op, _Do] = {
    Op.SET: _set,
    Op.ADD: _added,
    Op.REMOVE: _removed,
    Op.DROP: _dropped,
    Op.MOVE: _moved,
}
