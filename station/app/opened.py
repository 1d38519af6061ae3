"""A station's store for a command: opened for reading beside a station that runs, or alone for writing."""

import contextlib
from collections.abc import Iterator

from station.app.folder import FolderInUse
from station.app.run import started
from station.app.wiring import Station
from station.services.starting import publish_rules


@contextlib.contextmanager
def for_reading(station: Station) -> Iterator[None]:
    """Open the store for reading. A station that has it goes on: its tables are as new as they get."""
    folder, database = station.parts[:2]
    with contextlib.ExitStack() as opened:
        try:
            opened.enter_context(started([folder, database]))
        except FolderInUse:
            opened.enter_context(started([database]))
        else:
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
