"""``station sync``: ship what waits now, and say how it stands."""

import argparse
import json
from collections.abc import Callable
from dataclasses import asdict

from station.app import heal_command, prune_command
from station.app.central_client import client
from station.app.opened import opened
from station.app.waits import photos_waiting
from station.app.wiring import Station
from station.domain.sync.standing import Standing
from station.services.syncing import rounds
from station.services.syncing.rounds import Outcome, Round
from station.services.syncing.state import State, state
from station.services.syncing.taking import take_waiting

AddCommon = Callable[[argparse.ArgumentParser], None]


def add_commands(parser: argparse.ArgumentParser, add_common: AddCommon) -> None:
    parser.add_argument("--status", action="store_true", help="ship nothing, only say how it stands")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    add_common(parser)
    commands = parser.add_subparsers(metavar="COMMAND", dest="sync_command")
    words = "let photos go that central has for long enough"
    pruning = commands.add_parser("prune", help=words, description=words)
    which = pruning.add_mutually_exclusive_group(required=True)
    which.add_argument("--plan", action="store_true", help="only say what would go")
    which.add_argument(
        "--do", action="store_true", help="let them go, each after central proved that it has it"
    )
    words = "after a restore from a backup: put back what central has and this journal has not"
    healing = commands.add_parser("heal", help=words, description=words)
    healing.add_argument("--plan", action="store_true", help="only say what it would do")
    add_common(healing)
    pruning.add_argument("--days", type=int, metavar="N", help="older than N days (default: as configured)")
    add_common(pruning)


def run(options: argparse.Namespace, station: Station) -> int:
    """Do what was asked. Raises NoCentral, FolderInUse."""
    if options.sync_command == "heal":
        return heal_command.run(options, station)
    if options.sync_command == "prune":
        return prune_command.run(options, station)
    return _round(options, station)


def _round(options: argparse.Namespace, station: Station) -> int:
    """Do one round, or none beside a station that runs and ships by itself. Raises NoCentral."""
    with opened(station) as alone:
        central = client(station)
        outcome = None
        if alone and not options.status:
            outcome = rounds.run(station.world, Round(central, take_waiting), at_once=True)
        standing, photos = state(station.world), photos_waiting(station.world)
        central.close()
    said = _plain(standing, photos, outcome)
    print(json.dumps(said, ensure_ascii=False) if options.json else _words(said, alone or options.status))
    return 1 if said["stopped"] or (outcome and outcome.standing.attempts) else 0


def _plain(standing: State, photos: int, outcome: Outcome | None) -> dict[str, object]:
    known: Standing = standing.standing
    return {
        "central": standing.address,
        "line": standing.waiting.line.value,
        "records_waiting": standing.waiting.records,
        "photos_waiting": photos,
        "parked": [{**asdict(each), "since": each.since.isoformat()} for each in standing.parked],
        "oldest": _iso(standing.oldest),
        "contact": _iso(known.contact),
        "offline_since": _iso(known.failing_since),
        "next_try": _iso(known.due),
        "attempts": known.attempts,
        "error": known.error,
        "stopped": known.stopped.value if known.stopped else "",
        "shipped": {"records": outcome.shipped.entries, "photos": outcome.shipped.photos}
        if outcome
        else None,
        "free_bytes": standing.free,
    }


def _iso(at: object) -> str:
    return at.isoformat(timespec="seconds") if hasattr(at, "isoformat") else ""


def _words(said: dict[str, object], looked: bool) -> str:
    shipped = said["shipped"]
    lines = [] if looked else ["The station runs and ships by itself."]
    if isinstance(shipped, dict):
        lines.append(f"Shipped {shipped['records']} records and {shipped['photos']} photos.")
    lines.append(f"{said['records_waiting']} records and {said['photos_waiting']} photos wait.")
    lines.extend(f"{words} {said[name]}." for name, words in _TOLD if said[name])
    parked = said["parked"]
    if isinstance(parked, list) and parked:
        lines.append(f"{len(parked)} set aside:")
        lines.extend(f"  {each['id']}: {each['why']}, {each['tries']} tries" for each in parked)
    return "\n".join(lines)


_TOLD = (
    ("contact", "Central answered last at"),
    ("offline_since", "Offline since"),
    ("next_try", "Next try at"),
    ("error", "Last error:"),
    ("stopped", "Stopped:"),
)
