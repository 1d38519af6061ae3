"""Which line of a TOML file a key stands on. tomllib does not say; a plain look at line beginnings does."""

import re

from station.domain.problems import KeyPath

# For lines without white space around them. Nothing here may match white space in two ways side by side: a
# line of a few thousand blanks would take minutes.
_HEADER = re.compile(r"(\[\[?)([^\[\]]+)\]\]?\s*(?:#.*)?")
_KEY = re.compile(r"([A-Za-z0-9_.\-\"' ]+)=(.*)")


class Lines:
    """Line numbers by key path. A key inside an inline table is found at the line of what holds it."""

    def __init__(self, text: str) -> None:
        self._found: dict[KeyPath, int] = {}
        self._counts: dict[KeyPath, int] = {}
        self._here: KeyPath = ()
        self._array: KeyPath = ()
        for number, line in enumerate(text.split("\n"), start=1):
            self._look_at(line.strip(), number)

    def of(self, path: KeyPath) -> int | None:
        """Return the line of ``path``, or of the nearest thing around it."""
        ends = range(len(path), 0, -1)
        return next((self._found[path[:end]] for end in ends if path[:end] in self._found), None)

    def _look_at(self, line: str, number: int) -> None:
        if header := _HEADER.fullmatch(line):
            self._here = self._enter(_names(header[2]), many=header[1] == "[[")
            self._array = ()
            self._found.setdefault(self._here, number)
        elif line.startswith("{") and self._array:
            self._found[self._count(self._array)] = number
        elif key := _KEY.match(line):
            path = self._here + _names(key[1])
            self._array = path if key[2].strip().startswith("[") else ()
            self._found.setdefault(path, number)

    def _enter(self, names: tuple[str, ...], many: bool) -> KeyPath:
        path: KeyPath = ()
        for name in names[:-1]:
            path = self._latest((*path, name))
        path = (*path, names[-1])
        return self._count(path) if many else path

    def _latest(self, path: KeyPath) -> KeyPath:
        return (*path, self._counts[path]) if path in self._counts else path

    def _count(self, path: KeyPath) -> KeyPath:
        self._counts[path] = self._counts.get(path, 0) + 1
        return (*path, self._counts[path])


def _names(dotted: str) -> tuple[str, ...]:
    return tuple(name.strip(" \"'") for name in dotted.split("."))
