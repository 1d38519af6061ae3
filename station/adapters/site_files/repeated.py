"""Cells that have to differ from row to row."""

from collections.abc import Iterable

from station.adapters.site_files.csv_rows import CsvRow


def note_repeated(column: str, values: Iterable[tuple[CsvRow, object]]) -> None:
    """Note every value that an earlier row has too. Cells left empty or wrong are not compared."""
    first: dict[object, CsvRow] = {}
    for row, value in values:
        other = first.setdefault(value, row)
        if other is not row and value not in ("", "?"):
            row.wrong(column, f'"{row.cell(column)}" is in line {other.line} too', "each only once")
