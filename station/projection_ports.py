"""What central needs of the store to take stations' entries over into its own tables, as Protocols."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple, Protocol

from station.domain.events import Event
from station.domain.identifiers import BinCode
from station.domain.inspection import Inspection
from station.domain.sync.parked import Parked


class Arrival(NamedTuple):
    """An entry of a station as it came: its canonical JSON."""

    station: str
    seq: int
    kind: str
    canonical: bytes


class Waiting(NamedTuple):
    """Entries that come next, and up to which number each station's were looked at with them."""

    arrivals: tuple[Arrival, ...]
    upto: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Came:
    """An entry of a station that was read. ``keys`` are the things that it tells of."""

    station: str
    seq: int
    kind: str
    actor: str
    at: datetime
    event: Event
    keys: tuple[str, ...]


class Numbered(NamedTuple):
    """An entry that was projected: its number in the one order of all stations, and where it comes from."""

    number: int
    station: str
    seq: int
    canonical: bytes


class DayKey(NamedTuple):
    """What is summed up: finished inspections of a day by where they went; both empty for holds."""

    station: str
    day: date
    disposition: str
    grade: str


@dataclass(frozen=True, slots=True)
class DaySum:
    """So many inspections finished, and so many items put on hold."""

    key: DayKey
    count: int
    holds: int


class Projections(Protocol):
    """How far each station's entries are projected, and those that were parked.

    ``any_waiting`` is quick; ``waiting`` gives the next entries, those of one station together and in their
    order, every station its share. ``read`` raises CannotProject. ``guarded`` undoes what is done in it where
    it raises, and turns what the store cannot take into a CannotProject; a store that fails raises as ever.
    ``setter`` is the station that set a recall of itself, empty where none did; ``set_by`` notes it.
    ``blocked`` are the keys of a station's parked entries with the first entry that has each.
    """

    def any_waiting(self) -> bool: ...
    def waiting(self, limit: int) -> Waiting: ...
    def arrival(self, station: str, seq: int) -> Arrival | None: ...
    def read(self, arrival: Arrival) -> Came: ...
    def keys(self, arrival: Arrival) -> tuple[str, ...]: ...
    def guarded(self) -> AbstractContextManager[None]: ...
    def upto(self, station: str) -> int: ...
    def went(self, station: str, upto: int) -> None: ...
    def park(self, parked: Parked) -> None: ...
    def unpark(self, station: str, seq: int) -> None: ...
    def parked(self, station: str, seq: int) -> Parked | None: ...
    def all_parked(self, limit: int, after: tuple[str, int] = ("", 0)) -> tuple[Parked, ...]: ...
    def count_parked(self) -> int: ...
    def blocked(self, station: str) -> Mapping[str, int]: ...
    def setter(self, recall: str) -> str: ...
    def set_by(self, recall: str, station: str) -> None: ...
    def finish(self, done: Sequence[Inspection], lies: Mapping[str, BinCode]) -> None: ...


class ByNumber(Protocol):
    """All projected entries in one order without gaps, and sums by day that are kept with them.

    ``add`` numbers entries in the order in which they are given. ``of`` finds those that tell of these keys.
    """

    def head(self) -> int: ...
    def add(self, came: Sequence[Came]) -> None: ...
    def after(self, number: int, limit: int) -> tuple[Numbered, ...]: ...
    def of(self, keys: Iterable[str]) -> tuple[Numbered, ...]: ...
    def count(self, more: Mapping[DayKey, tuple[int, int]]) -> None: ...
    def sums(self, first: date, last: date) -> Iterator[DaySum]: ...
