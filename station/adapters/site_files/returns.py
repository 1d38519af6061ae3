"""returns.csv: what is expected back, one line of a return in each row."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path

from station.adapters.config.found import found_value
from station.adapters.config.kinds import TEXT
from station.adapters.config.problems import Problems
from station.adapters.site_files.cells import CODE, RMA, SERIAL, SKU, YES_NO, count, day
from station.adapters.site_files.csv_rows import CsvRow, read_rows
from station.adapters.site_files.repeated import note_repeated
from station.domain.catalog import ExpectedReturn, Product, RmaLine
from station.domain.identifiers import Rma, Sku
from station.domain.phrases import phrase
from station.domain.problems import nearest

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


@dataclass(frozen=True, slots=True)
class Head:
    """What every row of one return repeats."""

    rma: Rma
    order: str
    tracking: str
    channel: str
    delivered: date | None
    invoice: bool


Rows = list[tuple[CsvRow, tuple[Head, RmaLine]]]


@dataclass(frozen=True, slots=True)
class Returns:
    """The expected returns, and the rows that they were read from."""

    returns: tuple[ExpectedReturn, ...]
    rows: Rows


def read_returns(path: Path, today: date, products: Sequence[Product], problems: Problems) -> Returns:
    """Read what is expected back, noting problems. Days such as -9 count back from ``today``."""
    skus = [product.sku for product in products]

    def line(row: CsvRow) -> tuple[Head, RmaLine]:
        return _head(row, today), _line(row, skus)

    rows = read_rows(path, _COLUMNS, problems, line)
    by_rma: dict[Rma, Rows] = {}
    for row, (head, each) in rows:
        by_rma.setdefault(head.rma, []).append((row, (head, each)))
    return Returns(tuple(_return(group) for group in by_rma.values()), rows)


def _head(row: CsvRow, today: date) -> Head:
    return Head(
        rma=row.take("rma", RMA),
        order=row.take("order", CODE),
        tracking=row.take("tracking", CODE),
        channel=row.take("channel", TEXT),
        delivered=row.maybe("delivered", day(today)),
        invoice=row.take("invoice", YES_NO),
    )


def _line(row: CsvRow, skus: Sequence[Sku]) -> RmaLine:
    line = RmaLine(
        number=row.take("line", count(1)),
        sku=row.take("sku", SKU),
        quantity=row.take("quantity", count(1), 1),
        serial=row.maybe("serial", SERIAL),
    )
    if row.cell("sku") and line.sku not in skus:
        found = phrase('there is no product "%(sku)s"', sku=line.sku)
        row.wrong("sku", found, phrase("a sku of products.csv"), nearest(line.sku, skus))
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
    return ExpectedReturn(
        **{field.name: getattr(head, field.name) for field in fields(Head)},
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
