"""``station out``: other systems that are told what happened here, when no page is at hand."""

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path
from typing import Any

from station.app.opened import for_reading, for_writing
from station.app.wiring import Station
from station.domain.errors import DomainError, Reason
from station.domain.outbound.destinations import DestinationKind, Failed
from station.domain.periods import Period, this_month
from station.ports import World
from station.services.outbound import downloads, listing, managing

AddCommon = Callable[[argparse.ArgumentParser], None]
_Write = Callable[[World, Period], Iterator[str]]
_FILES: dict[str, _Write] = {
    "stock-csv": downloads.stock_csv,
    "stock-json": downloads.stock_json,
    "epcis": downloads.epcis_document,
    "epcis-lines": downloads.epcis_lines,
}


class NotOut(RuntimeError):
    """Say why nothing was done about a destination."""


def add_commands(parser: argparse.ArgumentParser, add_common: AddCommon) -> None:
    commands = parser.add_subparsers(required=True, metavar="COMMAND", dest="out_command")

    def command(name: str, words: str, by_id: bool = True) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=words, description=words)
        if by_id:
            made.add_argument("id", help="as the list shows it")
        add_common(made)
        return made

    listed = command("list", "list other systems: how each is, what waits, what was set aside", by_id=False)
    listed.add_argument("--json", action="store_true", help="print one JSON object")
    added = command("add", "tell another system of things; its secret is printed once", by_id=False)
    added.add_argument("kind", choices=[kind.value for kind in DestinationKind])
    added.add_argument("url", help="where it is, such as https://hooks.example.com/returns")
    added.add_argument("--name", help="what people call it (default: its kind)")
    added.add_argument("--types", default="", help="what it is told, with commas between; all if left out")
    added.add_argument("--key-file", type=Path, metavar="FILE", help="file whose only line is its key")
    command("test", "send a test message and print what came of it")
    command("off", "tell it nothing")
    command("on", "tell it again, from where it was left")
    command("secret", "print another secret; for a day both sign")
    command("retry", "try what was set aside again")
    again = command("replay", "tell a range again, under the same ids")
    again.add_argument("--first", type=int, default=1, metavar="NUMBER", help="the first record (1)")
    again.add_argument("--last", type=int, metavar="NUMBER", help="the last record (the newest)")
    _add_days(again)
    saved = command("export", "print stock movements or EPCIS events of a period", by_id=False)
    saved.add_argument("what", choices=list(_FILES))
    _add_days(saved)


def _add_days(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--from", type=_day, dest="since", metavar="DAY", help="the first day, as 2026-03-31")
    parser.add_argument("--to", type=_day, dest="until", metavar="DAY", help="the last day")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day such as 2026-03-31") from None


def run(options: argparse.Namespace, station: Station) -> int:
    """Do one of the commands. Raises NotOut and FolderInUse."""
    opened, act = _COMMANDS[options.out_command]
    try:
        with opened(station):
            return act(options, station.world)
    except DomainError as refused:
        if refused.reason is not Reason.NOT_NOW:
            raise
        raise NotOut("There is no such system, or nothing of that kind to do: station out list") from None


def _list(options: argparse.Namespace, world: World) -> int:
    found = listing.listed(world)
    if options.json:
        print(json.dumps([_plain(each) for each in found], ensure_ascii=False, indent=2))
        return 0
    for each in found:
        known, way = each.destination, each.track
        parked = f", {each.parked_count} set aside" if each.parked_count else ""
        why = f" ({way.failure.value}{f': {way.said}' if way.said else ''})" if way.failure else ""
        print(f"{known.id}  {known.kind:<8} {each.standing.value}{why}{parked}  {known.name}  {known.url}")
    return 0


def _plain(each: listing.Listed) -> dict[str, Any]:
    known, way = each.destination, each.track
    return {
        "id": known.id,
        "kind": known.kind.value,
        "name": known.name,
        "url": known.url,
        "types": [type_.value for type_ in known.types],
        "standing": each.standing.value,
        "off": known.off.value if known.off else None,
        "cursor": way.cursor,
        "behind": each.behind,
        "failure": way.failure.value if way.failure else None,
        "said": way.said,
        "parked": each.parked_count,
    }


def _add(options: argparse.Namespace, world: World) -> int:
    given = {
        "kind": options.kind,
        "name": options.name or options.kind,
        "url": options.url,
        "types": options.types,
        "key": options.key_file.read_text().strip() if options.key_file else "",
    }
    problems, made = managing.add(world, world.house.station, given)
    if made is None:
        for problem in problems:
            print(problem, file=sys.stderr)
        raise NotOut("Nothing was added.")
    print(made.destination.id)
    if made.secret:
        print(f"{made.secret}\nThis secret is shown once.")
    return 0


def _test(options: argparse.Namespace, world: World) -> int:
    failed = managing.test(world, options.id)
    print("The test message arrived." if failed is None else _said(failed))
    return 0 if failed is None else 1


def _said(failed: Failed) -> str:
    status = f" {failed.status}" if failed.status else ""
    return f"It did not arrive: {failed.why.replace('_', ' ')}{status} {failed.said}".strip()


def _off(options: argparse.Namespace, world: World) -> int:
    managing.turn_off(world, world.house.station, options.id)
    print("It is told nothing now.")
    return 0


def _on(options: argparse.Namespace, world: World) -> int:
    managing.turn_on(world, world.house.station, options.id)
    print("It is told again, from where it was left.")
    return 0


def _secret(options: argparse.Namespace, world: World) -> int:
    made = managing.renew_secret(world, world.house.station, options.id)
    print(f"{made.secret}\nThis secret is shown once. For a day the one before signs, too.")
    return 0


def _retry(options: argparse.Namespace, world: World) -> int:
    print(f"{managing.retry(world, options.id)} messages are tried again.")
    return 0


def _replay(options: argparse.Namespace, world: World) -> int:
    period = _period(options, world) if options.since or options.until else None
    track = managing.replay(world, world.house.station, options.id, options.first, options.last, period)
    print(f"Records {track.cursor + 1} to {track.upto} are told again.")
    return 0


def _export(options: argparse.Namespace, world: World) -> int:
    for part in _FILES[options.what](world, _period(options, world)):
        sys.stdout.buffer.write(part.encode())
    sys.stdout.flush()
    return 0


def _period(options: argparse.Namespace, world: World) -> Period:
    usual = this_month(world.today)
    first = options.since or min(usual.first, options.until or usual.first)
    period = Period(first, options.until or max(usual.last, first))
    if not period.real:
        raise NotOut(f"{period.first} is after {period.last}.")
    return period


_Open = Callable[[Station], AbstractContextManager[None]]
_COMMANDS: dict[str, tuple[_Open, Callable[[argparse.Namespace, World], int]]] = {
    "list": (for_reading, _list),
    "add": (for_writing, _add),
    "test": (for_reading, _test),
    "off": (for_writing, _off),
    "on": (for_writing, _on),
    "secret": (for_writing, _secret),
    "retry": (for_writing, _retry),
    "replay": (for_writing, _replay),
    "export": (for_reading, _export),
}
