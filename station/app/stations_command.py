"""``station central stations|enrol|revoke|admit``: who may send records here, from a terminal."""

import argparse
import json
from collections.abc import Callable

from station.app import parked_command
from station.app.opened import opened
from station.app.wiring import Station
from station.domain.errors import DomainError, Reason
from station.ports import World
from station.services.central import enrolling, overview
from station.services.central.overview import Seen

AddCommon = Callable[[argparse.ArgumentParser], None]
Join = Callable[[argparse.Namespace], Station]


class NotSo(RuntimeError):
    """What was asked for cannot be done to this station; says why."""


def add_commands(parser: argparse.ArgumentParser, add_common: AddCommon, join: Join) -> None:
    """Add what there is beside running central. ``join`` makes central of the options."""
    commands = parser.add_subparsers(metavar="WHAT")
    for name, (words, act) in _ACTS.items():
        each = commands.add_parser(name, help=words, description=words)
        add_common(each)
        each.set_defaults(command=_command(act, join))
        if name == "stations":
            each.add_argument("--json", action="store_true", help="print one JSON object")
        else:
            some = "?" if name == "enrol" else None
            each.add_argument("station", metavar="STATION", nargs=some, default="", help="its two digits")
    parked_command.add_command(commands, add_common, join)


def _command(
    act: Callable[[World, argparse.Namespace], None], join: Join
) -> Callable[[argparse.Namespace], int]:
    def run(options: argparse.Namespace) -> int:
        """Do it beside a central that runs, too: the store keeps the two apart."""
        central = join(options)
        with opened(central):
            act(central.world, options)
        return 0

    return run


def _list(world: World, options: argparse.Namespace) -> None:
    seen = overview.stations(world)
    if options.json:
        print(json.dumps({"stations": [_plain(each) for each in seen]}, ensure_ascii=False))
        return
    for each in seen:
        said = ", ".join(condition.replace("_", " ") for condition in each.conditions)
        now = each.standing
        contact = f"{now.contact:%Y-%m-%d %H:%M}" if now.contact else "never"
        print(
            f"{each.known.station}  {said:<24} {now.size:>9} here  {now.records:>7} records and "
            f"{now.photos} photos wait there  last contact {contact}  {each.known.name}"
        )


def _plain(seen: Seen) -> dict[str, object]:
    now, known = seen.standing, seen.known
    return {
        "station": known.station,
        "name": known.name,
        "conditions": [each.value for each in seen.conditions],
        "records": now.size,
        "records_waiting": now.records,
        "photos_waiting": now.photos,
        "parked_here": now.parked_here,
        "parked_there": known.health.parked,
        "contact": now.contact.isoformat() if now.contact else None,
        "clock_seconds": now.clock.total_seconds() if now.clock is not None else None,
        "version": known.health.version,
        "rules": dict(known.health.rules),
        "devices": dict(known.health.devices),
        "key": known.keys[0],
    }


def _enrol(world: World, options: argparse.Namespace) -> None:
    code = _done(lambda: enrolling.invite(world, world.house.station, options.station), options.station)
    print(
        f"{code}\n\nAt the station: station enrol ADDRESS-OF-CENTRAL {code}\n"
        "The code counts for a day, for one station. The station prints the fingerprint of central's key:"
    )
    (key, *_) = world.signer.keys()
    print("  " + " ".join(key.fingerprint[n : n + 4] for n in range(0, len(key.fingerprint), 4)))


def _revoke(world: World, options: argparse.Namespace) -> None:
    _done(lambda: enrolling.revoke(world, world.house.station, options.station), options.station)
    print(f"Station {options.station} is revoked: nothing is taken from it.")


def _admit(world: World, options: argparse.Namespace) -> None:
    _done(lambda: enrolling.readmit(world, world.house.station, options.station), options.station)
    print(f"Station {options.station} goes on, with its next try.")


def _done(act: Callable[[], str | None], station: str) -> str:
    try:
        return act() or ""
    except DomainError as refused:
        if refused.reason is not Reason.NOT_NOW:
            raise
        raise NotSo(f"That cannot be done to station {station!r}: see station central stations.") from None


_ACTS: dict[str, tuple[str, Callable[[World, argparse.Namespace], None]]] = {
    "stations": ("list the stations: how each is, what waits there, when it was heard of last", _list),
    "enrol": ("print a one-time code by which a station is let in; without a number, any new one", _enrol),
    "revoke": ("take nothing from a station any more, at once", _revoke),
    "admit": ("let a station go on that was revoked or stopped", _admit),
}
