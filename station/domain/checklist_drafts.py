"""Edits of a checklist under way that reach further than their own place: ids, and all that names them."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from station.domain.drafting import Edit, Op, Plain, edited
from station.domain.problems import KeyPath

# What an element is called until it has words of its own.
_PLACEHOLDER = re.compile(r"(question|choice|slot)(_\d+)?")
_NUMBERED = re.compile(r"_\d+$")
_WORDS, _LONGEST = 3, 24
# Words that tell nothing of what is asked.
_TELLING_NOTHING = (
    "a all an and any are as at be by can do does for from has have how if in is it its of on or still"
    " that the their there this to was what when which with you your"
)
_SMALL = frozenset(_TELLING_NOTHING.split())
# Tables and lists that mean nothing once they are empty, and would be read as half written.
_EMPTY_IS_NONE = frozenset({"help", "todo", "caps", "when", "proves", "example"})

# Where elements with ids stand in what was published: they are known by them in records.
Published = frozenset[tuple[str, ...]]


def short_name(text: str) -> str:
    """Make an id of an English text: the words that say most, few of them. Empty where it has no letters."""
    words = _letters(text).split("_")
    telling = [word for word in words if word not in _SMALL] or words
    name = ""
    for word in telling[:_WORDS]:
        longer = f"{name}_{word}" if name else word[:_LONGEST]
        name = longer if len(longer) <= _LONGEST else name
    return name


def _letters(text: str) -> str:
    """Write a text in the letters of ids: a-z, digits and _."""
    folded = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
    return re.sub(r"[^a-z0-9]+", "_", folded.replace("'", "")).strip("_")


def free(name: str, taken: Iterable[str]) -> str:
    """Return a name that is not taken: itself, or with a number behind it."""
    known = set(taken)
    numbered = (f"{name}_{number}" for number in range(2, len(known) + 3))
    return name if name not in known else next(each for each in numbered if each not in known)


def published_ids(plain: Plain) -> Published:
    """List the ids of a published checklist's questions, choices and photos, each with where it stands."""
    return frozenset(_ids(plain))


def _ids(plain: Plain) -> Iterator[tuple[str, ...]]:
    yield from (("slot", str(slot.get("id"))) for slot in _tables(plain, "slot"))
    for question in _tables(plain, "question"):
        name = str(question.get("id"))
        yield "question", name
        yield from (("choice", name, str(choice.get("id"))) for choice in _tables(question, "choice"))


# Naming -------------------------------------------------------------------------------------------


def renamed(plain: Plain, path: KeyPath, wanted: str) -> Plain:
    """Give an element another id; conditions and proofs that name it follow. ``path`` ends in its "id".

    The id is written in the letters of ids and made unique. Where two elements had the old one, what
    names it stays with the other. Raises NOT_NOW where the path leads nowhere.
    """
    others = [str(each.get("id", "")) for each in _beside(plain, path)]
    new, was = free(_letters(wanted) or wanted, others), str(_at(plain, path) or "")
    whole: Any = edited(plain, Edit(Op.SET, path, new))
    if was and was not in others:
        _follow(whole, path, was, new)
    return whole  # type: ignore[no-any-return]


def _follow(whole: dict[str, Any], path: KeyPath, was: str, new: str) -> None:
    holders = [*_tables(whole, "question"), *_tables(whole, "slot")]
    if path[0] != "question":
        return
    of = _at(whole, (*path[:2], "id")) if len(path) > 3 else None
    for holder in holders:
        when = holder.get("when")
        if isinstance(when, dict) and of is None:
            holder["when"] = {new if key == was else key: each for key, each in when.items()}
        elif isinstance(when, dict) and of in when:
            when[of] = _swapped(when[of], was, new)
        if "proves" in holder and of is None:
            holder["proves"] = _swapped(holder["proves"], was, new)


def _swapped(value: Any, was: str, new: str) -> Any:
    if isinstance(value, list):
        return [new if each == was else each for each in value]
    return new if value == was else value


def worded(plain: Plain, path: KeyPath, text: str | None, published: Published) -> Plain:
    """Write an English text, None to take it out; an id that was made of the text before follows it.

    What records know by its id keeps it. ``path`` ends in "en". Raises NOT_NOW where it leads nowhere.
    """
    before, own = str(_at(plain, path) or ""), (*path[:-1], "id")
    change = Edit(Op.SET, path, text) if text is not None else Edit(Op.DROP, path)
    whole = edited(plain, change)
    name, wanted = str(_at(plain, own) or ""), short_name(text or "")
    if not wanted or known_as(plain, path, name) in published or not _made_of(name, before):
        return whole
    return renamed(whole, own, wanted)


def _made_of(name: str, text: str) -> bool:
    made = short_name(text)
    return not name or bool(_PLACEHOLDER.fullmatch(name)) or made in (name, _NUMBERED.sub("", name))


def known_as(plain: Plain, path: KeyPath, name: str) -> tuple[str, ...]:
    """Return how records know a question, a choice of it or a photo by its id."""
    if len(path) > 3:
        return "choice", str(_at(plain, (*path[:2], "id"))), name
    return str(path[0]), name


# Taking out ---------------------------------------------------------------------------------------


def removed(plain: Plain, path: KeyPath) -> Plain:
    """Take an element out. A question that is gone proves nothing more; a condition that named it is wrong.

    Raises NOT_NOW where the path leads nowhere.
    """
    was = _at(plain, (*path, "id"))
    whole: Any = edited(plain, Edit(Op.REMOVE, path))
    if path[0] == "question" and len(path) == 2:
        for slot in _tables(whole, "slot"):
            proves = slot.get("proves")
            if isinstance(proves, list):
                slot["proves"] = [each for each in proves if each != was]
    return tidied(whole)


def tidied(plain: Plain) -> Plain:
    """Leave out what says nothing: an empty help, no caps, a list of none."""
    return {key: _tidy(value) for key, value in plain.items() if not _says_nothing(key, value)}


def _tidy(value: Any) -> Any:
    if isinstance(value, Mapping):
        return tidied(value)
    return [_tidy(each) for each in value] if isinstance(value, list) else value


def _says_nothing(key: str, value: Any) -> bool:
    return key in _EMPTY_IS_NONE and isinstance(value, Mapping | list) and not value


# Looking ------------------------------------------------------------------------------------------


def _tables(plain: Mapping[str, Any], key: str) -> Sequence[Any]:
    """Return the tables of a list; what is none of them is left out."""
    found = plain.get(key)
    return [each for each in found if isinstance(each, Mapping)] if isinstance(found, list) else []


def _at(plain: Any, path: KeyPath) -> Any:
    here = plain
    for step in path:
        if isinstance(here, Mapping):
            here = here.get(step)
        elif isinstance(here, list) and isinstance(step, int) and 0 < step <= len(here):
            here = here[step - 1]
        else:
            return None
    return here


def _beside(plain: Plain, path: KeyPath) -> list[Mapping[str, Any]]:
    """Return the elements beside the one whose id stands at a path."""
    around, number = _at(plain, path[:-2]), path[-2]
    found = enumerate(around, start=1) if isinstance(around, list) else ()
    return [each for place, each in found if place != number and isinstance(each, Mapping)]
