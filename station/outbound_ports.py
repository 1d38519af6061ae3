"""What telling other systems needs: the order to follow, the store of destinations, one guarded way out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from station.domain.outbound.answers import Answer
from station.domain.outbound.destinations import Destination, Failed, Failure, Parked, Track
from station.domain.outbound.rules import OutboundRules


class Numbered(NamedTuple):
    """An entry of the stream: its number and its canonical JSON."""

    number: int
    canonical: bytes


class Stream(Protocol):
    """The entries that destinations follow: a station's own journal, or all stations' entries at central.

    Numbers have no gaps. ``of`` finds the entries that tell of these keys, in their order.
    """

    def head(self) -> int: ...
    def after(self, number: int, limit: int) -> Sequence[Numbered]: ...
    def of(self, keys: Iterable[str]) -> Sequence[Numbered]: ...


class Destinations(Protocol):
    """Destinations, how far each was told, and what was parked. ``parked`` are the earliest first."""

    def all(self) -> tuple[Destination, ...]: ...
    def get(self, id_: str) -> Destination | None: ...
    def save(self, destination: Destination) -> None: ...
    def track(self, id_: str) -> Track | None: ...
    def tracks(self) -> tuple[Track, ...]: ...
    def save_track(self, track: Track) -> None: ...
    def drop_track(self, id_: str) -> None: ...
    def park(self, parked: Parked) -> None: ...
    def parked(self, destination: str, limit: int) -> tuple[Parked, ...]: ...
    def parked_again(self, limit: int) -> tuple[Parked, ...]: ...
    def parked_one(self, destination: str, id_: str) -> Parked | None: ...
    def parked_counts(self) -> Mapping[str, int]: ...
    def unpark(self, destination: str, id_: str) -> None: ...


class NotSent(Exception):
    """A message did not get an answer: ``how`` says why."""

    def __init__(self, how: Failed) -> None:
        super().__init__(how.why.value)
        self.how = how


class Poster(Protocol):
    """Sends one body to an address that the site allows. Raises NotSent where nothing was answered."""

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Answer: ...


class NoPoster:
    """Sends nothing: where no way out was joined."""

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        raise NotSent(Failed(Failure.NOT_ALLOWED))


@dataclass(frozen=True, slots=True)
class Outside:
    """The way out: what the site decided of it, and who goes it."""

    rules: OutboundRules = field(default_factory=OutboundRules)
    poster: Poster = field(default_factory=NoPoster)
