"""A station's store for a command: opened for reading beside a station that runs, or alone for writing."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from station.adapters.clock import zone_of
from station.adapters.site_files.site import Site, read_site
from station.app.folder import FolderInUse
from station.app.run import started
from station.app.wiring import Station
from station.domain.parts import choices_by_parts
from station.services.starting import coming_checklists, publish_rules


@contextlib.contextmanager
def opened(station: Station) -> Iterator[bool]:
    """Open the store. A station that has it goes on: its tables are as new as they get.

    Yields whether the store is this command's alone.
    """
    folder, database = station.parts[:2]
    with contextlib.ExitStack() as running:
        try:
            running.enter_context(started([folder, database]))
            alone = True
        except FolderInUse:
            running.enter_context(started([database]))
            alone = False
        yield alone


@contextlib.contextmanager
def for_reading(station: Station) -> Iterator[None]:
    """Open the store with rules in it, also beside a station that runs."""
    with opened(station) as alone:
        if alone:
            _first_rules(station)
        yield


@contextlib.contextmanager
def for_writing(station: Station) -> Iterator[None]:
    """Open the store for writing. Raises FolderInUse beside a station that runs."""
    with started(station.parts[:2]):
        _first_rules(station)
        yield


def _first_rules(station: Station) -> None:
    """Publish the rules of the files where none ever were: a station that never ran has none yet."""
    with station.world.read() as uow:
        known = uow.rules.current()
    if not known:
        publish_rules(station.world)


def site_of(station: Station, folder: Path) -> Site:
    """Read a site's files; products may name the checklists of the files and those made on screen.

    The store is open. Raises ConfigError with every mistake.
    """
    world = station.world
    known = coming_checklists(world)
    zone = zone_of(world.house.zone)
    return read_site(folder, world.today, set(known), zone, choices_by_parts(known.values()))
