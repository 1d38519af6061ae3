"""Edits of rules under way, as plain data, and what they change. Nothing here knows what the rules mean."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from station.domain.errors import DomainError, Reason
from station.domain.problems import KeyPath, place
from station.domain.texts import LANGUAGES, Texts

Plain = Mapping[str, Any]
# Tables deeper than this are no rules: what reads and writes them goes down by calling itself.
DEEPEST = 12


class Op(StrEnum):
    """What an edit does at its path.

    ``set`` writes a value, ``drop`` takes a key out. ``add`` puts a value into a list: at the position
    that the path ends in, else at its end. ``remove`` takes an element out, ``move`` puts it elsewhere.
    """

    SET = "set"
    DROP = "drop"
    ADD = "add"
    REMOVE = "remove"
    MOVE = "move"


@dataclass(frozen=True, slots=True)
class Edit:
    """One edit. Positions in ``path`` count from 1; of a move, ``value`` is the new position."""

    op: Op
    path: KeyPath
    value: Any = None


@dataclass(frozen=True, slots=True)
class Change:
    """What stands at a path before and after; None where nothing does."""

    path: KeyPath
    before: Any
    after: Any


def edited(plain: Plain, edit: Edit) -> Plain:
    """Return the data with an edit done; the given data stays as it is.

    Raises NOT_NOW where the path leads nowhere, as after an edit by somebody else.
    """
    if not edit.path:
        raise DomainError(Reason.NOT_NOW)
    whole: dict[str, Any] = copied(plain)
    last = edit.path[-1]
    if edit.op is Op.ADD and isinstance(last, str):
        _list_at(whole, edit.path).append(copied(edit.value))
        return whole
    holder = _list_at(whole, edit.path[:-1]) if edit.op is Op.ADD else _at(whole, edit.path[:-1])
    if isinstance(holder, list) and isinstance(last, int):
        _in_list(holder, edit, last)
    elif isinstance(holder, dict) and isinstance(last, str):
        _in_table(holder, edit, last)
    else:
        raise DomainError(Reason.NOT_NOW)
    return whole


def _in_table(holder: dict[str, Any], edit: Edit, key: str) -> None:
    if edit.op is Op.SET:
        holder[key] = copied(edit.value)
    elif edit.op is Op.DROP:
        holder.pop(key, None)
    else:
        raise DomainError(Reason.NOT_NOW)


def _in_list(holder: list[Any], edit: Edit, position: int) -> None:
    length = len(holder) + (edit.op is Op.ADD)
    if not 1 <= position <= length:
        raise DomainError(Reason.NOT_NOW)
    if edit.op is Op.SET:
        holder[position - 1] = copied(edit.value)
    elif edit.op is Op.ADD:
        holder.insert(position - 1, copied(edit.value))
    elif edit.op is Op.MOVE:
        _move(holder, position, edit.value)
    else:
        del holder[position - 1]


def _move(holder: list[Any], position: int, to: object) -> None:
    if not isinstance(to, int) or not 1 <= to <= len(holder):
        raise DomainError(Reason.NOT_NOW)
    holder.insert(to - 1, holder.pop(position - 1))


def _list_at(whole: dict[str, Any], path: KeyPath) -> list[Any]:
    """Return the list at a path, made where there is none yet."""
    holder = _at(whole, path[:-1]) if path else None
    if not isinstance(holder, dict) or not isinstance(path[-1], str):
        raise DomainError(Reason.NOT_NOW)
    found = holder.setdefault(path[-1], [])
    if not isinstance(found, list):
        found = holder[path[-1]] = [found]  # a single value may stand for a list of one
    return found


def _at(whole: dict[str, Any], path: KeyPath) -> Any:
    """Return what stands at a path; tables that are missing on the way are made."""
    here: Any = whole
    for step in path:
        if isinstance(here, dict) and isinstance(step, str):
            here = here.setdefault(step, {})
        elif isinstance(here, list) and isinstance(step, int) and 1 <= step <= len(here):
            here = here[step - 1]
        else:
            raise DomainError(Reason.NOT_NOW)
    return here


def copied(value: Any, depth: int = 0) -> Any:
    """Return plain data that shares nothing with the given. Raises NOT_NOW for what lies too deep."""
    if depth > DEEPEST:
        raise DomainError(Reason.NOT_NOW)
    if isinstance(value, Mapping):
        return {key: copied(each, depth + 1) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [copied(each, depth + 1) for each in value]
    return value


def first_checklist(id_: str, title: Texts) -> Plain:
    """Ask what every item is asked first, so that a new checklist can be walked at once."""
    asks = Texts("Is it still factory-sealed?", "האם האריזה חתומה במקור?", "Заводская упаковка не вскрыта?")
    yes, no = (
        Texts("Yes, sealed", "כן, חתומה", "Да, запечатана"),
        Texts("No, opened", "לא, נפתחה", "Нет, вскрыта"),
    )
    choices = [{"id": "yes", **plain_texts(yes), "finish": True}, {"id": "no", **plain_texts(no)}]
    question = {"id": "sealed", **plain_texts(asks), "choice": choices}
    return {"id": id_, "version": 1, "title": plain_texts(title), "question": [question]}


def plain_texts(texts: Texts) -> dict[str, str]:
    """Return a phrase by language; languages that it is not given in are left out."""
    found = {language: getattr(texts, language) for language in LANGUAGES}
    return {language: text for language, text in found.items() if text}


# What is different --------------------------------------------------------------------------------


def changes(before: Plain, after: Plain) -> tuple[Change, ...]:
    """List what is different, as deep as it goes. Elements of a list with ids are compared by their ids.

    Paths are those of ``after``; what is gone has the path it had in ``before``.
    """
    return tuple(_changes((), before, after))


def _changes(path: KeyPath, before: Any, after: Any) -> Iterator[Change]:
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for key in dict.fromkeys((*before, *after)):
            yield from _changes((*path, key), before.get(key), after.get(key))
    elif _tables(_listed(before)) and _tables(_listed(after)) and (before or after):
        yield from _in_lists(path, _listed(before), _listed(after))
    elif not same(before, after):
        yield Change(path, before, after)


def _in_lists(path: KeyPath, before: Sequence[Plain], after: Sequence[Plain]) -> Iterator[Change]:
    was, now = _by_id(before), _by_id(after)
    stayed = [name for name in was if name in now], [name for name in now if name in was]
    for name, (number, element) in was.items():
        if name not in now:
            yield Change((*path, number), element, None)
    for name, (number, element) in now.items():
        here = (*path, number)
        if name not in was:
            yield Change(here, None, element)
        else:
            yield from _changes(here, was[name][1], element)
    if stayed[0] != stayed[1]:
        yield Change(path, stayed[0], stayed[1])


def _by_id(elements: Sequence[Plain]) -> dict[str, tuple[int, Plain]]:
    """Name each element by its id; one without, or with an id that is taken, by its number."""
    named: dict[str, tuple[int, Plain]] = {}
    for number, element in enumerate(elements, start=1):
        name = str(element.get("id", ""))
        named[name if name and name not in named else f"#{number}"] = number, element
    return named


def _listed(value: object) -> Any:
    """Take what is not there for a list of nothing: its first elements are new one by one."""
    return [] if value is None else value


def _tables(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(each, Mapping) for each in value)


def in_words(change: Change) -> str:
    """Say a change in English: row 3, open: restock -> resale."""
    return f"{place(change.path)}: {_said(change.before)} -> {_said(change.after)}"


def _said(value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(_said, value)) or "nothing"
    if isinstance(value, Mapping):
        name = value.get("id")
        inside = (f"{key} = {_said(each)}" for key, each in value.items())
        return str(name) if name else f"({', '.join(inside)})"
    return str(value)


def same(one: Any, other: Any) -> bool:
    """Tell whether two plain values mean the same: 12.50 is 12.5, a day its text, "x" alone a list of it."""
    if isinstance(one, list) != isinstance(other, list) and one is not None and other is not None:
        one, other = (value if isinstance(value, list) else [value] for value in (one, other))
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, date) or isinstance(other, date):
        return str(one) == str(other)
    return one == other or _number(one) == _number(other) != ""


def _number(value: object) -> Decimal | str:
    try:
        exact = Decimal(value) if isinstance(value, int | str | Decimal) else None
    except InvalidOperation:
        return ""
    return exact if exact is not None and exact.is_finite() else ""  # some of the others cannot be compared
