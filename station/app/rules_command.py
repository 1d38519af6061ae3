"""``station rules``: what counts, what counted, and rules as files, out and in."""

import argparse
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from station.app import replay_command, rules_files
from station.app.opened import for_reading, for_writing
from station.app.rules_named import NoSuchRules, check_version, key_of, named, station_itself
from station.app.wiring import Station
from station.services import rules


@dataclass(frozen=True, slots=True)
class _Command:
    """One command below ``station rules``."""

    help: str
    arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace, Station], int]


def add_commands(parser: argparse.ArgumentParser, common: Callable[[argparse.ArgumentParser], None]) -> None:
    """Add every command; ``common`` adds what all commands of a station take."""
    commands = parser.add_subparsers(required=True, metavar="WHAT")
    for name, command in COMMANDS.items():
        made = commands.add_parser(name, help=command.help, description=command.help)
        command.arguments(made)
        common(made)
        made.set_defaults(what=command.run)


def run(options: argparse.Namespace, station: Station) -> int:
    """Run one of them."""
    return int(options.what(options, station))


# Looking ------------------------------------------------------------------------------------------


def _list(options: argparse.Namespace, station: Station) -> int:
    with for_reading(station):
        cards = rules.overview(station.world)
    if options.json:
        _print_json([_card(card) for card in cards])
    else:
        print("\n".join(map(_in_words, cards)))
    return 0


def _card(card: rules.RuleCard) -> dict[str, Any]:
    under_way = card.draft and {"by": card.draft.by, "at": f"{card.draft.at:%Y-%m-%dT%H:%M:%S%z}"}
    return {
        "kind": card.key.kind,
        "id": card.key.id,
        "title": card.title.en if card.title else None,
        "version": card.version,
        "since": card.since.isoformat() if card.since else None,
        "by": card.by,
        "draft": under_way and {**under_way, "problems": card.draft.problems if card.draft else 0},
    }


def _in_words(card: rules.RuleCard) -> str:
    counts = f"version {card.version} since {card.since:%Y-%m-%d %H:%M}, {card.by}"
    under_way = f"; draft by {card.draft.by}, {card.draft.problems} to mend" if card.draft else ""
    return f"{named(card.key):24} {counts if card.since else 'not published'}{under_way}"


def _show(options: argparse.Namespace, station: Station) -> int:
    with for_reading(station):
        key = key_of(station.world, options.rules)
        check_version(station.world, key, options.version)
        print(rules.export(station.world, key, options.version), end="")
    return 0


def _history(options: argparse.Namespace, station: Station) -> int:
    with for_reading(station):
        past = rules.history(station.world, key_of(station.world, options.rules))
    if options.json:
        _print_json([{**asdict(each), "since": each.since.isoformat()} for each in past])
    else:
        print("\n".join(f"version {p.version} from {p.since:%Y-%m-%d %H:%M}, {p.by}" for p in past))
    return 0


def _print_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2))


def _rollback(options: argparse.Namespace, station: Station) -> int:
    world = station.world
    with for_writing(station):
        key = key_of(world, options.rules)
        check_version(world, key, options.version)
        if rules.history(world, key)[0].version == options.version:
            raise NoSuchRules(f"{named(key)}: version {options.version} counts already.")
        rules.roll_back(world, key, options.version, station_itself(world))
    print(f"{named(key)}: version {options.version} counts again, from the next item on.")
    return 0


# Arguments ----------------------------------------------------------------------------------------


def _rules(parser: argparse.ArgumentParser) -> None:
    kinds = "checklist/ID, policy, table, prices, conditions, signals or disposal"
    parser.add_argument("rules", metavar="KIND[/ID]", help=kinds)


def _json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print one JSON array")


def _dir(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("dir", type=Path, metavar="DIR", help="folder of rules, as config/ has them")


def _for_show(parser: argparse.ArgumentParser) -> None:
    _rules(parser)
    parser.add_argument("--version", type=int, metavar="N", help="another version than the one that counts")


def _for_history(parser: argparse.ArgumentParser) -> None:
    _rules(parser)
    _json(parser)


def _for_export(parser: argparse.ArgumentParser) -> None:
    _dir(parser)
    parser.add_argument("--overwrite", action="store_true", help="write over files that are there")


def _for_import(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="rules as TOML")
    kinds = "which rules these are: checklist/ID, which may be a new one, policy, table, ..."
    parser.add_argument("--as", dest="rules", required=True, metavar="KIND[/ID]", help=kinds)
    parser.add_argument("--publish", action="store_true", help="let them count at once, not only as a draft")
    parser.add_argument("--overwrite", action="store_true", help="write over a draft that is there")


def _for_rollback(parser: argparse.ArgumentParser) -> None:
    _rules(parser)
    parser.add_argument("version", type=int, metavar="VERSION", help="the version to put back")


COMMANDS: Mapping[str, _Command] = {
    "list": _Command("list every rule: which version counts, since when, who is at a draft", _json, _list),
    "show": _Command("print rules as TOML", _for_show, _show),
    "history": _Command("list which versions counted when", _for_history, _history),
    "check": _Command("check a folder of rules over those that count", _dir, rules_files.check),
    "export": _Command("write the rules that count into a folder", _for_export, rules_files.export),
    "import": _Command("take a file for the draft of some rules", _for_import, rules_files.import_),
    "replay": _Command(
        "try a folder of rules on past inspections", replay_command.add_arguments, replay_command.run
    ),
    "rollback": _Command("let an earlier version count again", _for_rollback, _rollback),
}
