"""The order that destinations follow, and what came before an entry of it."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from station.domain.identifiers import Lpn
from station.domain.outbound.facts import Fact, fact_of
from station.domain.proof.telling import item_key, return_key, visit_key
from station.outbound_ports import Numbered, Stream
from station.ports import House, UnitOfWork


@dataclass(frozen=True, slots=True)
class OwnJournal:
    """A station's own journal, by the sequence number of its entries."""

    uow: UnitOfWork

    def head(self) -> int:
        return self.uow.journal.head()

    def after(self, number: int, limit: int) -> Sequence[Numbered]:
        found = islice(self.uow.journal.entries(number), limit)
        return tuple(Numbered(entry.seq, entry.canonical) for entry in found)

    def of(self, keys: Iterable[str]) -> Sequence[Numbered]:
        return tuple(Numbered(entry.seq, entry.canonical) for entry in self.uow.told.of(keys))


@dataclass(frozen=True, slots=True)
class AllStations:
    """The projected entries of all stations, by the number that central gave them."""

    uow: UnitOfWork

    def head(self) -> int:
        return self.uow.numbered.head()

    def after(self, number: int, limit: int) -> Sequence[Numbered]:
        found = self.uow.numbered.after(number, limit)
        return tuple(Numbered(entry.number, entry.canonical) for entry in found)

    def of(self, keys: Iterable[str]) -> Sequence[Numbered]:
        return tuple(Numbered(entry.number, entry.canonical) for entry in self.uow.numbered.of(keys))


def stream_of(house: House, uow: UnitOfWork) -> Stream:
    """Return what destinations follow here."""
    return AllStations(uow) if house.is_central else OwnJournal(uow)


@dataclass(frozen=True, slots=True)
class Before:
    """The entries before one of a stream, found by what they tell of."""

    uow: UnitOfWork
    stream: Stream
    number: int

    def of_item(self, lpn: str) -> Sequence[Fact]:
        visits = (visit_key(visit.id) for visit in self.uow.inspections.visits(Lpn(lpn)))
        return self._told((item_key(lpn), *visits))

    def of_return(self, rma: str) -> Sequence[Fact]:
        return self._told((return_key(rma),))

    def _told(self, keys: Iterable[str]) -> Sequence[Fact]:
        found = (fact(entry) for entry in self.stream.of(keys) if entry.number < self.number)
        return tuple(each for each in found if each is not None)


def fact(entry: Numbered) -> Fact | None:
    """Read an entry; None for one that cannot be read, which is for the check of the record to find."""
    try:
        return fact_of(entry.number, json.loads(entry.canonical))
    except (ValueError, KeyError, TypeError):
        return None
