"""What is kept of decisions on their way from central to stations, as Protocols."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from station.domain.events import Event
from station.domain.people import Person
from station.domain.sync.events import Took


class FeedStore(Protocol):
    """Central's own journal as stations pull it, and the documents that it gives out, by their SHA-256.

    ``entries`` are numbers and canonical texts.
    """

    def entries(self, after: int, most: int) -> tuple[tuple[int, bytes], ...]: ...
    def add_document(self, sha256: str, what: str) -> None: ...
    def has_document(self, sha256: str) -> bool: ...
    def documents(self, what: str) -> tuple[str, ...]: ...
    def drop_document(self, sha256: str) -> None: ...
    def person(self, person: Person) -> Mapping[str, object]: ...


@dataclass(frozen=True, slots=True)
class Heard:
    """An entry of central's journal that was read; ``by`` is who decided, ``at`` when by central's clock."""

    seq: int
    id: str
    kind: str
    by: str
    at: datetime
    event: Event


@dataclass(frozen=True, slots=True)
class Kept:
    """A decision of central as a station keeps it: the entry as it came, and what became of it when.

    ``beside`` may be personal: it stays only while the decision is parked.
    """

    seq: int
    kind: str
    took: Took
    why: str
    at: str
    entry: str
    beside: Mapping[str, object] = field(default_factory=dict)


class TakenStore(Protocol):
    """The decisions of central that a station took. ``upto`` is None where no central was ever heard.

    ``parked`` goes by central's number, ``last`` gives the latest first. ``read`` takes an entry's number at
    central and its text; it and ``person`` raise CannotProject and ValueError. ``forget`` has all after a
    number be taken again.
    """

    def upto(self) -> int | None: ...
    def move(self, upto: int) -> None: ...
    def keep(self, kept: Kept) -> None: ...
    def get(self, seq: int) -> Kept | None: ...
    def parked(self) -> tuple[Kept, ...]: ...
    def count_parked(self) -> int: ...
    def forget(self, after: int) -> None: ...
    def last(self, most: int) -> tuple[Kept, ...]: ...
    def read(self, seq: int, entry: str) -> Heard: ...
    def person(self, plain: object) -> Person: ...
