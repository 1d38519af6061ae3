"""What a page sends of an edit, as the edit that it means."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from station.domain.disposition import FactKind
from station.domain.drafting import Edit, Op
from station.domain.problems import KeyPath
from station.rule_ports import Plain
from web.rules.fields import Each, Group, Listed, Named, Part, Rows, Shape, flat
from web.rules.paths import at, many, path_in, table, told
from web.rules.sheets import SHEETS

_WHOLE = re.compile(r"[-+]?\d{1,12}", re.ASCII)
_NUMBER = re.compile(r"[-+]?\d{1,12}([.,]\d{1,6})?", re.ASCII)
LONGEST = 2000
MOST = 200

# What a condition says when it is new: the narrowest thing that is true of something.
_NEW_TEST: Mapping[FactKind, Any] = {
    FactKind.GRADE: ["A"],
    FactKind.FLAG: True,
    FactKind.NAME: [],
    FactKind.WHOLE: {"at_least": 0},
    FactKind.MONEY: {"at_least": "0"},
}


class NotSent(ValueError):
    """What came is nothing that the page sends."""


@dataclass(frozen=True, slots=True)
class Sent:
    """One edit as it came: what to do, where, and what was typed there."""

    op: Op
    path: str
    shape: str = Shape.LINE
    value: object = None


def sent_edit(body: Mapping[str, object]) -> Sent:
    """Check what a script sent. Raises NotSent."""
    op, path, shape = body.get("op"), body.get("path"), body.get("shape", Shape.LINE.value)
    if not isinstance(op, str) or op not in set(Op):
        raise NotSent
    if not isinstance(path, str) or not path or not isinstance(shape, str):
        raise NotSent
    return Sent(Op(op), path, shape, _bounded(body.get("value")))


def _bounded(value: object) -> object:
    if isinstance(value, list):
        if len(value) > MOST or not all(isinstance(each, str) and len(each) <= LONGEST for each in value):
            raise NotSent
    elif (isinstance(value, str) and len(value) > LONGEST) or isinstance(value, dict):
        raise NotSent
    return value


def edit_of(kind: str, plain: Plain, sent: Sent) -> tuple[Edit, str]:
    """Make the edit, and say where on the page to look afterwards."""
    path = path_in(plain, sent.path)
    if sent.op is Op.ADD:
        return _added(kind, plain, path, sent)
    if sent.op is Op.MOVE:
        to = position(sent.value)
        return Edit(Op.MOVE, path, to), told((*path[:-1], to))
    if sent.op is Op.SET:
        value = typed(sent.shape, sent.value)
        return Edit(Op.DROP if value is None else Op.SET, path, value), sent.path
    return Edit(sent.op, path), told(path[:-1])


def position(value: object) -> int:
    """Read a position in a list. Raises NotSent."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise NotSent
    try:
        return int(value)
    except ValueError:
        raise NotSent from None


def typed(shape: str, value: object) -> Any:
    """Read what was typed. What is no number stays as it was typed; nothing at all is None."""
    if isinstance(value, list):
        found = [each.strip() for each in value if each.strip()]
        return found or None
    text = value.strip() if isinstance(value, str) else ""
    if not text:
        return None
    return _TYPED[shape](text) if shape in _TYPED else text


def _whole(text: str) -> int | str:
    return int(text) if _WHOLE.fullmatch(text) else text


def _number(text: str) -> str:
    return text.replace(",", ".") if _NUMBER.fullmatch(text) else text


def _flag(text: str) -> bool | str:
    return {"yes": True, "no": False}.get(text, text)


_TYPED = {
    Shape.WHOLE.value: _whole,
    Shape.NUMBER.value: _number,
    Shape.AMOUNT.value: _number,
    Shape.FLAG.value: _flag,
}


# Adding -------------------------------------------------------------------------------------------


def _added(kind: str, plain: Plain, path: KeyPath, sent: Sent) -> tuple[Edit, str]:
    part = part_at(SHEETS[kind].parts, path)
    if isinstance(part, Rows) and path[-1] == "when":
        return _condition(part, path, sent)
    if isinstance(part, Listed | Rows):
        return _element(part, plain, path)
    name = slug(sent.value, part)
    here = (*path, name)
    if at(plain, here) is not None:
        return Edit(Op.SET, here, at(plain, here)), told(here)
    blank = dict(part.blank) if isinstance(part, Named) else ""
    return Edit(Op.SET, here, blank), told(here)


def _condition(part: Rows, path: KeyPath, sent: Sent) -> tuple[Edit, str]:
    fact = sent.value if isinstance(sent.value, str) else ""
    if fact not in part.facts:
        raise NotSent
    here = (*path, fact)
    return Edit(Op.SET, here, _NEW_TEST[part.facts[fact]]), told(here)


def _element(part: Listed | Rows, plain: Plain, path: KeyPath) -> tuple[Edit, str]:
    holder = path[:-1] if isinstance(path[-1], int) else path
    others = [table(each) for each in many(at(plain, holder))]
    new = {"id": _free_id(part.key, others), **part.blank}
    number = path[-1] if isinstance(path[-1], int) else len(others) + 1
    return Edit(Op.ADD, path, new), told((*holder, number))


def _free_id(key: str, others: Sequence[Mapping[str, Any]]) -> str:
    taken = {str(each.get("id")) for each in others}  # a draft may hold a list there
    return next(f"{key}_{n}" for n in range(len(others) + 1, 10**6) if f"{key}_{n}" not in taken)


def slug(value: object, part: Part | None) -> str:
    """Make a name of what was typed; a marketplace's own codes stay as they are."""
    text = value.strip() if isinstance(value, str) else ""
    if not text or len(text) > 100 or not isinstance(part, Named | Each):
        raise NotSent
    if isinstance(part, Each) and part.free:
        return text.replace("/", "-")
    return re.sub(r"\W+", "_", text.casefold()).strip("_") or text.replace("/", "-")


def part_at(parts: Sequence[Part], path: KeyPath) -> Part | None:
    """Find the part that a path leads to; what is inside a part that has no parts belongs to it."""
    if not path:
        return None
    found = next((part for part in flat(parts) if getattr(part, "key", "") == path[0]), None)
    if isinstance(found, Group):
        return part_at(found.parts, path[1:]) or found
    if isinstance(found, Listed | Rows | Named) and len(path) > 2:
        # path[1] is the position or the name of one of them
        return part_at(found.parts, path[2:]) or _nameless(found.parts) or found
    return found


def _nameless(parts: Sequence[Part]) -> Part | None:
    return next((part for part in parts if isinstance(part, Each) and not part.key), None)
