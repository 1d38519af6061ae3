"""products.csv: the catalogue."""

from collections.abc import Set

from station.adapters.config.found import found_value
from station.adapters.config.kinds import ID, TEXT, name_in
from station.adapters.config.problems import Problems
from station.adapters.site_files.cells import DATE, PRICE, SKU, YES_NO, count, texts
from station.adapters.site_files.csv_rows import CsvRow, Source, read_rows
from station.adapters.site_files.repeated import note_repeated
from station.domain.catalog import Product
from station.domain.errors import DomainError, Reason
from station.domain.identifiers import Gtin, check_digit, parse_gtin
from station.domain.item import Goods
from station.domain.phrases import Phrase, as_is, phrase
from station.domain.texts import LANGUAGES

_COLUMNS = ("sku", "gtin", *LANGUAGES, "category", "checklist", "hygiene")
_OPTIONAL = ("value", "price", "brand", "agreement", "season", "stock", "grams")


def read_products(source: Source, checklists: Set[str], problems: Problems) -> list[tuple[CsvRow, Product]]:
    """Read the catalogue, noting problems. ``value`` is in the currency's minor units."""
    checklist = name_in(sorted(checklists))

    def product(row: CsvRow) -> Product:
        return Product(
            sku=row.take("sku", SKU),
            gtin=read_gtin(row),
            name=texts(row),
            category=row.take("category", ID),
            checklist=row.take("checklist", checklist),
            value=_value(row),
            hygiene=row.take("hygiene", YES_NO, False),
            goods=_goods(row),
        )

    read = read_rows(source, _COLUMNS, problems, product, _OPTIONAL)
    note_repeated("sku", [(row, each.sku) for row, each in read])
    note_repeated("gtin", [(row, each.gtin) for row, each in read])
    return read


def _value(row: CsvRow) -> int:
    """Read the price new: in minor units, or in whole ones with decimals, but not twice."""
    value, price = row.maybe("value", count(0)), row.maybe("price", PRICE)
    if value is not None and price is not None:
        row.wrong("price", phrase("value is filled, too"), phrase("value or price, not both"))
    if not (row.cell("value") or row.cell("price")):
        row.wrong("value", phrase("is empty"), count(0).expected)
    return value if value is not None else price or 0


def _goods(row: CsvRow) -> Goods:
    return Goods(
        brand=row.take("brand", TEXT, ""),
        agreement=row.take("agreement", ID, ""),
        season=row.maybe("season", DATE),
        stock=row.maybe("stock", count(0)),
        grams=row.maybe("grams", count(1)),
    )


def read_gtin(row: CsvRow) -> Gtin:
    """Read the column gtin; a wrong check digit is told with the right one."""
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
