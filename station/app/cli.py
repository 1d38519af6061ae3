"""The ``station`` command."""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from station.adapters.central.enrolled import EnrolmentUnreadable
from station.adapters.config.problems import ConfigError
from station.adapters.local.engine import UnsafeSqlite
from station.adapters.local.migrating import NewerDatabase
from station.adapters.local.sealing import RecordBroken
from station.app import (
    central_command,
    decode_command,
    devices_command,
    disposals_command,
    enrol_command,
    form_command,
    import_command,
    key_command,
    logs,
    out_command,
    pack_command,
    people_command,
    print_command,
    rules_command,
    sync_command,
    token_command,
    verify_command,
    waits,
)
from station.app.central_client import NoCentral
from station.app.central_engines import CentralUnusable
from station.app.certificate import CertificateUnusable
from station.app.demo.commands import drive, serve_demo
from station.app.disposals_command import WrongPeriod
from station.app.enrol_command import NotEnrolled
from station.app.folder import FolderInUse
from station.app.form_command import NoForm
from station.app.import_command import NoFile
from station.app.opened import site_of
from station.app.out_command import NotOut
from station.app.pack_command import NothingToPack
from station.app.paths import STATION_TOML
from station.app.people_command import NobodyThere
from station.app.print_command import NothingToPrint
from station.app.rules_named import NoSuchRules
from station.app.run import started
from station.app.serving import PortTaken, serve
from station.app.stations_command import NotSo
from station.app.verify_command import NoStation
from station.app.verify_pack_command import NoKey
from station.app.wiring import Station
from station.domain.errors import DomainError
from station.services.loading import load_site
from station.services.people.from_file import BadgeTaken, PeopleTaken
from station.services.starting import RulesChanged
from station.services.syncing.healing import CannotHeal
from station.trust_ports import KeysUnusable

DEMO_DATA = Path("data/demo")
CENTRAL_DEMO_DATA = Path("data/demo-central")
PORT = 8080
SAID_PLAINLY = (
    ConfigError,
    PortTaken,
    FolderInUse,
    UnsafeSqlite,
    NewerDatabase,
    PermissionError,
    FileExistsError,
    RulesChanged,
    NothingToPack,
    NotOut,
    NothingToPrint,
    NoSuchRules,
    WrongPeriod,
    BadgeTaken,
    NobodyThere,
    RecordBroken,
    KeysUnusable,
    NoStation,
    NoKey,
    NoFile,
    NoForm,
    NotEnrolled,
    NoCentral,
    CannotHeal,
    EnrolmentUnreadable,
    CentralUnusable,
    CertificateUnusable,
    NotSo,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 1 not as wished, 2 refused with the reason."""
    options = _parser().parse_args(arguments)
    logs.set_up(options.verbose)
    try:
        return int(options.command(options))
    except SAID_PLAINLY as refused:
        print(refused, file=sys.stderr)
        return 2
    except DomainError as refused:
        print(f"The station cannot go on: {refused.reason.replace('_', ' ')}.", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="station", description="A workstation for returned goods.")
    parser.add_argument("--verbose", action="store_true", help="log more")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add(commands, "run", _run, "start the station on this machine's scanners and camera")
    _add(commands, "check", _check, "check the configuration and print every mistake at once")
    load = _add(
        commands, "load", _load, "take over products, returns, bins and people from a folder of CSV files"
    )
    load.add_argument(
        "site", type=Path, metavar="DIR", help="folder with products.csv, returns.csv, bins.csv, people.csv"
    )
    checking = _add(commands, "verify", _verify, "check the whole record of a station, or an evidence pack")
    verify_command.add_arguments(checking)
    packing = _add(commands, "pack", _pack, "write the evidence pack of an item, a return or a claim")
    pack_command.add_arguments(packing)
    print_ = _add(commands, "print", _print, "print labels of items, bins, commands and badges")
    print_command.add_arguments(print_)
    listing = _add(commands, "devices", _devices, "list scanners and cameras: what, where, bound or not")
    devices_command.add_arguments(listing)
    listing = _add(commands, "disposals", _disposals, "print the ledger of what was thrown away in a period")
    disposals_command.add_arguments(listing)
    words = "read the codes in pictures and in folders of them"
    reading = commands.add_parser("decode", help=words, description=words)
    decode_command.add_arguments(reading)
    reading.set_defaults(command=decode_command.run)
    words = "look at the rules, take them out as files and in again, put an earlier version back"
    ruling = commands.add_parser("rules", help=words, description=words)
    rules_command.add_commands(ruling, _add_common)
    ruling.set_defaults(command=_rules)
    words = "show the keys that sign the journal, or let a new one sign"
    keys = commands.add_parser("key", help=words, description=words)
    key_command.add_commands(keys, _add_common)
    keys.set_defaults(command=_key)
    _add_people(commands)
    _add_central(commands)
    _add_in(commands)
    _add_out(commands)
    _add_demos(commands)
    return parser


def _add_people(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add what looks after the access of people and of programs, and what is kept of them."""
    words = "look after access and what is kept of people, when no page is at hand"
    people = commands.add_parser("people", help=words, description=words)
    people_command.add_commands(people, _add_common, people_command.PEOPLE)
    people.set_defaults(command=_people)
    words = "give out or remove what is kept of a customer or an address"
    customers = commands.add_parser("senders", help=words, description=words)
    people_command.add_commands(customers, _add_common, people_command.SENDERS)
    customers.set_defaults(command=_people)
    words = "give other programs tokens for the API, and take them back"
    programs = commands.add_parser("token", help=words, description=words)
    token_command.add_commands(programs, _add_common)
    programs.set_defaults(command=_token)


def _add_central(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add what central is run with, and what a station speaks with it."""
    words = "run central, where the records of all stations come together"
    central = commands.add_parser("central", help=words, description=words)
    central_command.add_arguments(central)
    words = "let central know this station, by a code that central printed"
    enrol_command.add_arguments(_add(commands, "enrol", _enrol, words))
    words = "ship what waits now, and say how it stands with central"
    shipping = commands.add_parser("sync", help=words, description=words)
    sync_command.add_commands(shipping, _add_common)
    shipping.set_defaults(command=_sync)


def _add_demos(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    demo = _add(commands, "demo", _demo, "start the station with a sample site on simulated hardware")
    demo.add_argument("--port", type=int, help="where the pages are (default: as configured)")
    demo.add_argument("--unattended", type=_count, metavar="N", help="take N items through with no browser")
    words = "start central on a real PostgreSQL and S3 with two simulated stations that go offline in turns"
    both = _add(commands, "demo-central", _demo_central, words)
    both.add_argument("--port", type=int, default=PORT, help=f"where central's pages are (default: {PORT})")
    items = "take N items in all through both stations with no browser"
    both.add_argument("--unattended", type=_count, metavar="N", help=items)
    for each in (demo, both):
        each.add_argument("--json", action="store_true", help="with --unattended: print one JSON object")


def _add(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    command: Callable[[argparse.Namespace], int],
    help_: str,
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=help_, description=help_)
    parser.set_defaults(command=command)
    _add_common(parser, own_config=not name.startswith("demo"))
    return parser


def _add_common(parser: argparse.ArgumentParser, own_config: bool = True) -> None:
    parser.add_argument("--data", type=Path, metavar="DIR", help="folder for records and photos")
    if own_config:
        parser.add_argument("--config", type=Path, metavar="FILE", default=STATION_TOML, help="station.toml")


def _count(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of items, such as 20")
    return int(text)


def _station(options: argparse.Namespace) -> Station:
    return central_command.either(options)


def _run(options: argparse.Namespace) -> int:
    station = _station(options)
    with started(station.parts):
        serve(station)
    return 0


def _check(options: argparse.Namespace) -> int:
    print(f"{options.config}: no mistakes. {central_command.checked(options.config)}")
    return 0


def _load(options: argparse.Namespace) -> int:
    station = _station(options)
    with started(station.parts[:2]):
        site = site_of(station, options.site)
        people = load_site(
            station.world, site.products, site.returns, site.bins, site.people, site.centers, site.recalls
        )
        waiting = waits.said(station)
    print(
        f"{options.site}: {len(site.products)} products, {len(site.returns)} expected returns, "
        f"{len(site.bins)} bins, {len(site.centers)} work centers, {len(site.people)} people."
    )
    _tell_people(people)
    if waiting:
        print(waiting)
    return 0


_TOLD: tuple[tuple[str, str], ...] = (
    ("kept", "set on screen since, the file changes nothing of"),
    ("ended", "access was ended, the file gives none back to"),
    ("removed", "removed, and not taken over again"),
    (
        "unnamed",
        "not in the file, access stays until it is ended on screen or by station people end",
    ),
    ("telling", "these ids tell names, and ids go into the record for good: take numbers for new people"),
)


def _tell_people(taken: PeopleTaken) -> None:
    """Say what a file did not do to people, by ids."""
    for name, words in _TOLD:
        if ids := getattr(taken, name):
            print(f"People: {words}: {', '.join(ids)}.")


def _verify(options: argparse.Namespace) -> int:
    return verify_command.run(options, _station)


def _devices(options: argparse.Namespace) -> int:
    return devices_command.run(options, _station(options))


def _disposals(options: argparse.Namespace) -> int:
    return disposals_command.run(options, _station(options))


def _pack(options: argparse.Namespace) -> int:
    return pack_command.run(options, _station(options))


def _print(options: argparse.Namespace) -> int:
    return print_command.run(options, _station(options))


def _people(options: argparse.Namespace) -> int:
    return people_command.run(options, _station(options))


def _key(options: argparse.Namespace) -> int:
    return key_command.run(options, _station(options))


def _add_in(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    words = "take over one file of products, returns, people or more, or look at what it would change"
    import_command.add_arguments(_add(commands, "import", _import, words))
    words = "make links to the forms on which customers say what they send back"
    forms = commands.add_parser("form", help=words, description=words)
    form_command.add_commands(forms, _add_common)
    forms.set_defaults(command=_form)


def _import(options: argparse.Namespace) -> int:
    return import_command.run(options, _station(options))


def _form(options: argparse.Namespace) -> int:
    return form_command.run(options, _station(options))


def _add_out(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    words = "tell other systems what happened here: webhooks, EPCIS, stock movements"
    systems = commands.add_parser("out", help=words, description=words)
    out_command.add_commands(systems, _add_common)
    systems.set_defaults(command=_out)


def _out(options: argparse.Namespace) -> int:
    return out_command.run(options, _station(options))


def _token(options: argparse.Namespace) -> int:
    return token_command.run(options, _station(options))


def _rules(options: argparse.Namespace) -> int:
    return rules_command.run(options, _station(options))


def _enrol(options: argparse.Namespace) -> int:
    return enrol_command.run(options, _station(options))


def _sync(options: argparse.Namespace) -> int:
    return sync_command.run(options, _station(options))


def _demo_central(options: argparse.Namespace) -> int:
    # Its engines are loaded where they are used only.
    from station.app.demo import central_commands  # noqa: PLC0415

    data = options.data or CENTRAL_DEMO_DATA
    if options.unattended:
        return central_commands.drive_central(data, options.unattended, options.port, options.json)
    return central_commands.show_central(data, options.port)


def _demo(options: argparse.Namespace) -> int:
    data = options.data or DEMO_DATA
    if options.unattended:
        return drive(data, options.unattended, options.json)
    return serve_demo(data, options.port)
