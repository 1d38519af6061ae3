"""Codes that would mean two things when they are scanned."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from station.adapters.site_files.csv_rows import CsvRow
from station.adapters.site_files.returns import Rows
from station.domain.catalog import Bin, Product
from station.domain.phrases import Phrase, phrase


@dataclass(frozen=True, slots=True)
class _Use:
    """A code in a cell. Codes of one ``family`` may be equal: an order number can be its rma's too."""

    code: str
    family: str
    column: str
    row: CsvRow


def note_clashes(
    products: Sequence[tuple[CsvRow, Product]],
    bins: Sequence[tuple[CsvRow, Bin]],
    returns: Rows,
    components: Sequence[CsvRow] = (),
) -> None:
    """Note every code that names things of two families, naming both. Capitals make no difference.

    A component may be sold by itself as well, so its code may be a product's.
    """
    first: dict[str, _Use] = {}
    for use in _uses(products, bins, returns, components):
        other = first.setdefault(use.code.upper(), use)
        if other.family != use.family and use.code:
            use.row.wrong(
                use.column, _said_of(use, other), phrase("a code that means one thing when it is scanned")
            )


def _said_of(use: _Use, other: _Use) -> Phrase:
    return phrase(
        '"%(code)s" is the %(column)s in %(place)s too',
        code=use.code,
        column=other.column,
        place=other.row.place,
    )


def _uses(
    products: Sequence[tuple[CsvRow, Product]],
    bins: Sequence[tuple[CsvRow, Bin]],
    returns: Rows,
    components: Sequence[CsvRow],
) -> Iterable[_Use]:
    rows = [
        ("product", [row for row, _ in products], ("sku", "gtin")),
        ("product", components, ("code",)),
        ("bin", [row for row, _ in bins], ("code",)),
        ("return", [row for row, _ in returns], ("rma", "order", "tracking")),
        ("serial", [row for row, _ in returns], ("serial",)),
    ]
    return (
        _Use(code, family, column, row)
        for family, each, columns in rows
        for row in each
        for column in columns
        for code in row.cell(column).split()
    )
