"""``station import``: take over one file of a shop or a spreadsheet, or only look at what it would change."""

import argparse
import json
from collections.abc import Callable
from pathlib import Path

from station.app.opened import for_reading, for_writing
from station.app.wiring import Station
from station.domain.importing.kinds import Encoding, ImportKind, Way
from station.ports import World
from station.services.importing import Examined, examine, take_over
from station.services.importing.examining import too_large
from station.services.importing.taking import Arrival
from station.services.importing.watching import done_text, encoding_of, refusal_text


class NoFile(RuntimeError):
    """Say that there is no file to take over, or that it is too large to be read."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", choices=[kind.value for kind in ImportKind], help="what is in the file")
    parser.add_argument("file", type=Path, metavar="FILE", help="CSV or JSON")
    parser.add_argument("--dry-run", action="store_true", help="say what it would change, and change nothing")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument(
        "--encoding", choices=[each.value for each in Encoding], help="how its letters are written"
    )


def run(options: argparse.Namespace, station: Station) -> int:
    """Take the file over, or look at it. Returns 1 where something is wrong with it. Raises NoFile."""
    kind = ImportKind(options.kind)
    encoding = Encoding(options.encoding) if options.encoding else encoding_of(options.file.name)
    data = _data(station.world, kind, options.file)
    if options.dry_run:
        with for_reading(station):
            examined = examine(station.world, kind, data, encoding)
    else:
        with for_writing(station):
            arrival = Arrival(Way.COMMAND, name=options.file.name)
            examined = take_over(station.world, kind, data, arrival, encoding).examined
    said: Callable[[str, Examined], str] = _as_json if options.json else _as_text
    print(said(options.file.name, examined), end="")
    return 0 if examined.right else 1


def _data(world: World, kind: ImportKind, path: Path) -> bytes:
    """Read a file that is not too large, told by its size alone."""
    try:
        size = path.stat().st_size
        if size > world.house.import_limit:
            raise NoFile(f"{path} was not read: {too_large(world, kind, size).found}; "
                         f"expected {too_large(world, kind, size).expected}")  # fmt: skip
        return path.read_bytes()
    except OSError as error:
        raise NoFile(f"{path} cannot be read: {error.strerror}.") from None


def _as_text(name: str, examined: Examined) -> str:
    return done_text(name, examined) if examined.right else refusal_text(name, examined)


def _as_json(name: str, examined: Examined) -> str:
    counts = examined.counts
    problems = [
        {"row": each.line, "column": each.key.removeprefix("column "), "found": str(each.found),
         "expected": str(each.expected), "nearest": each.nearest}
        for each in examined.problems
    ]  # fmt: skip
    told = {
        "file": name,
        "kind": examined.kind.value,
        "sha256": examined.sha256,
        "rows": examined.rows,
        "new": counts.new,
        "changed": counts.changed,
        "unchanged": counts.unchanged,
        "encoding": examined.encoding.value if examined.encoding else None,
        "left": list(examined.left),
        "problems": problems,
        "more": examined.more,
    }
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"
