"""What audits, proofs, blind grades, claims and personal data need of the store."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from station.domain.grading_pairs import Pair
from station.domain.proof.merkle import Node
from station.domain.queue import Queued, Why


@dataclass(frozen=True, slots=True)
class Filter:
    """Which part of the queue is looked at; an empty field leaves out nothing.

    ``least_value`` is in minor units, ``before`` is when an item came into the queue at the latest.
    """

    why: Why | None = None
    grader: str = ""
    category: str = ""
    least_value: int = 0
    before: datetime | None = None


class Queue(Protocol):
    """Audits by inspection. ``page`` lists those that wait, the longest first, after a key."""

    def put(self, queued: Queued) -> None: ...
    def of(self, inspection: str) -> Queued | None: ...
    def page(self, chosen: Filter, limit: int, after: str = "") -> tuple[Queued, ...]: ...
    def counts(self) -> Mapping[Why, int]: ...


class Tree(Protocol):
    """The journal as an RFC 6962 tree: entry ``seq`` is leaf ``seq - 1``.

    ``note`` is the last signed checkpoint (C2SP signed note), empty before the first. ``inclusion`` and
    ``consistency`` are proofs as RFC 6962 orders them; both raise ValueError out of range. ``keys`` are
    the verifier keys that entries of the journal named, ``name_key`` adds one; ``nodes`` are the inner
    nodes that are kept.
    """

    def size(self) -> int: ...
    def root(self, size: int) -> bytes: ...
    def note(self) -> bytes: ...
    def inclusion(self, seq: int, size: int) -> tuple[bytes, ...]: ...
    def consistency(self, old: int, new: int) -> tuple[bytes, ...]: ...
    def keys(self) -> tuple[str, ...]: ...
    def name_key(self, key: str) -> None: ...
    def nodes(self) -> Iterator[Node]: ...


class Notes(Protocol):
    """What people wrote in their own words, apart from the journal, which knows a salted hash of it.

    ``text`` is None once it was removed.
    """

    def put(self, commitment: str, salt: bytes, text: str) -> None: ...
    def text(self, commitment: str) -> str | None: ...
    def remove(self, commitment: str) -> None: ...


class Pairs(Protocol):
    """Items that were graded twice, the latest first, second gradings and calibration items alike.

    ``since`` None is all of them, ``category`` empty every one. At most ``limit`` are given.
    """

    def between(
        self, since: datetime | None, category: str = "", limit: int = 20_000
    ) -> tuple[Pair, ...]: ...
