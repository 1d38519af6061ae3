"""bins.csv: where items go, where each bin stands, whose it is and how much it holds."""

from collections.abc import Sequence, Set

from station.adapters.config.kinds import member_of, name_in
from station.adapters.config.problems import Problems
from station.adapters.site_files.cells import BIN, count, texts
from station.adapters.site_files.csv_rows import CsvRow, Source, read_rows
from station.adapters.site_files.repeated import note_repeated
from station.domain.catalog import Bin, BinUse, WorkCenter
from station.domain.phrases import phrase
from station.domain.texts import LANGUAGES

_COLUMNS = ("code", "use", "categories", *LANGUAGES)
_OPTIONAL = ("center", "capacity")
_USE = member_of(BinUse)
_CAPACITY = count(1)


def read_bins(
    source: Source, categories: Set[str], problems: Problems, centers: Sequence[WorkCenter] = ()
) -> list[tuple[CsvRow, Bin]]:
    """Read the bins, noting problems. ``categories`` are those of the catalogue; a bin may name several."""
    category = name_in(sorted(categories))
    kinds = {center.code: center.kind for center in centers}
    center = name_in(kinds)

    def bin_(row: CsvRow) -> Bin:
        made = Bin(
            code=row.take("code", BIN),
            use=row.take("use", _USE),
            place=texts(row),
            categories=row.words("categories", category),
            center=row.maybe("center", center) or "",
            capacity=row.maybe("capacity", _CAPACITY),
        )
        _note_other_kind(row, made, kinds.get(made.center, made.use))
        return made

    read = read_rows(source, _COLUMNS, problems, bin_, _OPTIONAL)
    note_repeated("code", [(row, each.code) for row, each in read])
    return read


def _note_other_kind(row: CsvRow, made: Bin, kind: BinUse) -> None:
    """A work center's bins are for what it is for: a repair shop has no bin for disposal."""
    if made.use is not kind:
        found = phrase("%(center)s is for %(kind)s", center=made.center, kind=kind.value)
        row.wrong("center", found, phrase("a work center for %(use)s", use=made.use.value))
