"""Cells that have to differ from row to row."""

from collections.abc import Iterable

from station.adapters.site_files.csv_rows import CsvRow
from station.domain.phrases import Phrase, phrase


def note_repeated(column: str, values: Iterable[tuple[CsvRow, object]], secret: bool = False) -> None:
    """Note every value that an earlier row has too. Cells left empty or wrong are not compared."""
    first: dict[object, CsvRow] = {}
    for row, value in values:
        other = first.setdefault(value, row)
        if other is not row and value not in ("", "?"):
            found = _said_of(None if secret else row.cell(column), other.line)
            row.wrong(column, found, phrase("each only once"))


def _said_of(value: str | None, line: int) -> Phrase:
    if value is None:
        return phrase("the same is in line %(line)s too", line=line)
    return phrase('"%(value)s" is in line %(line)s too', value=value, line=line)
