"""What central keeps of stations and of what they send, as Protocols."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from station.domain.proof.merkle import Frontier
from station.domain.sync.known import Code, Known
from station.domain.sync.messages import Refusal


class Sent(NamedTuple):
    """One entry as a station sent it. ``canonical`` are its bytes, ``leaf`` is their hash."""

    seq: int
    id: str
    station: str
    kind: str
    at: str
    payload: Mapping[str, Any]
    leaf: bytes
    canonical: bytes


class NotTaken(NamedTuple):
    """One entry that central did not take: it keeps its place and its leaf, and is worked into nothing."""

    seq: int
    id: str
    why: Refusal
    leaf: bytes
    content: bytes


@dataclass(frozen=True, slots=True)
class Head:
    """How far a station's journal is at central: its tree, and the note that both signed, when it was."""

    tree: Frontier = field(default_factory=Frontier)
    note: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Stand:
    """How things stand with one station: what is known of it, its head, and central's newest entry."""

    known: Known | None
    head: Head
    decided: int


class Stations(Protocol):
    """The stations that central knows.

    ``lock`` lets nobody else write about a station until the transaction is over: whoever puts what they
    read before takes it first. ``contact`` is when one was heard of last, ``contacts`` when each was, by
    central's clock; ``touch`` notes it. ``secret`` is what challenges of central are made with, empty before
    ``make_secret``.
    """

    def lock(self, station: str) -> None: ...
    def get(self, station: str) -> Known | None: ...
    def all(self) -> tuple[Known, ...]: ...
    def put(self, known: Known) -> None: ...
    def contact(self, station: str) -> datetime | None: ...
    def contacts(self) -> Mapping[str, datetime]: ...
    def touch(self, station: str, at: datetime) -> None: ...
    def head(self, station: str) -> Head: ...
    def heads(self) -> Mapping[str, Head]: ...
    def put_head(self, station: str, head: Head) -> None: ...
    def secret(self) -> bytes: ...
    def make_secret(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Pass:
    """What a token opens and until when; with ``own_only`` a station may fetch its own entries, no more."""

    station: str
    until: datetime
    own_only: bool = False


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who comes with a token: what it opens, the station as it is known now, and when it was heard of."""

    given: Pass
    known: Known | None
    heard: datetime | None


class Doors(Protocol):
    """One-time codes and tokens, by hash. ``end`` ends a station's tokens; ``forget`` drops what is over.

    ``bearer`` tells all about who has a token, in one question.
    """

    def code(self, digest: str) -> Code | None: ...
    def put_code(self, digest: str, code: Code) -> None: ...
    def bearer(self, digest: str) -> Bearer | None: ...
    def put_pass(self, digest: str, given: Pass) -> None: ...
    def end(self, station: str) -> None: ...
    def forget(self, before: datetime) -> None: ...


# The station and the number of entries by id, and the stations that have photos by SHA-256.
Placed = Mapping[str, tuple[str, int]]
Holders = Mapping[str, frozenset[str]]


class Arrivals(Protocol):
    """What stations sent, as it came, and which photos are here.

    ``read`` takes a text apart, None where it is no entry: not RFC 8785, too deep, or without what every
    entry has. ``leaves`` and ``refused`` are those of a station from one number to another, ``placed`` tells
    where ids are already and which photos are ``held``, ``own`` are texts after a number, in order. ``held``
    are those of some photos that are here, with the stations that have them; ``hold`` notes that a station
    has some. ``refusals`` counts what was not taken, by station; ``decided`` is the number of central's
    newest entry.
    """

    def read(self, text: str) -> Sent | None: ...
    def append(self, station: str, entries: Sequence[Sent], now: datetime) -> None: ...
    def refuse(self, station: str, entries: Sequence[NotTaken], now: datetime) -> None: ...
    def leaves(self, station: str, first: int, last: int) -> Mapping[int, bytes]: ...
    def refused(self, station: str, first: int, last: int) -> tuple[NotTaken, ...]: ...
    def refusals(self) -> Mapping[str, int]: ...
    def placed(self, ids: Sequence[str], photos: Iterable[str]) -> tuple[Placed, Holders]: ...
    def own(self, station: str, after: int, limit: int) -> tuple[str, ...]: ...
    def held(self, photos: Iterable[str]) -> Holders: ...
    def hold(self, station: str, photos: Iterable[str], now: datetime) -> None: ...
    def decided(self) -> int: ...


class Beside(Protocol):
    """Texts that entries name by a commitment; one that was removed does not come back."""

    def put(self, commitment: str, salt: bytes, text: str) -> None: ...


class Receiving(Protocol):
    """One transaction beside all others: what stations send goes in here, and nothing of central's own.

    ``stand`` is that of the station that is locked, as it was when it was. ``hold`` notes that a station has
    photos; it may be durable only with the next transaction that is, where the engine can do that.
    """

    def stand(self) -> Stand: ...
    def hold(self, station: str, photos: Iterable[str], now: datetime) -> None: ...
    @property
    def stations(self) -> Stations: ...
    @property
    def doors(self) -> Doors: ...
    @property
    def arrivals(self) -> Arrivals: ...
    @property
    def notes(self) -> Beside: ...


class Spool(Protocol):
    """Photos on their way, as far as they are here, by station and SHA-256.

    ``add`` writes what comes behind what is here and returns how much is here then; it raises SpoolBusy while
    the same is being written, and IndexError where ``start`` is not the end. ``whole`` reads them all.
    All raise DISK_FULL and STORE_FAILED.
    """

    def have(self, station: str, sha256: str) -> int: ...
    def add(self, station: str, sha256: str, start: int, data: Iterable[bytes]) -> int: ...
    def whole(self, station: str, sha256: str) -> bytes: ...
    def drop(self, station: str, sha256: str) -> None: ...


class SpoolBusy(Exception):
    """Another request writes the same photo now."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """What central has for stations to send to. ``receiving`` locks one, and is never opened within another.

    With no station nothing is locked.
    """

    receiving: Callable[[str], AbstractContextManager[Receiving]]
    spool: Spool
