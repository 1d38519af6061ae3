"""``station sync prune``: let photos go that central has."""

import argparse
from dataclasses import replace
from datetime import timedelta

from station.app.central_client import NoCentral, client
from station.app.opened import for_reading, for_writing
from station.app.wiring import Station
from station.ports import World
from station.services.syncing import pruning, shipping
from station.services.syncing.pruning import Plan
from station.services.syncing.shipping import Session
from station.sync_ports import CentralRefused, CentralUnreachable

_MB = 1_000_000


def run(options: argparse.Namespace, station: Station) -> int:
    """Say what would go, or let it go. Raises NoCentral, FolderInUse."""
    world = _with_days(station.world, options.days)
    if options.plan:
        with for_reading(station):
            print(_said(world, pruning.plan(world)))
        return 0
    with for_writing(station):
        print(f"{_gone(world, station, pruning.plan(world))} photos are at central alone from now on.")
    return 0


def _with_days(world: World, days: int | None) -> World:
    after = world.house.keeping.prune_after if days is None else timedelta(days=max(days, 0))
    if after is None:
        raise NoCentral(
            "Nothing says how long photos stay here. Give --days N, or prune_after_days in [central]."
        )
    return replace(world, house=replace(world.house, keeping=replace(world.house.keeping, prune_after=after)))


def _gone(world: World, station: Station, planned: Plan) -> int:
    central = client(station)
    try:
        shipping.open_way(world, central, Session())
        return pruning.do(world, central, planned)
    except (CentralUnreachable, CentralRefused) as failed:
        raise NoCentral(f"Central has to prove that it has the photos, and it did not: {failed}") from failed
    finally:
        central.close()


def _said(world: World, planned: Plan) -> str:
    keeping = world.house.keeping
    after = keeping.prune_after.days if keeping.prune_after else 0
    return (
        f"{len(planned.photos)} photos of {planned.size / _MB:.1f} MB may go: older than {after} days, and "
        f"at central for {keeping.grace.days} days or more.\n"
        f"{planned.stay} more stay: their items are still under way.\n"
        "Records never go. To do it: station sync prune --do"
    )
