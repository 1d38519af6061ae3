"""bins.csv: where items go, and where each bin stands."""

from collections.abc import Set
from pathlib import Path

from station.adapters.config.kinds import member_of, name_in
from station.adapters.config.problems import Problems
from station.adapters.site_files.cells import BIN, texts
from station.adapters.site_files.csv_rows import CsvRow, read_rows
from station.adapters.site_files.repeated import note_repeated
from station.domain.catalog import Bin, BinUse
from station.domain.texts import LANGUAGES

_COLUMNS = ("code", "use", "categories", *LANGUAGES)
_USE = member_of(BinUse)


def read_bins(path: Path, categories: Set[str], problems: Problems) -> list[tuple[CsvRow, Bin]]:
    """Read the bins, noting problems. ``categories`` are those of the catalogue; a bin may name several."""
    category = name_in(sorted(categories))

    def bin_(row: CsvRow) -> Bin:
        return Bin(
            code=row.take("code", BIN),
            use=row.take("use", _USE),
            place=texts(row),
            categories=row.words("categories", category),
        )

    read = read_rows(path, _COLUMNS, problems, bin_)
    note_repeated("code", [(row, each.code) for row, each in read])
    return read
