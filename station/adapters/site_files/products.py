"""products.csv: the catalogue."""

from collections.abc import Set
from pathlib import Path

from station.adapters.config.kinds import ID, name_in
from station.adapters.config.problems import Problems
from station.adapters.site_files.cells import SKU, YES_NO, count, texts
from station.adapters.site_files.csv_rows import CsvRow, read_rows
from station.adapters.site_files.repeated import note_repeated
from station.domain.catalog import Product
from station.domain.errors import DomainError, Reason
from station.domain.identifiers import Gtin, check_digit, parse_gtin
from station.domain.texts import LANGUAGES

_COLUMNS = ("sku", "gtin", *LANGUAGES, "category", "checklist", "value", "hygiene")


def read_products(path: Path, checklists: Set[str], problems: Problems) -> list[tuple[CsvRow, Product]]:
    """Read the catalogue, noting problems. ``value`` is in the currency's minor units."""
    checklist = name_in(sorted(checklists))

    def product(row: CsvRow) -> Product:
        return Product(
            sku=row.take("sku", SKU),
            gtin=_gtin(row),
            name=texts(row),
            category=row.take("category", ID),
            checklist=row.take("checklist", checklist),
            value=row.take("value", count(0)),
            hygiene=row.take("hygiene", YES_NO, False),
        )

    read = read_rows(path, _COLUMNS, problems, product)
    note_repeated("sku", [(row, each.sku) for row, each in read])
    note_repeated("gtin", [(row, each.gtin) for row, each in read])
    return read


def _gtin(row: CsvRow) -> Gtin:
    text = row.cell("gtin")
    try:
        return parse_gtin(text)
    except DomainError as error:
        wrong_digit = error.reason is Reason.WRONG_CHECK_DIGIT
        found = f'wrong check digit in "{text}"' if wrong_digit else f'found "{text}"'
        expected = f"{text[:-1]}{check_digit(text[:-1])}" if wrong_digit else "8, 12, 13 or 14 digits"
        row.wrong("gtin", found, expected)
        return Gtin("")
