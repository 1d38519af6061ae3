"""components.csv: what belongs into the box of a product."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from station.adapters.config.kinds import ID, Kind, name_in
from station.adapters.config.problems import Problems
from station.adapters.site_files.catalogued import like
from station.adapters.site_files.cells import CODE, SKU, texts
from station.adapters.site_files.csv_rows import CsvRow, Source, is_there, read_rows
from station.adapters.site_files.repeated import note_repeated
from station.domain.catalog import Product
from station.domain.identifiers import Sku
from station.domain.parts import MOST, Component
from station.domain.phrases import phrase
from station.domain.texts import LANGUAGES

_COLUMNS = ("sku", "code", *LANGUAGES, "missing")

# Checklist id -> the choices of its question on parts.
Choices = Mapping[str, Sequence[str]]
Products = Sequence[tuple[CsvRow, Product]]
Known = Mapping[Sku, Product]
Rows = Sequence[tuple[CsvRow, tuple[Sku, Component]]]


def read_components(source: Source, known: Known, choices: Choices | None, problems: Problems) -> Rows:
    """Read the components, noting problems; no file means that no product has any."""
    if not is_there(source):
        return []

    def component(row: CsvRow) -> tuple[Sku, Component]:
        sku = row.take("sku", SKU)
        _note_unknown(row, sku, known)
        kind = _missing(known.get(sku), choices)
        return sku, Component(row.take("code", CODE), texts(row), row.take("missing", kind))

    rows = read_rows(source, _COLUMNS, problems, component)
    note_repeated("code", [(row, (sku, each.code.upper())) for row, (sku, each) in rows if each.code != "?"])
    _note_odd(rows, known)
    return rows


def _missing(product: Product | None, choices: Choices | None) -> Kind[str]:
    """A choice of the question on parts that the product's checklist asks, where that is known."""
    named = (choices or {}).get(product.checklist, ()) if product else ()
    return name_in(named) if named else ID


def _note_unknown(row: CsvRow, sku: Sku, known: Known) -> None:
    if row.cell("sku") and sku not in known:
        found = phrase('there is no product "%(sku)s"', sku=sku)
        row.wrong("sku", found, phrase("a sku of products.csv"), row.nearest(sku, like(sku, known)))


def _note_odd(rows: Rows, known: Known) -> None:
    """Note a component that the product itself would tick, and more than there are number keys."""
    counts: dict[Sku, int] = {}
    for row, (sku, each) in rows:
        counts[sku] = counts.get(sku, 0) + 1
        if counts[sku] == MOST + 1:
            found = phrase("found %(count)s of one product", count=counts[sku])
            row.wrong("sku", found, phrase("at most %(most)s components of a product", most=MOST))
        product = known.get(sku)
        if product and each.has((product.sku, product.gtin)):
            row.wrong("code", phrase("it is the product's own code"), phrase("a code of its own"))


def with_components(products: Products, components: Rows) -> tuple[Product, ...]:
    """Give each product its components, in the order of their rows."""
    own: dict[Sku, list[Component]] = {}
    for _, (sku, component) in components:
        own.setdefault(sku, []).append(component)
    return tuple(replace(product, components=tuple(own.get(product.sku, ()))) for _, product in products)
