"""products.csv: the catalogue."""

from collections.abc import Set
from pathlib import Path

from station.adapters.config.found import found_value
from station.adapters.config.kinds import ID, name_in
from station.adapters.config.problems import Problems
from station.adapters.site_files.cells import SKU, YES_NO, count, texts
from station.adapters.site_files.csv_rows import CsvRow, read_rows
from station.adapters.site_files.repeated import note_repeated
from station.domain.catalog import Product
from station.domain.errors import DomainError, Reason
from station.domain.identifiers import Gtin, check_digit, parse_gtin
from station.domain.phrases import Phrase, as_is, phrase
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
        row.wrong("gtin", *_said_of(text, error.reason is Reason.WRONG_CHECK_DIGIT))
        return Gtin("")


def _said_of(text: str, wrong_digit: bool) -> tuple[Phrase, Phrase]:
    if wrong_digit:
        right = f"{text[:-1]}{check_digit(text[:-1])}"
        return phrase('wrong check digit in "%(value)s"', value=text), as_is(right)
    return found_value(text), phrase("8, 12, 13 or 14 digits")
