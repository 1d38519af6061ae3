"""returns.csv: what is expected back, one line of a return in each row."""

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import date, tzinfo

from station.adapters.config.found import found_value
from station.adapters.config.kinds import COUNTRY, ID, TEXT, Kind, pattern
from station.adapters.config.problems import Problems
from station.adapters.site_files.catalogued import like
from station.adapters.site_files.cells import CODE, RMA, SERIAL, SKU, YES_NO, count, day, first_is_day
from station.adapters.site_files.csv_rows import CsvRow, Source, read_rows
from station.adapters.site_files.repeated import note_repeated
from station.adapters.site_files.sheets import Sheet
from station.domain.catalog import ExpectedReturn, RmaLine
from station.domain.identifiers import Rma, Sku
from station.domain.phrases import phrase

_COLUMNS = (
    "rma",
    "order",
    "tracking",
    "channel",
    "delivered",
    "invoice",
    "line",
    "sku",
    "quantity",
    "serial",
)
# Columns that older files lack.
_OPTIONAL = ("purchased", "posted", "country", "customer", "address", "reason", "final_sale")
_DATES = ("delivered", "purchased", "posted")
_KEY = pattern(r"\S{1,64}", phrase("a name or number of at most 64 characters, without spaces"))


@dataclass(frozen=True, slots=True)
class Head:
    """What every row of one return repeats."""

    rma: Rma
    order: str
    tracking: tuple[str, ...]
    channel: str
    delivered: date | None
    invoice: bool
    purchased: date | None
    posted: date | None
    country: str
    customer: str
    address: str


Rows = list[tuple[CsvRow, tuple[Head, RmaLine]]]


@dataclass(frozen=True, slots=True)
class Returns:
    """The expected returns, and the rows that they were read from."""

    returns: tuple[ExpectedReturn, ...]
    rows: Rows


def read_returns(
    source: Source, today: date, skus: Collection[Sku], problems: Problems, zone: tzinfo | None = None
) -> Returns:
    """Read what is expected back, noting problems; ``skus`` are those of the catalogue.

    Days such as -9 count back from ``today``; instants become days in ``zone``.
    """
    when = day(today, zone, _day_first(source))

    def line(row: CsvRow) -> tuple[Head, RmaLine]:
        return _head(row, when), _line(row, skus)

    rows = read_rows(source, _COLUMNS, problems, line, _OPTIONAL)
    by_rma: dict[Rma, Rows] = {}
    for row, (head, each) in rows:
        by_rma.setdefault(head.rma, []).append((row, (head, each)))
    return Returns(tuple(_return(group) for group in by_rma.values()), rows)


def _day_first(source: Source) -> bool:
    """Tell from all dates of a file with slashes whether they have the day first."""
    if not isinstance(source, Sheet):
        return False
    return first_is_day(cells.get(name, "") for _, cells in source.rows for name in _DATES)


def _head(row: CsvRow, when: Kind[date]) -> Head:
    return Head(
        rma=row.take("rma", RMA),
        order=row.take("order", CODE),
        tracking=_parcels(row),
        channel=row.take("channel", TEXT),
        delivered=row.maybe("delivered", when),
        invoice=row.take("invoice", YES_NO),
        purchased=row.maybe("purchased", when),
        posted=row.maybe("posted", when),
        country=row.take("country", COUNTRY, ""),
        customer=row.take("customer", _KEY, ""),
        address=row.take("address", _KEY, ""),
    )


def _parcels(row: CsvRow) -> tuple[str, ...]:
    """Read the numbers of one parcel or several."""
    if not row.cell("tracking"):
        return (row.take("tracking", CODE),)
    return tuple(dict.fromkeys(row.words("tracking", CODE)))


def _line(row: CsvRow, skus: Collection[Sku]) -> RmaLine:
    line = RmaLine(
        number=row.take("line", count(1)),
        sku=row.take("sku", SKU),
        quantity=row.take("quantity", count(1), 1),
        serial=row.maybe("serial", SERIAL),
        reason=row.take("reason", ID, ""),
        final_sale=row.take("final_sale", YES_NO, False),
    )
    if row.cell("sku") and line.sku not in skus:
        found = phrase('there is no product "%(sku)s"', sku=line.sku)
        row.wrong("sku", found, phrase("a sku of products.csv"), row.nearest(line.sku, like(line.sku, skus)))
    if line.serial and line.quantity > 1:
        found = phrase("found %(count)s of one serial number", count=line.quantity)
        row.wrong("quantity", found, phrase("1 where a serial number is given"))
    return line


def _return(rows: Rows) -> ExpectedReturn:
    first, (head, _) = rows[0]
    for row, (other, _) in rows[1:]:
        _note_differences(row, other, first, head)
    note_repeated("line", [(row, line.number) for row, (_, line) in rows])
    note_repeated("serial", [(row, (line.sku, line.serial)) for row, (_, line) in rows if line.serial])
    told = {field.name: getattr(head, field.name) for field in fields(Head)}
    return ExpectedReturn(
        **{**told, "tracking": head.tracking[0], "parcels": head.tracking[1:]},
        lines=tuple(sorted((line for _, (_, line) in rows), key=lambda line: line.number)),
    )


def _note_differences(row: CsvRow, this: Head, first: CsvRow, head: Head) -> None:
    for field in fields(Head):
        if getattr(this, field.name) != getattr(head, field.name):
            expected = phrase(
                '"%(value)s", as in line %(line)s of the same return',
                value=first.cell(field.name),
                line=first.line,
            )
            row.wrong(field.name, found_value(row.cell(field.name)), expected)
