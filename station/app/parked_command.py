"""``station central parked``: records of stations that could not be worked into central's tables."""

import argparse
import json
from collections.abc import Callable, Iterator
from typing import Any

from station.app.opened import opened
from station.app.wiring import Station
from station.domain.sync.parked import Parked
from station.ports import World
from station.services.central import projecting

AddCommon = Callable[[argparse.ArgumentParser], None]
Join = Callable[[argparse.Namespace], Station]

_PAGE = 200


def add_command(commands: "argparse._SubParsersAction[Any]", add_common: AddCommon, join: Join) -> None:
    words = "list records that could not be worked into central's tables, print one, or try them again"
    parser = commands.add_parser("parked", help=words, description=words)
    parser.add_argument("station", metavar="STATION", nargs="?", default="", help="its two digits")
    parser.add_argument("seq", metavar="RECORD", nargs="?", type=int, default=0, help="its number there")
    parser.add_argument("--again", action="store_true", help="try it again, or all of them")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    add_common(parser)
    parser.set_defaults(command=lambda options: _run(options, join(options)))


def _run(options: argparse.Namespace, central: Station) -> int:
    with opened(central):
        if options.again:
            return _again(central.world, options)
        return _show(central.world, options) if options.seq else _list(central.world, options)


def _again(world: World, options: argparse.Namespace) -> int:
    if options.seq:
        try:
            went = int(projecting.repeat(world, options.station, options.seq))
        except KeyError:
            print(f"Record {options.seq} of station {options.station} is not parked.")
            return 1
        left = 1 - went
    else:
        went, left = projecting.repeat_all(world)
    print(json.dumps({"went": went, "left": left}) if options.json else f"{went} worked in, {left} left")
    return 1 if left else 0


def _show(world: World, options: argparse.Namespace) -> int:
    """Print an entry to the byte as it came."""
    with world.read() as uow:
        arrival = uow.projections.arrival(options.station, options.seq)
    print(arrival.canonical.decode() if arrival else "There is no such record here.")
    return 0 if arrival else 1


def _list(world: World, options: argparse.Namespace) -> int:
    found = [each for each in _all(world) if options.station in ("", each.station)]
    if options.json:
        print(json.dumps({"parked": [_plain(each) for each in found]}, ensure_ascii=False))
    for each in found if not options.json else ():
        waits = f" for {each.waits_for}" if each.waits_for else ""
        print(f"{each.station} {each.seq:>9}  {each.kind:<24} {each.why.value}{waits}  {each.said}")
    return 0


def _all(world: World) -> Iterator[Parked]:
    after = ("", 0)
    while True:
        with world.read() as uow:
            found = uow.projections.all_parked(_PAGE, after)
        yield from found
        if len(found) < _PAGE:
            return
        after = found[-1].station, found[-1].seq


def _plain(parked: Parked) -> dict[str, object]:
    return {
        "station": parked.station,
        "seq": parked.seq,
        "kind": parked.kind,
        "why": parked.why.value,
        "said": parked.said,
        "waits_for": parked.waits_for,
        "first_at": parked.first_at.isoformat(),
        "last_at": parked.last_at.isoformat(),
        "tries": parked.tries,
    }
