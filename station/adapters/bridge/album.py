"""All photos of this station by their prints, to find one that is much like a new one."""

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import numpy as np

from firmware_bridge.vision.photo import Gray, UnreadablePhoto, decode_small
from firmware_bridge.vision.prints import Near, PrintIndex, correlation, fingerprints, small_copy
from station.domain.evidence import Likeness
from station.ports import UnitOfWork, Vault

# Of the nearest prints so many are compared by their pictures: a picture costs milliseconds to open.
COMPARED = 4
# Asked of the index: photos of the inspection itself come first, and there may be many.
ASKED = 24
# Taken over from the store at once.
AT_ONCE = 50_000


class PhotoAlbum:
    """Keeps the prints of all photos in memory: 32 bytes and a number each.

    The table of prints leads. Each look takes over what was committed since the one before, so that a
    photo whose transaction was undone is never known here.
    """

    def __init__(
        self, read: Callable[[], AbstractContextManager[UnitOfWork]], vault: Vault, least: float
    ) -> None:
        self._read = read
        self._vault = vault
        self._least = least
        self._lock = threading.Lock()
        self._index = PrintIndex()
        self._numbers = np.zeros(0, np.int64)

    def start(self) -> None:
        """Take over all prints that the store has: a second and a half for a million."""
        with self._lock:
            self._catch_up()

    def stop(self) -> None:
        """Do nothing: the store has everything."""

    def _catch_up(self) -> None:
        while new := self._newer():
            self._index.add(b"".join(fingerprint for _, fingerprint in new))
            added = np.fromiter((number for number, _ in new), np.int64, len(new))
            self._numbers = np.concatenate([self._numbers, added])

    def _newer(self) -> tuple[tuple[int, bytes], ...]:
        last = int(self._numbers[-1]) if self._numbers.size else 0
        with self._read() as uow:
            return uow.photo_prints.after(last, AT_ONCE)

    def look_up(self, gray: Gray, inspection: str) -> tuple[bytes, tuple[Likeness, ...]]:
        """Give the photo's print, and the nearest photos of other inspections, the most alike first."""
        copy = small_copy(gray)
        ways = fingerprints(copy)
        others = list(self._others(ways, inspection))[:COMPARED]
        alike = [self._compared(copy, near, *named) for near, named in others]
        return ways[0], tuple(sorted(alike, key=lambda like: -like.correlation))

    def _others(self, ways: tuple[bytes, ...], inspection: str) -> Iterator[tuple[Near, tuple[str, str]]]:
        with self._lock:
            self._catch_up()
            near = {int(self._numbers[n.place]): n for n in self._index.nearest(ways, ASKED)}
        with self._read() as uow:
            named = uow.photo_prints.named(list(near))
        known = ((entry, named[number]) for number, entry in near.items() if number in named)
        return ((entry, name) for entry, name in known if name[1] != inspection)

    def _compared(self, copy: Gray, near: Near, sha256: str, inspection: str) -> Likeness:
        try:
            earlier = small_copy(decode_small(self._vault.get(sha256)))
        except (KeyError, UnreadablePhoto):  # it is not here any more
            return Likeness(inspection, sha256, near.bits, 0.0, False)
        found = round(correlation(copy, near.way, earlier), 4)
        return Likeness(inspection, sha256, near.bits, found, found >= self._least)
