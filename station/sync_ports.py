"""What stations and central need of each other and of their stores, as Protocols."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from station.domain.sync.messages import (
    Batch,
    Enrolled,
    Enrolment,
    Feed,
    Health,
    Held,
    Opened,
    Receipt,
    Refusal,
)
from station.domain.sync.standing import CENTRAL, Parked, Standing


class CentralUnreachable(Exception):
    """Central did not answer, or not in time. ``retry_after`` is what it asked for, in seconds, if it did.

    ``cut`` tells that the line was there and broke while something was under way.
    """

    def __init__(self, said: str, retry_after: float | None = None, cut: bool = False) -> None:
        super().__init__(said)
        self.retry_after = retry_after
        self.cut = cut


class CentralRefused(Exception):
    """Central answered no: ``why``, ``said`` for the log, and how many entries it has if it told."""

    def __init__(self, why: Refusal, said: str = "", size: int | None = None) -> None:
        super().__init__(said or why.value)
        self.why = why
        self.said = said
        self.size = size


class Central(Protocol):
    """Central, as a station speaks with it. Everything raises CentralUnreachable and CentralRefused.

    ``open`` signs in with the station's key (challenge, signature, token); the token is kept in memory and
    asked for again when it is over. ``held`` tells which photos central has, with ``look`` only those that
    it read and compared now; ``ship_photo`` sends one from where central stands, up to a byte or whole, and
    whole it is done when central has checked its hash. ``own`` gives a station its own entries back, as text,
    after a restore. ``document`` gives what a decision names by its hash, ``photo`` a photo of its own that
    the station keeps no more.
    """

    def enrol(self, asked: Enrolment) -> Enrolled: ...
    def open(self, turn: str, size: int, health: Health) -> Opened: ...
    def held(self, photos: Sequence[str], look: bool = False) -> Held: ...
    def ship_photo(self, sha256: str, photo: bytes, from_byte: int = 0, upto: int = 0) -> None: ...
    def ship(self, batch: Batch) -> Receipt: ...
    def feed(self, after: int) -> Feed: ...
    def document(self, sha256: str) -> bytes: ...
    def photo(self, sha256: str) -> bytes: ...
    def own(self, after: int, limit: int) -> tuple[str, ...]: ...


class Shipping(Protocol):
    """What is kept of shipping: where it stands, what was set aside, which photos are at central alone.

    ``parked`` lists the earliest entries first; ``pruned`` tells whether a photo was taken out of the vault
    because central has it, by the entry that says so.
    """

    def standing(self, destination: str = CENTRAL) -> Standing: ...
    def stand(self, standing: Standing, destination: str = CENTRAL) -> None: ...
    def park(self, parked: Parked, destination: str = CENTRAL) -> None: ...
    def parked(self, limit: int, destination: str = CENTRAL) -> tuple[Parked, ...]: ...
    def parked_one(self, id_: str, destination: str = CENTRAL) -> Parked | None: ...
    def parked_count(self, destination: str = CENTRAL) -> int: ...
    def unpark(self, id_: str, destination: str = CENTRAL) -> None: ...
    def prune(self, photos: Iterable[str], entry: int) -> None: ...
    def pruned(self, sha256: str) -> bool: ...


class Courier(Protocol):
    """What carries records to central, as the rest of the station sees it.

    ``address`` is central's, empty without one. ``photos`` counts those that wait; ``changes`` is a number
    that grows with everything that screens say of it. ``wake`` has it look now, ``at_once`` whatever it
    waits for. ``fetch`` asks central for a photo, None where it cannot be had.
    """

    @property
    def address(self) -> str: ...
    def photos(self) -> int: ...
    def changes(self) -> int: ...
    def wake(self, at_once: bool = False) -> None: ...
    def fetch(self, sha256: str) -> bytes | None: ...


@dataclass(frozen=True, slots=True)
class NoCourier:
    """A station without a central: everything is kept here."""

    address: str = ""

    def photos(self) -> int:
        return 0

    def changes(self) -> int:
        return 0

    def wake(self, at_once: bool = False) -> None:
        return None

    def fetch(self, sha256: str) -> bytes | None:
        return None


@dataclass(frozen=True, slots=True)
class Room:
    """Room on the disk that holds records and photos, in bytes."""

    free: int
    whole: int


@runtime_checkable
class Measures(Protocol):
    """A vault that knows the size of a photo without reading it; None for one that is not there."""

    def size(self, sha256: str) -> int | None: ...


class Disk(Protocol):
    """The disk that holds records and photos. Never raises."""

    def room(self) -> Room: ...


class AnyDisk:
    """A disk that nobody measures, as long as nothing is known of one."""

    def room(self) -> Room:
        return Room(1 << 50, 1 << 50)
