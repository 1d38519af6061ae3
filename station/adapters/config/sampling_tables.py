"""A folder of CSV files to sampling tables; what is wrong is said with its file, line and column."""

import csv
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from station.adapters.config.files import file_text
from station.adapters.config.kinds import Kind, name_in
from station.adapters.config.problems import Problems
from station.adapters.site_files.cells import count
from station.adapters.site_files.csv_rows import CsvRow, read_rows
from station.domain.phrases import phrase
from station.domain.problems import Problem
from station.domain.sampling.plans import Arrow, Cell, LotSizes, Numbers, Severity, Table, Tables, follow

LETTERS = "letters.csv"
_LETTER = Kind(
    phrase("a code letter such as A"),
    lambda value: str(value) if len(str(value)) == 1 and str(value).isalpha() else None,
    "",
)
_SIZE = count(1)
_Rows = list[tuple[CsvRow, str]]


def _cell(value: object) -> Cell | None:
    text = str(value)
    if text in set(Arrow):
        return Arrow(text)
    numbers = text.split()
    if len(numbers) != 2 or not all(each.isascii() and each.isdigit() and len(each) < 6 for each in numbers):
        return None
    accept, reject = map(int, numbers)
    return Numbers(accept, reject) if accept < reject else None


_CELL: Kind[Cell] = Kind(
    phrase('an acceptance number and a larger rejection number such as "1 2", or an arrow v or ^'),
    _cell,
    Numbers(0, 1),
)


def read_tables(folder: Path, name: str, problems: Problems) -> Tables | None:
    """Read a site's tables, noting problems; None where they cannot be used."""
    before = len(problems.found)
    aqls = _aqls(folder / f"{Severity.NORMAL}.csv", problems)
    if not aqls:
        return None
    read = {severity: _table(folder, severity, aqls, problems) for severity in _KEPT}
    lots = _lots(folder / LETTERS, tuple(read[Severity.NORMAL].rows), problems)
    if len(problems.found) > before or not lots:
        return None
    values = tuple(float(aql) for aql in aqls)
    normal, tightened, reduced = (read[severity] for severity in _KEPT)
    return Tables(name, values, lots, normal, tightened, reduced)


_KEPT = (Severity.NORMAL, Severity.TIGHTENED, Severity.REDUCED)


# The names of columns -----------------------------------------------------------------------------


def _header(path: Path, problems: Problems) -> list[str]:
    text = file_text(path, problems)
    lines = (line for line in (text or "").splitlines() if line.strip() and not line.startswith("#"))
    try:
        return [name.strip() for name in next(csv.reader(lines), [])]
    except csv.Error:  # said by whoever reads the rows
        return []


def _aqls(path: Path, problems: Problems) -> list[str]:
    """Return the AQLs as the columns name them; the same ones are expected of all three tables."""
    header = _header(path, problems)
    names = [name for name in header if name not in ("letter", "size")]
    numbers = [_number(name) for name in names]
    if names and all(numbers) and numbers == sorted(set(numbers)):
        return names
    expected = phrase("the columns letter, size and then AQLs in percent, rising, such as 1.0, 1.5, 2.5")
    if header:
        problems.add(Problem(str(path), "", phrase("found %(value)s", value=", ".join(header)), expected))
    return []


def _number(name: str) -> float:
    try:
        value = float(name)
    except ValueError:
        return 0.0
    return value if 0 < value <= 100 else 0.0


# Master tables ------------------------------------------------------------------------------------


def _table(folder: Path, severity: Severity, aqls: Sequence[str], problems: Problems) -> Table:
    def made(row: CsvRow) -> tuple[str, int, tuple[Cell, ...]]:
        cells = tuple(row.take(aql, _CELL) for aql in aqls)
        return row.take("letter", _LETTER), row.take("size", _SIZE), cells

    read = read_rows(folder / f"{severity}.csv", ("letter", "size", *aqls), problems, made)
    table = Table({letter: size for _, (letter, size, _) in read}, {each[0]: each[2] for _, each in read})
    _note_twice([(row, each[0]) for row, each in read])
    _note_falling([(row, each[1]) for row, each in read])
    if len(table.rows) == len(read):
        _note_astray(table, [(row, each[0]) for row, each in read], aqls)
    return table


def _note_twice(rows: _Rows) -> None:
    seen: set[str] = set()
    for row, letter in rows:
        if letter in seen:
            row.wrong("letter", phrase('"%(name)s" is there twice', name=letter), phrase("each letter once"))
        seen.add(letter)


def _note_falling(rows: list[tuple[CsvRow, int]]) -> None:
    for (_, before), (row, size) in pairwise(rows):
        if size < before:
            found = phrase("found %(value)s", value=size)
            row.wrong("size", found, phrase("%(least)s or more, as above", least=before))


def _note_astray(table: Table, rows: _Rows, aqls: Sequence[str]) -> None:
    for row, letter in rows:
        for column, aql in enumerate(aqls):
            try:
                follow(table, letter, column)
            except ValueError:
                found = phrase("the arrow leads to no plan")
                row.wrong(aql, found, phrase("an arrow towards a plan in the same column"))


# Code letters -------------------------------------------------------------------------------------


def _lots(path: Path, letters: Sequence[str], problems: Problems) -> tuple[LotSizes, ...]:
    levels = [name for name in _header(path, problems) if name != "from"]
    letter = name_in(letters)

    def made(row: CsvRow) -> LotSizes:
        return LotSizes(row.take("from", _SIZE), {level: row.take(level, letter) for level in levels})

    read = read_rows(path, ("from", *levels), problems, made) if levels else []
    for (_, before), (row, lots) in pairwise(read):
        if lots.least <= before.least:
            found = phrase("found %(value)s", value=lots.least)
            row.wrong("from", found, phrase("more than %(least)s, as above", least=before.least))
    return tuple(lots for _, lots in read)
