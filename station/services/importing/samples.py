"""A file of each kind to begin from: its columns with one row, from the table that reads them."""

import csv
import io

from station.domain.importing.columns import COLUMNS
from station.domain.importing.kinds import ImportKind

# Columns of which a file has one or the other.
_EITHER = {"price"}


def sample(kind: ImportKind) -> bytes:
    """Return CSV with a mark for UTF-8, by which spreadsheets know its letters."""
    columns = [column for column in COLUMNS[kind] if column.name not in _EITHER]
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([column.name for column in columns])
    writer.writerow([column.example for column in columns])
    return text.getvalue().encode("utf-8-sig")
