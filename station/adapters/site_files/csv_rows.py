"""Reading a file row by row and cell by cell; what is wrong is noted with its line and column."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from station.adapters.config.files import file_bytes
from station.adapters.config.found import found
from station.adapters.config.kinds import Kind
from station.adapters.config.problems import Problems
from station.adapters.site_files.sheets import Cells, Sheet, sheet_of, unread
from station.domain.phrases import Phrase, phrase
from station.domain.problems import Problem, nearest

T = TypeVar("T")

# Where rows come from: a file of a folder, or one that was read already.
Source = Path | Sheet

# A cell that begins so is worked out by a spreadsheet; here nothing is.
_FORMULA = ("=", "@", "\t")
_NO_FORMULA = phrase("the value itself: formulas are not worked out here")


class CsvRow:
    """One row. Cells are stripped of surrounding space; an empty cell is one left out.

    A column that may be left out of the file has empty cells then.
    """

    __slots__ = ("_cells", "_problems", "file", "line")

    def __init__(self, file: str, line: int, cells: Cells, problems: Problems) -> None:
        self.file = file
        self.line = line
        self._cells = cells
        self._problems = problems

    @property
    def place(self) -> str:
        return f"{self.file}:{self.line}"

    def cell(self, column: str) -> str:
        return self._cells.get(column, "")

    def take(self, column: str, kind: Kind[T], default: T | None = None) -> T:
        """Read a cell; without a default it must be filled. A wrong one is noted and blank."""
        value = self.maybe(column, kind)
        if value is None and default is None:
            self.wrong(column, phrase("is empty"), kind.expected)
        return value if value is not None else kind.blank if default is None else default

    def maybe(self, column: str, kind: Kind[T]) -> T | None:
        """Read a cell that may be empty."""
        text = self.cell(column)
        return self._checked(column, kind, text) if text else None

    def words(self, column: str, kind: Kind[T]) -> tuple[T, ...]:
        """Read several values with spaces between them."""
        return tuple(self._checked(column, kind, word) for word in self.cell(column).split())

    def _checked(self, column: str, kind: Kind[T], text: str) -> T:
        if text.startswith(_FORMULA) and not kind.secret:
            self.wrong(column, found(text, kind), _NO_FORMULA)
            return kind.blank
        value = kind.read(text)
        if value is not None:
            return value
        near = None if self._problems.full else nearest(text, kind.names)
        self.wrong(column, found(text, kind), kind.instead_of(text), near)
        return kind.blank

    def wrong(self, column: str, fault: Phrase, expected: Phrase, near: str | None = None) -> None:
        """Note a problem with a cell."""
        path = ("line", self.line, column)
        self._problems.add(Problem(self.file, f"column {column}", fault, expected, near, self.line, path))

    def nearest(self, text: str, names: Sequence[str]) -> str | None:
        """Return what looks like a text, unless nobody is told any more."""
        return None if self._problems.full else nearest(text, names)


def is_there(source: Source) -> bool:
    return isinstance(source, Sheet) or source.exists()


def read_rows(
    source: Source,
    columns: Sequence[str],
    problems: Problems,
    make: Callable[[CsvRow], T],
    optional: Sequence[str] = (),
) -> list[tuple[CsvRow, T]]:
    """Make something of each row of a file, noting problems.

    The first line names the columns, in any order and case; ``optional`` ones may be missing. Lines that
    start with "#" and empty ones are skipped.
    """
    sheet = source if isinstance(source, Sheet) else _sheet(source, (*columns, *optional), problems)
    if not sheet.header or not _header_is_right(sheet, columns, optional, problems):
        return []
    rows = (CsvRow(sheet.name, line, cells, problems) for line, cells in sheet.rows)
    return [(row, make(row)) for row in rows]


def _sheet(path: Path, known: Sequence[str], problems: Problems) -> Sheet:
    data = file_bytes(path, problems)
    return unread(str(path)) if data is None else sheet_of(str(path), data, known, problems)


def _header_is_right(
    sheet: Sheet, columns: Sequence[str], optional: Sequence[str], problems: Problems
) -> bool:
    allowed = (*columns, *optional)
    expected = phrase("the columns %(names)s", names=", ".join(allowed))
    header = sheet.header
    missing = [phrase('there is no column "%(name)s"', name=name) for name in columns if name not in header]
    twice = [
        phrase('the column "%(name)s" is there twice', name=name)
        for name in allowed
        if header.count(name) > 1
    ]
    unknown = [name for name in header if name not in allowed]
    for fault in (missing if sheet.whole else []) + twice:
        problems.add(Problem(sheet.name, "", fault, expected, line=sheet.line))
    for name in unknown:
        fault = phrase('the column "%(name)s" is unknown', name=name[:80])
        line = sheet.where.get(name, sheet.line)
        problems.add(Problem(sheet.name, "", fault, expected, nearest(name, allowed), line))
    return not ((missing and sheet.whole) or twice or unknown)
