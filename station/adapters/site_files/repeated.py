"""Cells that have to differ from row to row."""

from collections.abc import Iterable

from station.adapters.site_files.csv_rows import CsvRow


def note_repeated(column: str, values: Iterable[tuple[CsvRow, object]], secret: bool = False) -> None:
    """Note every value that an earlier row has too. Cells left empty or wrong are not compared."""
    first: dict[object, CsvRow] = {}
    for row, value in values:
        other = first.setdefault(value, row)
        if other is not row and value not in ("", "?"):
            name = "the same" if secret else f'"{row.cell(column)}"'
            row.wrong(column, f"{name} is in line {other.line} too", "each only once")
