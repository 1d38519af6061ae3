"""Reading a document key by key: what is missing, wrong or unknown is noted, and reading goes on."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from station.adapters.config.files import file_text, toml_table
from station.adapters.config.found import found, found_value
from station.adapters.config.kinds import Kind, one_of
from station.adapters.config.lines import Lines
from station.adapters.config.problems import Problems
from station.domain.phrases import Phrase, phrase
from station.domain.problems import KeyPath, Problem, nearest, place

T = TypeVar("T")
K = TypeVar("K")

# Says of a name what was found and what is expected instead, None where there is nothing more to say.
Told = Callable[[str], tuple[Phrase, Phrase] | None]

# More tables in a list than anybody reads. What compares each with all others would take minutes over more.
MOST = 500
_MISSING = phrase("is missing")
_TABLE = phrase("a table of keys and values")


class Document:
    """What is being read: its name, a file's folder and line numbers, every section opened in it."""

    def __init__(self, file: str, problems: Problems, text: str = "", folder: Path | None = None) -> None:
        self.file = file
        self.folder = folder
        self.problems = problems
        self.lines = Lines(text)
        self.sections: list[Section] = []
        self.ids: dict[KeyPath, str] = {}
        self.wrong_at: set[KeyPath] = set()

    def add(self, path: KeyPath, found: Phrase, expected: Phrase, near: str | None = None) -> None:
        self.wrong_at.add(path)
        key, line = str(place(path, self.ids)), self.lines.of(path)
        self.problems.add(Problem(self.file, key, found, expected, near, line, path))


class Section:
    """One table. Every read names a key; keys that nobody read are unknown ones."""

    def __init__(self, document: Document, table: Mapping[str, object], path: KeyPath = ()) -> None:
        self.document = document
        self.table = table
        self._path = path
        self._read: dict[str, None] = {}
        document.sections.append(self)

    @property
    def place(self) -> Phrase:
        """Where this is in the document, in words: row 3 "worn"."""
        return place(self._path, self.document.ids)

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
                self.wrong(key, _MISSING, _one_or_more(kind))
            return ()
        raw = self.table[key]
        values = raw if isinstance(raw, list) else [raw]
        if not values:
            self.wrong(key, phrase("the list is empty"), _one_or_more(kind))
        return tuple(self._checked(key, kind, value) for value in values)

    def _checked(self, key: str, kind: Kind[T], value: object) -> T:
        good = kind.read(value)
        if good is not None:
            return good
        self.wrong(key, found(value, kind), kind.instead_of(value), kind.names, value)
        return kind.blank

    # Tables inside --------------------------------------------------------------------------------

    def section(self, key: str, required: bool = False) -> "Section":
        """Open a table inside this one; where it is left out it is empty."""
        self._read[key] = None
        if required and key not in self.table:
            self.wrong(key, _MISSING, phrase("a table [%(name)s]", name=key))
        value = self._checked_table(key, self.table.get(key, {}))
        return Section(self.document, value, (*self._path, key))

    def sections(self, key: str) -> list["Section"]:
        """Open a list of tables, each labelled by its number and its id."""
        self._read[key] = None
        value = self.table.get(key, [])
        if not isinstance(value, list):
            expected = phrase("a list of tables, each under [[%(name)s]]", name=key)
            self.wrong(key, found_value(value), expected)
            return []
        if len(value) > MOST:
            self.wrong(
                key, phrase("found %(value)s", value=len(value)), phrase("at most %(at_most)s", at_most=MOST)
            )
        return [self._element(key, number, each) for number, each in enumerate(value[:MOST], start=1)]

    def _element(self, key: str, number: int, value: object) -> "Section":
        path = (*self._path, key, number)
        if isinstance(value, Mapping):
            self._name(path, value)
            return Section(self.document, value, path)
        self.document.add(path, found_value(value), _TABLE)
        return Section(self.document, {}, path)

    def _name(self, path: KeyPath, table: Mapping[str, object]) -> None:
        if isinstance(name := table.get("id"), str):
            self.document.ids[path] = name

    def _checked_table(self, key: str, value: object) -> Mapping[str, object]:
        if isinstance(value, Mapping):
            return value
        self.wrong(key, found_value(value), _TABLE)
        return {}

    def keys(self, noun: Phrase, kind: Kind[K], told: Told | None = None) -> Iterator[tuple[str, K]]:
        """Go through a table whose keys are names of one kind; unknown names are noted.

        ``told`` may say what was found and what is expected, where more can be said than that it is unknown.
        """
        for key in self.table:
            self._read[key] = None
            name = kind.read(key)
            if name is not None:
                yield key, name
            else:
                unknown = phrase('there is no %(noun)s "%(name)s"', noun=noun, name=key)
                found, expected = (told(key) if told else None) or (unknown, kind.expected)
                self.wrong(key, found, expected, kind.names)

    # Problems -------------------------------------------------------------------------------------

    def wrong(
        self, key: str, found: Phrase, expected: Phrase, names: tuple[str, ...] = (), value: object = None
    ) -> None:
        """Note a problem with a key of this section; ``names`` are searched for the nearest."""
        word = value if isinstance(value, str) else key
        path = (*self._path, key) if key else self._path
        self.document.add(path, found, expected, nearest(word, names))

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
                self.wrong(key, phrase('there is no key "%(name)s"', name=key), one_of(known), known)


def _one_or_more(kind: Kind[object]) -> Phrase:
    return phrase("%(one)s, or a list of these", one=kind.expected)


@contextmanager
def reading(path: Path, problems: Problems) -> Iterator[Section]:
    """Open a TOML file for reading; at the end, note the keys that nobody knows.

    A file that cannot be read at all is one problem; what is read from it then is blank and silent.
    """
    text = file_text(path, problems)
    table = None if text is None else toml_table(text, str(path), problems)
    silent = text is None or table is None
    document = Document(str(path), Problems() if silent else problems, text or "", path.parent)
    with _opened(document, table or {}) as top:
        yield top


@contextmanager
def checking(table: Mapping[str, object], name: str, problems: Problems) -> Iterator[Section]:
    """Open plain data that never was a file; at the end, note the keys that nobody knows.

    ``name`` stands where a file's name would. There are no lines; every problem has its path.
    """
    with _opened(Document(name, problems), table) as top:
        yield top


@contextmanager
def _opened(document: Document, table: Mapping[str, object]) -> Iterator[Section]:
    yield Section(document, table)
    for section in document.sections:
        section.note_unknown()
