"""recalls.csv: what is called back, and what the bench says then."""

from datetime import UTC, date, datetime, time

from station.adapters.config.problems import Problems
from station.adapters.site_files.cells import CODE, SERIAL, texts
from station.adapters.site_files.csv_rows import CsvRow, Source, is_there, read_rows
from station.adapters.site_files.products import read_gtin
from station.adapters.site_files.repeated import note_repeated
from station.domain.phrases import phrase
from station.domain.recalls import Recall, wrong_range
from station.domain.texts import LANGUAGES

_COLUMNS = ("id", "gtin", *LANGUAGES)
_OPTIONAL = ("lots", "serial_from", "serial_to")


def read_recalls(source: Source, today: date, problems: Problems) -> tuple[Recall, ...]:
    """Read the recalls, noting problems; no file means none. ``since`` is set when they are taken over."""
    if not is_there(source):
        return ()
    since = datetime.combine(today, time(), UTC)
    read = read_rows(source, _COLUMNS, problems, lambda row: _recall(row, since), _OPTIONAL)
    note_repeated("id", [(row, recall.id) for row, recall in read])
    return tuple(recall for _, recall in read)


def _recall(row: CsvRow, since: datetime) -> Recall:
    first, last = row.maybe("serial_from", SERIAL) or "", row.maybe("serial_to", SERIAL) or ""
    if wrong := wrong_range(first, last):
        found = phrase('from "%(first)s" to "%(last)s"', first=first, last=last)
        row.wrong("serial_to", found, wrong)
    return Recall(
        id=row.take("id", CODE),
        gtin=read_gtin(row),
        message=texts(row),
        since=since,
        by="",
        lots=row.words("lots", CODE),
        serial_from=first,
        serial_to=last,
    )
