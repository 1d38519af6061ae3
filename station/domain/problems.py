"""What is wrong with a site's rules and files: said so that whoever wrote them can mend it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from station.domain.phrases import Phrase, as_is, phrase

# Where something stands: names, and positions from 1 in lists, such as ("row", 3, "when", "grade").
KeyPath = tuple[str | int, ...]

# difflib's own 0.6 takes a code of five characters for another that shares three of them.
_ALIKE = 0.7
# Lists whose names are words to people too; every other name is said as it is written.
_LISTS = {
    "row": phrase("row"),
    "terms": phrase("row"),
    "holiday": phrase("holiday"),
    "question": phrase("question"),
    "choice": phrase("choice"),
    "slot": phrase("slot"),
    "line": phrase("line"),
    "way": phrase("way"),
    "market": phrase("market"),
    "reason": phrase("reason"),
    "derogation": phrase("derogation"),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend. ``key`` and ``path`` say where in the file, in words and as a path.

    ``line`` counts from 1 where it is known; what was never a file has none. ``str()`` is English.
    """

    file: str
    key: str
    found: Phrase
    expected: Phrase
    nearest: str | None = None
    line: int | None = None
    path: KeyPath = ()

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        where = f"{place}: {self.key}" if self.key else place
        hint = f'; did you mean "{self.nearest}"?' if self.nearest else ""
        return f"{where}: {self.found}; expected {self.expected}{hint}"


def place(path: KeyPath, ids: Mapping[KeyPath, str] | None = None) -> Phrase:
    """Say a path in words: row 3 "worn", when.grade. ``ids`` are those of list elements, where known."""
    parts: list[Phrase] = []
    dotted: list[str] = []
    for end, step in enumerate(path, start=1):
        if isinstance(step, int):
            element = _element(dotted.pop(), step, (ids or {}).get(path[:end]))
            parts += [*_dotted(dotted), element]
            dotted = []
        else:
            dotted.append(step)
    return _joined([*parts, *_dotted(dotted)])


def _element(name: str, number: int, id_: str | None) -> Phrase:
    what = _LISTS.get(name, name)
    if id_ is None:
        return phrase("%(what)s %(number)s", what=what, number=number)
    return phrase('%(what)s %(number)s "%(id)s"', what=what, number=number, id=id_)


def _dotted(names: list[str]) -> list[Phrase]:
    return [as_is(".".join(names))] if names else []


def _joined(parts: list[Phrase]) -> Phrase:
    whole = parts[0] if parts else as_is("")
    for part in parts[1:]:
        whole = phrase("%(outer)s, %(inner)s", outer=whole, inner=part)
    return whole


def nearest(name: str, names: Iterable[str]) -> str | None:
    """Return the valid name that looks most like ``name``, None if none does. Case does not count."""
    by_form = {valid.casefold(): valid for valid in names}
    return next(
        (by_form[near] for near in get_close_matches(name.casefold(), by_form, n=1, cutoff=_ALIKE)), None
    )
