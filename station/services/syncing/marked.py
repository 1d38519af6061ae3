"""One transaction in which a decision of central is carried out: marked first, and in every actor."""

from collections.abc import Iterator
from typing import cast

from station.domain.events import Event
from station.domain.sync.carried_out import actor_of
from station.domain.sync.events import TakenFromCentral
from station.ports import UnitOfWork
from station.store_ports import Entry, Journal


class MarkedJournal:
    """The station's journal while it carries out a decision of central.

    The marker is written before the first entry, or by ``close`` where there is none; every entry after it
    has the actor by which central passes over it, whoever the use case names; what follows at the
    station by itself keeps the station's.
    """

    def __init__(self, journal: Journal, marker: TakenFromCentral, station: str) -> None:
        self._journal = journal
        self._marker: TakenFromCentral | None = marker
        self._actor = actor_of(marker.by)
        self._station = station

    def append(self, event: Event, actor: str) -> int:
        self.close()
        return self._journal.append(event, actor if actor == self._station else self._actor)

    def close(self, marker: TakenFromCentral | None = None) -> None:
        """Write the marker where none was written, or another one in its place."""
        if self._marker is not None:
            self._journal.append(marker or self._marker, self._station)
            self._marker = None

    def head(self) -> int:
        return self._journal.head()

    def entries(self, after: int = 0) -> Iterator[Entry]:
        return self._journal.entries(after)


class _Marked:
    """A unit of work with another journal."""

    def __init__(self, uow: UnitOfWork, journal: MarkedJournal) -> None:
        self._uow = uow
        self.journal = journal

    def __getattr__(self, name: str) -> object:
        return getattr(self._uow, name)


def marked(uow: UnitOfWork, journal: MarkedJournal) -> UnitOfWork:
    """Return the unit of work as use cases see it that carry out what central decided."""
    return cast(UnitOfWork, _Marked(uow, journal))
