"""Reading a TOML file key by key: what is missing, wrong or unknown is noted, and reading goes on."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from station.adapters.config import lines
from station.adapters.config.kinds import Kind
from station.adapters.config.problems import Problem, Problems, nearest

T = TypeVar("T")
K = TypeVar("K")

_MISSING = "is missing"
_AT_LINE = re.compile(r" ?\(at line (\d+), column \d+\)")


class Document:
    """One file under way: its name, its line numbers, and every section that was opened in it."""

    def __init__(self, file: str, problems: Problems, text: str = "") -> None:
        self.file = file
        self.problems = problems
        self.lines = lines.Lines(text)
        self.sections: list[Section] = []
        self.wrong_at: set[lines.Path] = set()

    def add(self, path: lines.Path, key: str, found: str, expected: str, near: str | None = None) -> None:
        self.wrong_at.add(path)
        line = self.lines.of(path)
        self.problems.add(Problem(self.file, key, found, expected, near, line))


class Section:
    """One TOML table. Every read names a key; keys that nobody read are unknown ones."""

    def __init__(
        self, document: Document, table: Mapping[str, object], path: lines.Path = (), prefix: str = ""
    ) -> None:
        self.document = document
        self.table = table
        self._path = path
        self._prefix = prefix
        self._read: dict[str, None] = {}
        document.sections.append(self)

    @property
    def name(self) -> str:
        """Where this is in the file, in words: row 3 "worn"."""
        return self._prefix.removesuffix(".").removesuffix(", ")

    # One value ------------------------------------------------------------------------------------

    def take(self, key: str, kind: Kind[T], default: T | None = None) -> T:
        """Read a value; without a default the key is required."""
        value = self.maybe(key, kind)
        if value is not None:
            return value
        if default is None and key not in self.table:
            self.wrong(key, _MISSING, kind.expected)
        return kind.blank if default is None else default

    def maybe(self, key: str, kind: Kind[T]) -> T | None:
        """Read a value that may be left out."""
        self._read[key] = None
        return self._checked(key, kind, self.table[key]) if key in self.table else None

    def many(self, key: str, kind: Kind[T], required: bool = False) -> tuple[T, ...]:
        """Read one value or a list of them; an empty list is a mistake."""
        self._read[key] = None
        if key not in self.table:
            if required:
                self.wrong(key, _MISSING, f"{kind.expected}, or a list of these")
            return ()
        raw = self.table[key]
        values = raw if isinstance(raw, list) else [raw]
        if not values:
            self.wrong(key, "the list is empty", f"{kind.expected}, or a list of these")
        return tuple(self._checked(key, kind, value) for value in values)

    def _checked(self, key: str, kind: Kind[T], value: object) -> T:
        good = kind.read(value)
        if good is not None:
            return good
        self.wrong(key, found(value, kind), kind.expected, kind.names, value)
        return kind.blank

    # Tables inside --------------------------------------------------------------------------------

    def section(self, key: str, required: bool = False) -> "Section":
        """Open a table inside this one; where it is left out it is empty."""
        self._read[key] = None
        if required and key not in self.table:
            self.wrong(key, _MISSING, f"a table [{key}]")
        value = self._checked_table(key, self.table.get(key, {}))
        return Section(self.document, value, (*self._path, key), f"{self._prefix}{key}.")

    def sections(self, key: str) -> list["Section"]:
        """Open a list of tables, each labelled by its number and its id."""
        self._read[key] = None
        value = self.table.get(key, [])
        if not isinstance(value, list):
            self.wrong(key, f"found {said(value)}", f"a list of tables, each under [[{key}]]")
            return []
        return [self._element(key, number, each) for number, each in enumerate(value, start=1)]

    def _element(self, key: str, number: int, value: object) -> "Section":
        table = self._checked_table(key, value)
        name = table.get("id")
        label = f'{key} {number} "{name}"' if isinstance(name, str) else f"{key} {number}"
        return Section(self.document, table, (*self._path, key, number), f"{self._prefix}{label}, ")

    def _checked_table(self, key: str, value: object) -> Mapping[str, object]:
        if isinstance(value, dict):
            return value
        self.wrong(key, f"found {said(value)}", "a table of keys and values")
        return {}

    def keys(self, noun: str, kind: Kind[K]) -> Iterator[tuple[str, K]]:
        """Go through a table whose keys are names of one kind; unknown names are noted."""
        for key in self.table:
            self._read[key] = None
            name = kind.read(key)
            if name is not None:
                yield key, name
            else:
                self.wrong(key, f'there is no {noun} "{key}"', kind.expected, kind.names)

    # Problems -------------------------------------------------------------------------------------

    def wrong(
        self, key: str, found: str, expected: str, names: tuple[str, ...] = (), value: object = None
    ) -> None:
        """Note a problem with a key of this section; ``names`` are searched for the nearest."""
        word = value if isinstance(value, str) else key
        path = (*self._path, key) if key else self._path
        where = f"{self._prefix}{key}" if key else self.name
        self.document.add(path, where, found, expected, nearest(word, names))

    def sound(self) -> bool:
        """Tell whether nothing is wrong in here, so that comparing it with others makes sense."""
        self.note_unknown()
        length = len(self._path)
        return not any(path[:length] == self._path for path in self.document.wrong_at)

    def note_unknown(self) -> None:
        """Note the keys that nobody has read."""
        for key in self.table:
            if key not in self._read:
                known = tuple(self._read)
                expected = f"one of {', '.join(known)}" if known else "nothing here"
                self.wrong(key, f'there is no key "{key}"', expected, known)


@contextmanager
def reading(path: Path, problems: Problems) -> Iterator[Section]:
    """Open a TOML file for reading; at the end, note the keys that nobody knows.

    A file that cannot be read at all is one problem; what is read from it then is blank and silent.
    """
    document, table = _parsed(path, problems)
    yield Section(document, table)
    for section in document.sections:
        section.note_unknown()


def _parsed(path: Path, problems: Problems) -> tuple[Document, dict[str, object]]:
    text = file_text(path, problems)
    if text is None:
        return Document(str(path), Problems()), {}
    try:
        return Document(str(path), problems, text), tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        problems.add(_syntax_problem(path, text, str(error)))
        return Document(str(path), Problems()), {}


def _syntax_problem(path: Path, text: str, message: str) -> Problem:
    line = _AT_LINE.search(message)
    said_so = _AT_LINE.sub("", message).replace(" (at end of document)", "")
    number = int(line[1]) if line else text.count("\n") + 1
    return Problem(str(path), "", said_so, "valid TOML", line=number)


def file_text(path: Path, problems: Problems) -> str | None:
    """Return the text of a UTF-8 file without its byte order mark; None, and a problem, if it has none."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        problems.add(Problem(str(path), "", "there is no such file", "a file here"))
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        problems.add(Problem(str(path), "", "bytes that are not UTF-8", "text saved as UTF-8", line=line))
    except OSError as error:
        problems.add(Problem(str(path), "", f"cannot be read ({error.strerror})", "a readable file"))
    return None


def found(value: object, kind: Kind[object]) -> str:
    """Say what stands there instead; of a secret only how long it is."""
    return f"found {len(str(value))} characters" if kind.secret else f"found {said(value)}"


def said(value: object) -> str:
    """Write a value roughly as it stands in the file."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "a table"
    return f'"{value}"' if isinstance(value, str) else str(value)
