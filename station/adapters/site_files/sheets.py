"""A file as rows of named cells, whatever form it has: CSV with one of three separators, or JSON."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from station.adapters.config.problems import Problems
from station.adapters.site_files.letters import text_of
from station.domain.importing.kinds import Encoding
from station.domain.phrases import Phrase, phrase
from station.domain.problems import Problem

Cells = Mapping[str, str]
SEPARATORS = ",;\t"
_BREAK = re.compile(r"\s*[\r\n]+\s*")
_TEXT = phrase("text saved as UTF-8, or the name of its code page: cp1255 or cp1251")
_CSV = phrase("CSV with commas, semicolons or tabs")


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows of cells with the line each begins in, or its number in JSON; ``header`` names the columns.

    Cells of JSON may be left out; ``whole`` says that each row of the header has to be there.
    """

    name: str
    header: tuple[str, ...]
    rows: Sequence[tuple[int, Cells]]
    line: int = 1
    whole: bool = True
    encoding: Encoding | None = None
    unclear: bool = False
    where: Mapping[str, int] = field(default_factory=dict)


def unread(name: str, unclear: bool = False) -> Sheet:
    """Return what is left of a file that cannot be read; the problem was noted."""
    return Sheet(name, (), (), unclear=unclear)


def as_known(names: Sequence[str], known: Sequence[str]) -> tuple[str, ...]:
    """Return names of columns as we write them, whatever their case; "_" and "-" and space are alike."""
    ours = {plain_name(name): name for name in known}
    return tuple(ours.get(plain_name(name), name.strip()) for name in names)


def plain_name(text: str) -> str:
    return re.sub(r"[\s_-]+", "_", text.strip().casefold())


def sheet_of(
    name: str,
    data: bytes,
    known: Sequence[str],
    problems: Problems,
    encoding: Encoding | None = None,
    language: str = "",
) -> Sheet:
    """Read CSV. ``known`` are the columns that may be there: by them the separator is told."""
    read = text_of(data, encoding, language)
    if read.text is None:
        found = phrase("bytes that are not UTF-8, and no code page can be told from them")
        problems.add(Problem(name, "", found, _TEXT, line=read.line))
        return unread(name, read.unclear)
    text = read.text.removeprefix("\ufeff")
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        problems.add(Problem(name, "", phrase("a zero byte"), phrase("text only"), line=line))
        return unread(name)
    table = list(_table(name, text, _separator(text, known), problems))
    if not table:
        if not problems.found:
            expected = phrase("a line with the names of the columns")
            problems.add(Problem(name, "", phrase("the file is empty"), expected))
        return unread(name)
    line, header = table[0][0], as_known(table[0][1], known)
    while header and not header[-1]:
        header = header[:-1]
    rows = [row for at, cells in table[1:] if (row := _row(name, at, header, cells, problems))]
    return Sheet(name, header, rows, line, encoding=read.encoding)


def _separator(text: str, known: Sequence[str]) -> str:
    """Return the separator that makes most columns of the header known; a comma where none does."""
    lines = (line for line in text.splitlines() if line.strip() and not line.startswith("#"))
    header, ours = next(lines, ""), set(map(plain_name, known))

    def columns(separator: str) -> int:
        return sum(plain_name(cell.strip('" ')) in ours for cell in header.split(separator))

    return max(SEPARATORS, key=columns)


def _table(name: str, text: str, separator: str, problems: Problems) -> Iterator[tuple[int, list[str]]]:
    lines = _Lines(text)
    reader = csv.reader(lines, delimiter=separator, strict=True)
    begun = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield begun, cells
            lines.within = False
            begun = reader.line_num + 1
    except csv.Error as error:
        found: Phrase = phrase("the syntax is wrong: %(message)s", message=str(error))
        problems.add(Problem(name, "", found, _CSV, line=reader.line_num))


class _Lines:
    """The lines of a text. Comments become empty ones, so that line numbers stay those of the file."""

    def __init__(self, text: str) -> None:
        self._lines = io.StringIO(text, newline=None)
        self.within = False

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        if not self.within and line.startswith("#"):
            return "\n"
        self.within = True
        return line


def _row(
    name: str, line: int, header: Sequence[str], cells: list[str], problems: Problems
) -> tuple[int, Cells] | None:
    """Pair cells with columns. A spreadsheet may write further empty ones."""
    while len(cells) > len(header) and not cells[-1].strip():
        cells = cells[:-1]
    if len(cells) == len(header):
        return line, dict(zip(header, map(one_line, cells), strict=True))
    expected = phrase("%(count)s cells, as in the first line", count=len(header))
    problems.add(Problem(name, "", phrase("found %(count)s cells", count=len(cells)), expected, line=line))
    return None


def one_line(text: str) -> str:
    """Return a cell without surrounding space, its lines as one. A tab in front stays: it is no space."""
    return _BREAK.sub(" ", text.strip(" \r\n\u00a0\u200e\u200f"))
