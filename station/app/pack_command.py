"""``station pack``: write the evidence pack of an item, a return or a claim, also beside one that runs."""

import argparse
from pathlib import Path

from station.app.opened import for_reading
from station.app.wiring import Station
from station.domain.proof.pack import About
from station.domain.texts import LANGUAGES
from station.services.proof.packing import about_what, file_name, write_pack


class NothingToPack(RuntimeError):
    """Refuse what names nothing here."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "what", metavar="LPN|RMA|CLAIM", help="a licence plate, a return's number or a claim's id"
    )
    parser.add_argument("--language", choices=LANGUAGES, help="of the pages (default: the station's)")
    parser.add_argument("--out", type=Path, metavar="FILE", help="where to (default: evidence-....zip here)")


def run(options: argparse.Namespace, station: Station) -> int:
    """Write one pack. Raises NothingToPack, FileExistsError."""
    world = station.world
    with for_reading(station):
        with world.read() as uow:
            about = about_what(uow, options.what)
        if about is None:
            raise NothingToPack(
                f"{options.what!r} is no licence plate, no return and no claim of this station."
            )
        path = options.out or Path(file_name(about))
        _write(station, about, options.language or world.house.language, path)
    print(f"{path}: {about.kind.value} {about.subject}, {path.stat().st_size} bytes.")
    return 0


def _write(station: Station, about: About, language: str, path: Path) -> None:
    """Write a file that was not there before, whole or not at all."""
    with path.open("xb") as out:
        try:
            write_pack(station.world, about, language, out)
        except BaseException:
            path.unlink()
            raise
