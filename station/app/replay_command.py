"""``station rules replay``: try a folder of rules on past inspections, and say what would change."""

import argparse
import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

from station.adapters.config.dates import DAY
from station.adapters.config.rules_dir import read_rules_dir
from station.app.opened import for_reading
from station.app.wiring import Station
from station.domain.money import Money
from station.domain.replaying import Tried
from station.domain.tallying import Tally
from station.services import replaying

# So many changed items are listed in words; JSON has them all.
SHOWN = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--rules", type=Path, metavar="DIR", required=True, help="folder of rules to try")
    parser.add_argument(
        "--since",
        type=_day,
        metavar="DATE",
        help="only from this day on, as 2026-03-31",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def _day(text: str) -> date:
    """Read a date as people are asked to write it, and as files have it: no weeks, no bare digits."""
    day = DAY.read(text)
    if day is None:
        raise argparse.ArgumentTypeError(f'"{text}" is no date such as 2026-03-31')
    return day


def run(options: argparse.Namespace, station: Station) -> int:
    """Try the rules; what is missing in the folder is as it counts at the station. Nothing is written."""
    world = station.world
    cameras = tuple(camera.name for camera in station.settings.cameras)
    with for_reading(station):
        rules = read_rules_dir(options.rules, replaying.in_force(world), cameras, world.house.currency)
        tally = replaying.replay(world, rules, options.since, _progress)
    currency = world.house.currency
    print(json.dumps(as_json(tally, currency), indent=2) if options.json else in_words(tally, currency))
    return 0


def _progress(done: int, of: int) -> None:
    """Tell on a terminal how far it is; the result itself goes to where it is wanted."""
    if sys.stderr.isatty():
        print(f"\r{done} of {of}", end="" if done < of else "\n", file=sys.stderr, flush=True)


def as_json(tally: Tally, currency: str) -> dict[str, Any]:
    """Say it all as plain data; amounts are decimals as text."""
    return {
        "inspections": tally.inspections,
        "changed": len(tally.changed),
        "old": {goes.value: items for goes, items in tally.by_disposition("old").items()},
        "new": {goes.value: items for goes, items in tally.by_disposition("new").items()},
        "moves": [
            {"old": move.old.value, "new": move.new.value, "items": move.items}
            for move in tally.moves
            if move.old is not move.new
        ],
        "money": {
            "currency": currency,
            "old": _decimal(tally.amount_was, currency),
            "new": _decimal(tally.amount_now, currency),
            "worth": _decimal(tally.worth, currency),
        },
        "grades_changed": tally.regraded,
        "rulings_changed": tally.ruled_otherwise,
        "unanswered": tally.unanswered,
        "bins": {code: {"old": old, "new": new} for code, (old, new) in tally.bins.items()},
        "items": [_item(each, currency) for each in tally.changed],
    }


def _item(tried: Tried, currency: str) -> dict[str, Any]:
    sides = {"old": tried.was, "new": tried.now}
    return {
        "inspection": tried.inspection,
        "lpn": tried.lpn,
        **{
            name: {
                "disposition": side.disposition.value,
                "grade": side.grade.value,
                "verdict": side.verdict.value,
                "net": _decimal(side.amount, currency),
                "bin": side.bin,
            }
            for name, side in sides.items()
        },
    }


def _decimal(minor: int, currency: str) -> str:
    return str(Money.of_minor(minor, currency).amount)


def in_words(tally: Tally, currency: str) -> str:
    """Say it as a page of text."""
    old, new = tally.by_disposition("old"), tally.by_disposition("new")
    lines = [
        f"{tally.inspections} inspections, {len(tally.changed)} would go elsewhere, "
        f"{tally.regraded} with another grade, {tally.ruled_otherwise} with another ruling.",
        *(f"  {goes.value:10} {old[goes]:8} -> {new[goes]:8}" for goes in old),
        f"Worth {_decimal(tally.worth, currency)} {currency}, at the prices of these rules.",
        *_loads(tally),
        *(f"  {t.lpn}  {t.was.disposition} -> {t.now.disposition}" for t in tally.changed[:SHOWN]),
    ]
    if len(tally.changed) > SHOWN:
        lines.append(f"  and {len(tally.changed) - SHOWN} more: --json lists them all.")
    if tally.unanswered:
        lines.append(f"{tally.unanswered} were never asked all that these checklists ask.")
    return "\n".join(lines)


def _loads(tally: Tally) -> list[str]:
    return [f"  bin {code:8} {old:8} -> {new:8}" for code, (old, new) in tally.bins.items() if old != new]
