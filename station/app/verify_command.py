"""``station verify``: check the whole record of a station, or a pack of evidence."""

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from station.app import verify_pack_command
from station.app.opened import opened
from station.app.wiring import Station
from station.services.proof.checking import check
from station.services.proof.findings import Report

_WIDE = 30


class NoStation(RuntimeError):
    """Refuse a folder in which no station ever worked: an empty record would check out."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "what",
        type=Path,
        nargs="?",
        metavar="DATA|PACK",
        help="a station's data folder, or an evidence pack",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--no-photos", action="store_true", help="leave out the photos, which take longest")
    parser.add_argument(
        "--key", metavar="KEY", help="for a pack: the public key that is trusted, or its file"
    )


def run(options: argparse.Namespace, build: Callable[[argparse.Namespace], Station]) -> int:
    """Check what was named: 0 where all is right, 1 otherwise. Raises NoStation, NoKey."""
    what: Path | None = options.what
    if what is not None and not what.is_dir():
        return verify_pack_command.run(what, options.key)
    if what is not None:
        _holds_one(what)  # before anything is built, which makes folders
    named = argparse.Namespace(**{**vars(options), "data": what or options.data})
    return _check_station(options, build(named))


def _holds_one(folder: Path) -> None:
    if not (folder / "station.db").exists():
        raise NoStation(f"{folder} holds no station: there is no station.db in it. Name its data folder.")


def _check_station(options: argparse.Namespace, station: Station) -> int:
    if station.in_folder:
        _holds_one(station.folder.path)
    with opened(station):
        report = check(station.world, photos=not options.no_photos, progress=_progress)
    _clear()
    print(
        json.dumps(_plain(report), ensure_ascii=False) if options.json else _said(report, options.no_photos)
    )
    return 0 if report.sound else 1


def _progress(done: int, of: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{done * 100 // max(of, 1)}% of {of} entries", end="", file=sys.stderr, flush=True)
    elif not done % 100_000:
        print(f"{done} of {of} entries", file=sys.stderr, flush=True)


def _clear() -> None:
    if sys.stderr.isatty():
        print("\r" + " " * _WIDE + "\r", end="", file=sys.stderr, flush=True)


def _said(report: Report, no_photos: bool) -> str:
    counted = f"{report.entries} entries, " + (
        "no photos looked at" if no_photos else f"{report.photos} photos"
    )
    if report.arrived:
        counted += f", {report.arrived} entries of stations"
    if report.sound:
        pruned = [f"{report.pruned} photos are at central alone."] if report.pruned else []
        return "\n".join([*report.removed, *pruned, f"The journal checks out: {counted}."])
    first, *rest = (finding.text for finding in report.findings)
    lines = [f"First: {first}", *rest, *([f"and {report.more} more"] if report.more else [])]
    return "\n".join([*lines, f"The journal does not check out: {counted}."])


def _plain(report: Report) -> dict[str, object]:
    head = report.head
    said = {"origin": head.origin, "size": head.size, "root": head.root.hex()} if head else None
    findings = [asdict(finding) for finding in report.findings]
    counted = {"entries": report.entries, "photos": report.photos, "arrived": report.arrived}
    return {
        "ok": report.sound,
        **counted,
        "head": said,
        "findings": findings,
        "more": report.more,
        "removed": report.removed,
        "pruned": report.pruned,
    }
