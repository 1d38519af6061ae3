"""``station print``: labels from the command line, to the printer or into files."""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from station.app.opened import opened, site_of
from station.app.wiring import Station
from station.domain.identifiers import Lpn, parse_lpn
from station.domain.labels import Label
from station.domain.people import NewPerson
from station.domain.printing import Outcome
from station.domain.scanning import MOVE_PREFIX
from station.ports import World
from station.services import labels, plates

KINDS = ("lpn", "item", "plates", "bin", "move", "commands", "badge")


class NothingToPrint(RuntimeError):
    """Refuse with what was looked for and not found."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=KINDS, metavar="WHAT", help=", ".join(KINDS))
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help="licence plates, bins (none: all) or ids of people"
    )
    parser.add_argument("--site", type=Path, metavar="DIR", help="for badges: the folder with people.csv")
    most = f"for plates: how many fresh ones, 1 to {plates.MOST}"
    parser.add_argument("--count", type=int, default=1, metavar="N", help=most)
    for kind in ("pdf", "png", "zpl"):
        help_ = f"write {kind.upper()} instead of printing; - is standard output"
        parser.add_argument(f"--{kind}", type=Path, metavar="FILE", help=help_)


def run(options: argparse.Namespace, station: Station) -> int:
    """Print or write what was asked for. Returns 1 if the printer took not all of it."""
    made = _MAKERS[options.what](options, station)
    if not made:
        raise NothingToPrint(f"There is nothing to print: {' '.join(options.names) or options.what}.")
    wanted = {kind: getattr(options, kind) for kind in ("pdf", "png", "zpl") if getattr(options, kind)}
    if wanted:
        return _write(station.world, made, wanted)
    return _print(station.world, made)


# What to print -----------------------------------------------------------------------------------


def _plates(options: argparse.Namespace, station: Station) -> tuple[Label, ...]:
    """Make plates of codes that are well formed, known here or not."""
    _need_names(options)
    return tuple(labels.plate(station.world, parse_lpn(name)) for name in options.names)


def _fresh_plates(options: argparse.Namespace, station: Station) -> tuple[Label, ...]:
    """Draw plates for items to come from the station's own counter."""
    if options.names or not 1 <= options.count <= plates.MOST:
        raise NothingToPrint(f"Say how many, 1 to {plates.MOST}: station print plates --count 50")
    if options.png and options.count > 1:
        raise NothingToPrint(f"A PNG holds one label, and these are {options.count}. Take --pdf.")
    with opened(station):
        return plates.draw(station.world, options.count)


def _items(options: argparse.Namespace, station: Station) -> tuple[Label, ...]:
    _need_names(options)
    with opened(station):
        return tuple(_item(station.world, parse_lpn(name)) for name in options.names)


def _item(world: World, lpn: Lpn) -> Label:
    with world.read() as uow:
        known = uow.inspections.by_lpn(lpn)
        if known is None:
            raise NothingToPrint(f"No item here has the licence plate {lpn}.")
        return labels.item_label(world, uow, known)


def _bins(options: argparse.Namespace, station: Station) -> tuple[Label, ...]:
    return _of_bins(options, station, labels.bin_labels)


def _moves(options: argparse.Namespace, station: Station) -> tuple[Label, ...]:
    return _of_bins(options, station, labels.move_labels, MOVE_PREFIX)


def _of_bins(
    options: argparse.Namespace,
    station: Station,
    make: Callable[[World], tuple[Label, ...]],
    prefix: str = "",
) -> tuple[Label, ...]:
    with opened(station):
        made = {label.code.removeprefix(prefix): label for label in make(station.world)}
    unknown = [name for name in options.names if name not in made]
    if unknown:
        raise NothingToPrint(f"There is no bin {', '.join(unknown)} here.")
    return tuple(made[name] for name in options.names or made)


def _commands(options: argparse.Namespace, station: Station) -> tuple[Label, ...]:  # noqa: ARG001
    return labels.command_labels(station.world)


def _badges(options: argparse.Namespace, station: Station) -> tuple[Label, ...]:
    """Make badges from people.csv, the one place where their codes stand in clear."""
    if options.site is None:
        raise NothingToPrint("Badges need --site DIR: their codes are not kept here, only in people.csv.")
    with opened(station):
        site = site_of(station, options.site)
        with station.world.read() as uow:
            numbers = {person.id: person.sign_in for person in uow.people.all()}
    world = station.world
    known = {person.id: person for person in site.people}
    unknown = [name for name in options.names if name not in known]
    if unknown:
        raise NothingToPrint(f"{options.site} has nobody with the id {', '.join(unknown)}.")
    return tuple(_badge(world, known[name], numbers.get(name, "")) for name in options.names or known)


def _badge(world: World, person: NewPerson, number: str) -> Label:
    return labels.badge_label(world, person.name, person.role, person.badge, number)


def _need_names(options: argparse.Namespace) -> None:
    if not options.names:
        raise NothingToPrint(f"Say which {options.what}: station print {options.what} L07-0000123-4")


_MAKERS: dict[str, Callable[[argparse.Namespace, Station], tuple[Label, ...]]] = {
    "lpn": _plates,
    "item": _items,
    "plates": _fresh_plates,
    "bin": _bins,
    "move": _moves,
    "commands": _commands,
    "badge": _badges,
}


# Where to ----------------------------------------------------------------------------------------


def _write(world: World, made: Sequence[Label], wanted: dict[str, Path]) -> int:
    files = world.label_files
    if "png" in wanted and len(made) > 1:
        raise NothingToPrint(f"A PNG holds one label, and these are {len(made)}. Take --pdf.")
    contents: dict[str, Callable[[Sequence[Label]], bytes]] = {
        "pdf": files.pdf,
        "zpl": files.zpl,
        "png": lambda made: files.png(made[0]),
    }
    for kind, path in wanted.items():
        data = contents[kind](made)
        if str(path) == "-":
            sys.stdout.buffer.write(data)
        else:
            path.write_bytes(data)
            print(f"{path}: {len(made)} {'label' if len(made) == 1 else 'labels'}")
    return 0


def _print(world: World, made: Sequence[Label]) -> int:
    """Send labels one by one, and stop at the first that the printer did not take."""
    for number, label in enumerate(made, start=1):
        outcome, state = world.printer.send(label)
        what = "badge" if not label.caption else label.caption
        became, printer = (value.replace("_", " ") for value in (outcome.value, state.value))
        print(f"{number}/{len(made)} {what}: {became} (printer: {printer})")
        if outcome not in (Outcome.PRINTED, Outcome.INSIDE):
            return 1
    return 0
