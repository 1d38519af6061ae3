"""What waits to be shipped, read from the journal: the next batch, and how many photos there are in all."""

import base64
import itertools
import json
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from station.domain.proof.merkle import leaf_hash
from station.domain.proof.record import commitments_of, named_photos
from station.domain.sync.messages import BATCH
from station.ports import UnitOfWork
from station.store_ports import Entry

# A batch ends here, too, so that one of large entries is no larger than a slow line can carry.
MOST_BYTES = 1_500_000
# What an entry that names photos has in it, whatever its kind: only those are read.
_NAMES_PHOTO = b'"sha256":"'
_SENSELESS = (KeyError, TypeError, AttributeError, ValueError)


class Damaged(Exception):
    """An entry is not as it was written. ``seq`` is its number."""

    def __init__(self, seq: int) -> None:
        super().__init__(f"entry {seq} is not as it was written")
        self.seq = seq


@dataclass(frozen=True, slots=True)
class Load:
    """The next entries as text, what stands beside them, their photos and the first entry that names each."""

    first: int
    entries: tuple[str, ...]
    photos: Mapping[str, int]
    beside: Mapping[str, tuple[str, str]]

    @property
    def last(self) -> int:
        return self.first + len(self.entries) - 1


def next_load(uow: UnitOfWork, size: int, most: int = BATCH) -> Load:
    """Read what comes after the first ``size`` entries. Raises Damaged."""
    read: list[Entry] = []
    room = MOST_BYTES
    for entry in itertools.islice(uow.journal.entries(size), most):
        if leaf_hash(entry.canonical) != entry.leaf or entry.seq != size + len(read) + 1:
            raise Damaged(entry.seq)
        room -= len(entry.canonical)
        if read and room < 0:
            break
        read.append(entry)
    texts = tuple(entry.canonical.decode() for entry in read)
    photos: dict[str, int] = {}
    for entry in read:
        for sha256 in photos_in(entry):
            photos.setdefault(sha256, entry.seq)
    return Load(size + 1, texts, photos, _beside(uow, texts))


def photos_in(entry: Entry) -> tuple[str, ...]:
    """List the photos that an entry names, each once."""
    if _NAMES_PHOTO not in entry.canonical:
        return ()
    try:
        return tuple(sorted(named_photos([json.loads(entry.canonical)])))
    except _SENSELESS:
        return ()


def _beside(uow: UnitOfWork, texts: tuple[str, ...]) -> dict[str, tuple[str, str]]:
    """Gather what people wrote and entries name by a commitment; what was removed stays removed."""
    told: list[Mapping[str, Any]] = [json.loads(text) for text in texts if '"note":"' in text]
    kept = ((commitment, uow.notes.salted(commitment)) for commitment in commitments_of(told))
    return {named: (base64.b64encode(found[0]).decode(), found[1]) for named, found in kept if found}


@dataclass(slots=True)
class PhotosWaiting:
    """How many photos wait, counted on as the journal grows. After a restart it is counted anew."""

    upto: int = 0
    shipped: int = 0
    waits: deque[tuple[int, str]] = field(default_factory=deque)
    known: set[str] = field(default_factory=set)

    @property
    def count(self) -> int:
        return len(self.known)

    def catch_up(self, uow: UnitOfWork, size: int, most: int = 5_000) -> bool:
        """Leave out what was shipped and count what is new, so many entries at most; tell whether all are."""
        if size < self.shipped:
            self.__init__()  # type: ignore[misc]  # central lost some: all of that waits again
        self._leave_out(size)
        for entry in itertools.islice(uow.journal.entries(self.upto), most):
            self.upto = entry.seq
            for sha256 in photos_in(entry):
                if sha256 not in self.known:
                    self.known.add(sha256)
                    self.waits.append((entry.seq, sha256))
        return self.upto >= uow.journal.head()

    def _leave_out(self, size: int) -> None:
        self.shipped, self.upto = size, max(self.upto, size)
        while self.waits and self.waits[0][0] <= size:
            self.known.discard(self.waits.popleft()[1])
