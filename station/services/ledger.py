"""Read the ledger of disposals: lines and totals of a period, a page of them, and the whole as a file."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from station.domain.disposal import Disposal, DisposalRules, Total, Totals
from station.domain.identifiers import Lpn, Sku
from station.domain.periods import Period
from station.domain.texts import Texts
from station.ports import UnitOfWork, World

# What Excel needs to take a CSV file for UTF-8.
MARK = "\ufeff"
# A cell that begins so is a formula to a spreadsheet. Product codes come from outside.
# Signs as wide as a letter count as signs where people write Chinese or Japanese.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")
COLUMNS = (
    "day",
    "lpn",
    "sku",
    "product",
    "category",
    "reason",
    "reason_text",
    "grams",
    "grams_from",
    "derogation",
    "derogation_text",
    "evidence",
    "inspection",
)


@dataclass(frozen=True, slots=True)
class Line:
    """One disposal, with the words that make it readable."""

    day: date
    inspection: str
    lpn: Lpn
    disposal: Disposal
    product: Texts


@dataclass(slots=True)
class LedgerPage:
    """Some lines of a period, the key that the next page starts after, and the totals of all of it."""

    lines: list[Line] = field(default_factory=list)
    next: str | None = None
    totals: Totals = field(default_factory=Totals)


def page(world: World, period: Period, after: str = "", size: int = 50) -> LedgerPage:
    """Page through a period by key; the totals are always those of the whole period."""
    found, passed = LedgerPage(), not after
    with world.read() as uow:
        for day, inspection, lpn, disposal in uow.ledger.lines(period.first, period.last):
            found.totals.add(disposal)
            if passed and len(found.lines) < size:
                found.lines.append(Line(day, inspection, lpn, disposal, _name(uow, disposal)))
            elif passed and found.next is None:
                found.next = found.lines[-1].inspection
            passed = passed or inspection == after
    return found


def _name(uow: UnitOfWork, disposal: Disposal) -> Texts:
    try:
        return uow.catalog.product(Sku(disposal.sku)).name
    except KeyError:
        return Texts(disposal.sku)


# Files --------------------------------------------------------------------------------------------


def as_csv(world: World, period: Period, language: str) -> str:
    """Write a period as CSV (RFC 4180), with a mark for UTF-8 and no cell that is a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for row in _rows(world, period, language):
        writer.writerow([harmless(str(row[column])) for column in COLUMNS])
    return MARK + out.getvalue()


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def as_json(world: World, period: Period, language: str) -> str:
    """Write a period as JSON: from, to, lines and totals, weights in grams."""
    totals, lines = Totals(), []
    for row in _rows(world, period, language, totals):
        lines.append({**row, "evidence": str(row["evidence"]).split()})
    reach = {"from": period.first.isoformat(), "to": period.last.isoformat()}
    told = {**reach, "lines": lines, "totals": _plain(totals)}
    return json.dumps(told, ensure_ascii=False, indent=2)


def _plain(totals: Totals) -> dict[str, object]:
    named = {"by_reason": totals.by_reason, "by_category": totals.by_category}
    groups = {name: {key: _total(each) for key, each in group.items()} for name, group in named.items()}
    return {"all": _total(totals.all), **groups}


def _total(total: Total) -> dict[str, int]:
    return {
        "items": total.items,
        "grams": total.grams,
        "grams_measured": total.measured,
        "grams_estimated": total.estimated,
    }


def _rows(
    world: World, period: Period, language: str, totals: Totals | None = None
) -> Iterator[dict[str, str | int]]:
    with world.read() as uow:
        rules = uow.rules.in_force().disposal
        for day, inspection, lpn, disposal in uow.ledger.lines(period.first, period.last):
            if totals is not None:
                totals.add(disposal)
            line = Line(day, inspection, lpn, disposal, _name(uow, disposal))
            yield _row(line, rules, language)


def _row(line: Line, rules: DisposalRules, language: str) -> dict[str, str | int]:
    known = line.disposal
    return {
        "day": line.day.isoformat(),
        "lpn": line.lpn,
        "sku": known.sku,
        "product": line.product.in_language(language),
        "category": known.category,
        "reason": known.reason,
        "reason_text": rules.text_of(known.reason).in_language(language),
        "grams": known.grams,
        "grams_from": known.grams_from.value if known.grams_from else "",
        "derogation": known.derogation,
        "derogation_text": rules.text_of(known.derogation).in_language(language) if known.derogation else "",
        "evidence": " ".join(known.evidence),
        "inspection": line.inspection,
    }
