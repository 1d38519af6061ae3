"""``station key``: show the keys that sign the journal's head, and let a new one sign."""

import argparse
import json
from collections.abc import Callable, Iterable

from station.app.opened import for_reading, for_writing
from station.app.run import started
from station.app.wiring import Station
from station.services.proof.keys import Shown, rotate, show

AddCommon = Callable[[argparse.ArgumentParser], None]


def add_commands(parser: argparse.ArgumentParser, add_common: AddCommon) -> None:
    commands = parser.add_subparsers(required=True, metavar="COMMAND", dest="key_command")
    words = "show the keys that sign, and their fingerprints"
    showing = commands.add_parser("show", help=words, description=words)
    showing.add_argument("--json", action="store_true", help="print one JSON object")
    words = "let a new key sign, beside the one before it"
    rotating = commands.add_parser("rotate", help=words, description=words)
    rotating.add_argument("--lost", action="store_true", help="the file of the present key is gone for good")
    for each in (showing, rotating):
        add_common(each)


def run(options: argparse.Namespace, station: Station) -> int:
    """Show the keys, after another was made where that was asked for. Raises KeysUnusable."""
    if options.key_command == "rotate":
        return _rotate(station, options.lost)
    with for_reading(station):
        shown = show(station.world)
    _print(shown, options.json)
    return 0


def _rotate(station: Station, lost: bool) -> int:
    # Where the key is lost nothing can be signed before another is there, not even the station's own rules.
    with started(station.parts[:2]) if lost else for_writing(station):
        rotate(station.world, lost)
        _print(show(station.world), as_json=False)
    return 0


def _print(shown: Iterable[Shown], as_json: bool) -> None:
    print(json.dumps([_plain(each) for each in shown]) if as_json else "\n".join(map(_lines, shown)))


def _lines(shown: Shown) -> str:
    signs = "signs" if shown.signs else "is lost and signs no longer"
    which = "The present key" if shown.present else "The key before it"
    return f"{which} {signs}:\n  {shown.key}\n  fingerprint {_in_fours(shown.key.fingerprint)}"


def _in_fours(fingerprint: str) -> str:
    return " ".join(fingerprint[n : n + 4] for n in range(0, len(fingerprint), 4))


def _plain(shown: Shown) -> dict[str, object]:
    return {
        "key": str(shown.key),
        "fingerprint": shown.key.fingerprint,
        "present": shown.present,
        "signs": shown.signs,
    }
