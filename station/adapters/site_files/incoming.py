"""One file that comes by itself: its kind is told, its form and its letters are found out."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from station.adapters.clock import zone_of
from station.adapters.site_files.bins import read_bins
from station.adapters.site_files.centers import read_centers
from station.adapters.site_files.components import read_components
from station.adapters.site_files.counted import CountedProblems
from station.adapters.site_files.json_sheets import JsonSheets, json_sheets, looks_like_json
from station.adapters.site_files.letters import narrow
from station.adapters.site_files.people import read_people
from station.adapters.site_files.products import read_products
from station.adapters.site_files.recalls import read_recalls
from station.adapters.site_files.returns import read_returns
from station.adapters.site_files.sheets import sheet_of, unread
from station.domain.identifiers import Sku
from station.domain.importing.columns import optional, required
from station.domain.importing.kinds import ImportKind
from station.domain.parts import Component
from station.importing_ports import Around, Code, Contents

_Found = Contents
_WITHIN = (*required(ImportKind.COMPONENTS),)


def read(kind: ImportKind, data: bytes, around: Around) -> Contents:
    """Read a file of one kind, CSV or JSON. Whatever is wrong with it is in the answer."""
    problems = CountedProblems()
    name, known = kind.value, (*required(kind), *optional(kind))
    data = narrow(data)
    if looks_like_json(data):
        sheets = json_sheets(name, data, known, _WITHIN, problems)
    else:
        sheet = sheet_of(name, data, known, problems, around.encoding, around.language)
        sheets = JsonSheets(sheet, unread(name), len(sheet.rows))
    # What nobody can read says nothing of itself; what can is read to its end.
    found = _READERS[kind](sheets, around, problems) if sheets.things.header else Contents()
    return replace(
        found,
        rows=sheets.count,
        problems=tuple(problems.found),
        more=problems.more,
        unclear=sheets.things.unclear,
        encoding=sheets.things.encoding,
    )


def _products(sheets: JsonSheets, around: Around, problems: CountedProblems) -> _Found:
    rows = read_products(sheets.things, around.checklists, problems)
    own = {product.sku: product for _, product in rows}
    parts = _by_product(sheets, replace(around, products=own), problems)
    codes = [
        Code(code, "product", product.sku, column, row.line)
        for row, product in rows
        for column, code in (("sku", product.sku), ("gtin", product.gtin))
    ]
    return Contents(products=tuple(product for _, product in rows), components=parts, codes=tuple(codes))


def _by_product(
    sheets: JsonSheets, around: Around, problems: CountedProblems
) -> Mapping[Sku, tuple[Component, ...]]:
    given: dict[Sku, list[Component]] = {Sku(sku): [] for sku in sheets.listed}
    if sheets.within.rows:
        for _, (sku, part) in read_components(sheets.within, around.products, around.choices, problems):
            given.setdefault(sku, []).append(part)
    return {sku: tuple(parts) for sku, parts in given.items()}


def _components(sheets: JsonSheets, around: Around, problems: CountedProblems) -> _Found:
    rows = read_components(sheets.things, around.products, around.choices, problems)
    own: dict[Sku, list[Component]] = {}
    for _, (sku, part) in rows:
        own.setdefault(sku, []).append(part)
    codes = tuple(Code(part.code, "component", sku, "code", row.line) for row, (sku, part) in rows)
    return Contents(components={sku: tuple(parts) for sku, parts in own.items()}, codes=codes)


def _returns(sheets: JsonSheets, around: Around, problems: CountedProblems) -> _Found:
    zone = zone_of(around.zone) if around.zone else None
    read = read_returns(sheets.things, around.today, around.skus, problems, zone)
    codes: list[Code] = []
    for row, (head, line) in read.rows:
        names = [("rma", head.rma), ("order", head.order), *(("tracking", each) for each in head.tracking)]
        codes += [Code(code, "return", head.rma, column, row.line) for column, code in names if code]
        if line.serial:
            codes.append(Code(line.serial, "serial", head.rma, "serial", row.line))
    return Contents(returns=read.returns, codes=tuple(codes))


def _bins(sheets: JsonSheets, around: Around, problems: CountedProblems) -> _Found:
    rows = read_bins(sheets.things, around.categories, problems, around.centers)
    codes = tuple(Code(each.code, "bin", each.code, "code", row.line) for row, each in rows)
    return Contents(bins=tuple(each for _, each in rows), codes=codes)


def _centers(sheets: JsonSheets, _: Around, problems: CountedProblems) -> _Found:
    return Contents(centers=read_centers(sheets.things, problems))


def _people(sheets: JsonSheets, _: Around, problems: CountedProblems) -> _Found:
    rows = read_people(sheets.things, problems)
    lines = {cells.get("id", ""): line for line, cells in sheets.things.rows}
    return Contents(people=rows, lines=lines)


def _recalls(sheets: JsonSheets, around: Around, problems: CountedProblems) -> _Found:
    return Contents(recalls=read_recalls(sheets.things, around.today, problems))


_READERS: dict[ImportKind, Callable[[JsonSheets, Around, CountedProblems], _Found]] = {
    ImportKind.PRODUCTS: _products,
    ImportKind.COMPONENTS: _components,
    ImportKind.RETURNS: _returns,
    ImportKind.PEOPLE: _people,
    ImportKind.BINS: _bins,
    ImportKind.CENTERS: _centers,
    ImportKind.RECALLS: _recalls,
}
