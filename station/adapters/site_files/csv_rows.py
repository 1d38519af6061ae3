"""Reading a CSV file row by row and cell by cell; what is wrong is noted with its line and column."""

import csv
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from station.adapters.config.files import file_text
from station.adapters.config.found import found
from station.adapters.config.kinds import Kind
from station.adapters.config.problems import Problems
from station.domain.phrases import Phrase, phrase
from station.domain.problems import Problem, nearest

T = TypeVar("T")


class CsvRow:
    """One row. Cells are stripped of surrounding space; an empty cell is one left out.

    A column that may be left out of the file has empty cells then.
    """

    def __init__(self, file: str, line: int, cells: Mapping[str, str], problems: Problems) -> None:
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
        value = kind.read(text)
        if value is not None:
            return value
        self.wrong(column, found(text, kind), kind.expected, nearest(text, kind.names))
        return kind.blank

    def wrong(self, column: str, fault: Phrase, expected: Phrase, near: str | None = None) -> None:
        """Note a problem with a cell."""
        path = ("line", self.line, column)
        self._problems.add(Problem(self.file, f"column {column}", fault, expected, near, self.line, path))


def read_rows(
    path: Path,
    columns: Sequence[str],
    problems: Problems,
    make: Callable[[CsvRow], T],
    optional: Sequence[str] = (),
) -> list[tuple[CsvRow, T]]:
    """Make something of each row of a CSV file in UTF-8, noting problems.

    The first line names the columns, in any order; ``optional`` ones may be missing. Lines that start
    with "#" and empty ones are skipped.
    """
    rows = _rows(path, columns, optional, problems)
    return [(row, make(row)) for row in rows]


def _rows(path: Path, columns: Sequence[str], optional: Sequence[str], problems: Problems) -> list[CsvRow]:
    table = _table(path, problems)
    if not table:
        return []
    header = [name.strip() for name in table[0][1]]
    if not _header_is_right(str(path), table[0][0], header, columns, optional, problems):
        return []
    return [row for line, cells in table[1:] if (row := _row(path, line, header, cells, problems))]


def _table(path: Path, problems: Problems) -> list[tuple[int, list[str]]]:
    text = file_text(path, problems)
    if text is None:
        return []
    # Comments become empty lines, so that line numbers stay those of the file.
    reader = csv.reader(("" if line.startswith("#") else line for line in text.splitlines()), strict=True)
    try:
        table = [(reader.line_num, cells) for cells in reader if cells]
    except csv.Error as error:
        found = phrase("the syntax is wrong: %(message)s", message=str(error))
        problems.add(Problem(str(path), "", found, phrase("CSV with commas"), line=reader.line_num))
        return []
    if not table:
        expected = phrase("a line with the names of the columns")
        problems.add(Problem(str(path), "", phrase("the file is empty"), expected))
    return table


def _header_is_right(
    file: str,
    line: int,
    header: list[str],
    columns: Sequence[str],
    optional: Sequence[str],
    problems: Problems,
) -> bool:
    allowed = (*columns, *optional)
    expected = phrase("the columns %(names)s", names=", ".join(allowed))
    missing = [
        phrase('there is no column "%(name)s"', name=name) for name in columns if header.count(name) == 0
    ]
    twice = [
        phrase('the column "%(name)s" is there twice', name=name)
        for name in allowed
        if header.count(name) > 1
    ]
    unknown = [name for name in header if name not in allowed]
    for fault in missing + twice:
        problems.add(Problem(file, "", fault, expected, line=line))
    for name in unknown:
        fault = phrase('the column "%(name)s" is unknown', name=name)
        problems.add(Problem(file, "", fault, expected, nearest(name, allowed), line))
    return not (missing or twice or unknown)


def _row(path: Path, line: int, header: list[str], cells: list[str], problems: Problems) -> CsvRow | None:
    if len(cells) == len(header):
        stripped = dict(zip(header, (cell.strip() for cell in cells), strict=True))
        return CsvRow(str(path), line, stripped, problems)
    expected = phrase("%(count)s cells, as in the first line", count=len(header))
    problems.add(
        Problem(str(path), "", phrase("found %(count)s cells", count=len(cells)), expected, line=line)
    )
    return None
