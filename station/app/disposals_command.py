"""``station disposals``: the ledger of disposals of a period, beside a station that runs too."""

import argparse
import sys
from datetime import date

from station.app.opened import for_reading
from station.app.wiring import Station
from station.domain.disposal import Total
from station.domain.periods import Period, this_month
from station.ports import World
from station.services import ledger

# More lines than anybody reads in a terminal.
SHOWN = 1000


class WrongPeriod(RuntimeError):
    """Refuse a period that ends before it begins."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--from", dest="first", type=_day, metavar="DAY", help="such as 2026-11-01")
    parser.add_argument("--to", dest="last", type=_day, metavar="DAY", help="such as 2026-11-30")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print one JSON object")
    form.add_argument("--csv", action="store_true", help="print CSV for a spreadsheet")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day such as 2026-11-01") from None


def run(options: argparse.Namespace, station: Station) -> int:
    """Print the ledger of a period, of this month where none is named. Raises WrongPeriod."""
    world = station.world
    last = options.last or world.today
    period = Period(options.first or this_month(last).first, last)
    if not period.real:
        raise WrongPeriod(f"{period.first} is after {period.last}: --from comes first.")
    with for_reading(station):
        _print(options, world, period)
    return 0


def _print(options: argparse.Namespace, world: World, period: Period) -> None:
    language = world.house.language
    if options.json:
        print(ledger.as_json(world, period, language))
    elif options.csv:
        sys.stdout.buffer.write(ledger.as_csv(world, period, language).encode())
    else:
        _print_words(world, period)


def _print_words(world: World, period: Period) -> None:
    found = ledger.page(world, period, size=SHOWN)
    for line in found.lines:
        known = line.disposal
        source = known.grams_from.value if known.grams_from else ""
        print(f"{line.day}  {line.lpn}  {known.category:<14} {known.reason:<14} {known.grams:>7} g  {source}")
    if found.next:
        print("... and more: take --csv or --json.")
    for name, group in (("reason", found.totals.by_reason), ("category", found.totals.by_category)):
        for key, total in group.items():
            print(f"{name} {key}: {_said(total)}")
    print(f"{period.first} to {period.last}: {_said(found.totals.all)}")


def _said(total: Total) -> str:
    items = "1 item" if total.items == 1 else f"{total.items} items"
    return f"{items}, {total.grams} g ({total.measured} g weighed, {total.estimated} g estimated)"
