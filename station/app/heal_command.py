"""``station sync heal``: after a restore from a backup, fetch what central has and this journal has not."""

import argparse
import sys

from station.adapters.local.engine import Database
from station.adapters.local.journal import Writer
from station.adapters.local.mending import keep_copy, mending
from station.app.central_client import NoCentral, client
from station.app.run import started
from station.app.wiring import Station
from station.services.proof.checking import check
from station.services.syncing.healing import CannotHeal, Healed, Missing, heal, missing
from station.services.syncing.photos_back import bring_back
from station.sync_ports import Central, CentralRefused, CentralUnreachable

_MOST_LISTED = 50


def run(options: argparse.Namespace, station: Station) -> int:
    """Heal, or with ``--plan`` say what it would do. Raises NoCentral, CannotHeal, FolderInUse."""
    with started(station.parts[:2]):
        found = _missing(station, photos=not options.plan)
        if not found.entries:
            print("Nothing is missing here: central has no entry that this station has not.")
            return 0
        print(
            f"Central has {len(found.entries)} entries of this station that are not here, after {found.fork}."
        )
        if options.plan:
            print("They would go back where they stood. To do it: station sync heal")
            return 0
        healed = _heal(station, found)
        report = check(station.world, photos=False)
    print(_said(healed))
    for finding in report.findings:
        print(f"The record is not whole yet: {finding.text}", file=sys.stderr)
    return 0 if report.sound else 1


def _missing(station: Station, photos: bool) -> Missing:
    central = client(station)
    try:
        found = missing(station.world, central)
        if photos:
            _bring_photos(station, central, found)
        return found
    except (CentralUnreachable, CentralRefused) as failed:
        raise NoCentral(f"Central is needed for this, and it did not help: {failed}") from failed
    finally:
        central.close()


def _bring_photos(station: Station, central: Central, found: Missing) -> None:
    """Fetch photos of what goes back. One that central has not either is told by a check of the record."""
    came, not_there = bring_back(station.world, central, found.entries)
    if came:
        print(f"{came} photos came from central.")
    if not_there:
        print(f"{not_there} photos are neither here nor could central give them.", file=sys.stderr)


def _heal(station: Station, found: Missing) -> Healed:
    world, folder = station.world, station.folder.path
    name = f"station-{world.clock.now():%Y%m%d-%H%M%S}-before-heal.db"
    print(f"The database as it was: {keep_copy(folder / 'station.db', folder / 'backups', name)}")
    database = station.parts[1]
    assert isinstance(database, Database)
    writer = Writer(world.house.station, world.clock, world.ids, world.house.simulated)
    try:
        with mending(database, writer, world.signer) as mender:
            return heal(world, mender.uow, mender, found, _progress)
    except ValueError as wrong:
        raise CannotHeal(f"Central's copy is not this station's: {wrong}. Nothing was changed.") from wrong


def _progress(done: int) -> None:
    if not done % 1000:
        print(f"{done} entries", file=sys.stderr, flush=True)


def _said(healed: Healed) -> str:
    lines = [f"{healed.put_back} entries were put back."]
    if healed.moved:
        lines.append(
            f"{len(healed.moved)} entries were written since the restore. They stand behind them now:"
        )
        lines.extend(f"  {was} is {now} ({id_})" for was, now, id_ in healed.moved[:_MOST_LISTED])
        if len(healed.moved) > _MOST_LISTED:
            lines.append(f"  and {len(healed.moved) - _MOST_LISTED} more, in the same order")
    if healed.twice:
        plates = ", ".join(healed.twice)
        lines.append(f"Two items have one licence plate, given once before and once after: {plates}.")
        lines.append("Find both, inspect one of them again and print it a new label.")
    lines.extend(
        f"Entry {seq} ({kind}) stands in the journal, and its effect could not be worked in: {why}"
        for seq, kind, why in healed.not_told
    )
    lines.append("Start the station: it ships what central has not, and takes what central decided since.")
    return "\n".join(lines)
