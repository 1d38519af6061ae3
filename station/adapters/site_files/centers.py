"""centers.csv: the places that receive routed work."""

from station.adapters.config.kinds import member_of
from station.adapters.config.problems import Problems
from station.adapters.site_files.cells import BIN, texts
from station.adapters.site_files.csv_rows import CsvRow, Source, is_there, read_rows
from station.adapters.site_files.repeated import note_repeated
from station.domain.catalog import BinUse, WorkCenter
from station.domain.texts import LANGUAGES

_COLUMNS = ("code", "kind", *LANGUAGES)
_KIND = member_of(BinUse)


def read_centers(source: Source, problems: Problems) -> tuple[WorkCenter, ...]:
    """Read the work centers, noting problems; no file means none."""
    if not is_there(source):
        return ()
    read = read_rows(source, _COLUMNS, problems, _center)
    note_repeated("code", [(row, center.code) for row, center in read])
    return tuple(center for _, center in read)


def _center(row: CsvRow) -> WorkCenter:
    return WorkCenter(code=row.take("code", BIN), name=texts(row), kind=row.take("kind", _KIND))
