"""``station people`` and ``station senders``: who has access, and what is kept of whom, beside the pages."""

import argparse
import json
from collections.abc import Callable
from dataclasses import dataclass

from station.app.opened import for_reading, for_writing
from station.app.wiring import Station
from station.domain.errors import DomainError, Reason
from station.domain.people import Person
from station.ports import World
from station.services.people import kept, listing, managing, removing, senders


class NobodyThere(RuntimeError):
    """Say that there is no such person or sender, or that it cannot be done to them."""


@dataclass(frozen=True, slots=True)
class _Command:
    """One command below ``station people`` or ``station senders``."""

    help: str
    names: str
    run: Callable[[argparse.Namespace, Station], int]


def add_commands(
    parser: argparse.ArgumentParser,
    common: Callable[[argparse.ArgumentParser], None],
    which: "dict[str, _Command]",
) -> None:
    """Add every command of a group; ``common`` adds what all commands of a station take."""
    commands = parser.add_subparsers(required=True, metavar="WHAT")
    for name, command in which.items():
        made = commands.add_parser(name, help=command.help, description=command.help)
        if command.names:
            made.add_argument("named", metavar=command.names)
        if name == "export":
            made.add_argument("--plain", action="store_true", help="print it to be read, not as JSON")
        common(made)
        made.set_defaults(what=command.run)


def run(options: argparse.Namespace, station: Station) -> int:
    """Run one of them. Raises NobodyThere with what to do instead."""
    try:
        return int(options.what(options, station))
    except DomainError as refused:
        if refused.reason not in _PLAINLY:
            raise
        plainly = _NO_SENDER if options.what in (_export_sender, _remove_sender) else _PLAINLY[refused.reason]
        raise NobodyThere(plainly % {"name": getattr(options, "named", "")}) from None


_PLAINLY = {
    Reason.NOT_NOW: "Nobody here is %(name)s, or it was done already: station people list",
    Reason.STILL_HAS_ACCESS: "%(name)s still has access. End it first: station people end %(name)s",
    Reason.LAST_MANAGER: "%(name)s is the last manager. Make somebody else a manager first, on screen.",
}

_NO_SENDER = "No return here has the customer or address %(name)s, or it was forgotten already."


def _list(options: argparse.Namespace, station: Station) -> int:  # noqa: ARG001 - one of a table
    with for_reading(station):
        found = listing.everybody(station.world)
    for listed in found:
        print(_line(listed.person))
    return 0


def _line(person: Person) -> str:
    standing = "removed" if person.removed_at else "no access" if person.ended_at else person.role.value
    return f"{person.id:<14} {person.sign_in or '-':<7} {standing:<11} {person.name}"


def _reset(options: argparse.Namespace, station: Station) -> int:
    """Give somebody a one-time PIN: the way in when no manager has one any more."""
    with for_writing(station):
        known = managing.get(station.world, options.named)
        if not known.may_enter:
            raise DomainError(Reason.NOT_NOW)
        with station.world.begin() as uow:
            shown = managing.reset(station.world, uow, known, station.world.house.station)
    print(f"One-time PIN of {known.id}, for three days: {shown.pin}   (sign-in number {known.sign_in})")
    return 0


def _end(options: argparse.Namespace, station: Station) -> int:
    with for_writing(station), station.world.begin() as uow:
        managing.end(station.world, uow, options.named, station.world.house.station)
    print(f"{options.named} has no access any more.")
    return 0


def _export(options: argparse.Namespace, station: Station) -> int:
    with for_writing(station):
        found = kept.give_out(station.world, options.named, station.world.house.station)
    print(kept.as_text(found) if options.plain else kept.as_json(found), end="")
    return 0


def _remove(options: argparse.Namespace, station: Station) -> int:
    with for_writing(station), station.world.begin() as uow:
        notes = removing.remove(station.world, uow, options.named, station.world.house.station)
    print(f"What was kept of {options.named} is gone, with {_counted(notes, 'note')}.")
    return 0


def _export_sender(options: argparse.Namespace, station: Station) -> int:
    with for_reading(station):
        found = senders.kept_of(station.world, options.named)
    if options.plain:
        for known in found:
            print("\n".join(f"{name}: {value}" for name, value in known.items()), end="\n\n")
    else:
        print(json.dumps(found, ensure_ascii=False, indent=2, default=str))
    return 0


def _remove_sender(options: argparse.Namespace, station: Station) -> int:
    with for_writing(station):
        count = _forget(station.world, options.named)
    print(f"{options.named} is gone from {_counted(count, 'return')}. Take it out of returns.csv, too.")
    return 0


def _forget(world: World, key: str) -> int:
    with world.begin() as uow:
        return len(senders.remove(uow, key, world.house.station))


def _counted(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


PEOPLE = {
    "list": _Command("list everybody who has or had access, by id", "", _list),
    "reset": _Command("give a person a one-time PIN", "ID", _reset),
    "end": _Command("end a person's access", "ID", _end),
    "export": _Command("print all that is kept of a person", "ID", _export),
    "remove": _Command("remove what is kept of a person whose access was ended", "ID", _remove),
}
SENDERS = {
    "export": _Command(
        "print the returns of a customer or address, by the shop's key", "KEY", _export_sender
    ),
    "remove": _Command("forget a customer or an address", "KEY", _remove_sender),
}
