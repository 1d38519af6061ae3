"""Photos on their way to central, as files in a folder of their own: what came before a cut is kept.

Nothing is synced: what a power cut takes is sent once more, and nothing counts before its hash was checked.
"""

import contextlib
import errno
import fcntl
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from station.central_ports import SpoolBusy
from station.domain.errors import DomainError, Reason

_FULL = {errno.ENOSPC, errno.EDQUOT}
# Of one station; whoever begins more than these loses those begun first.
MOST = 64


class FileSpool:
    """A folder for each station. Names come checked: an id of letters and digits, and a hash."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def have(self, station: str, sha256: str) -> int:
        with _translated():
            try:
                return self._path(station, sha256).stat().st_size
            except FileNotFoundError:
                return 0

    def add(self, station: str, sha256: str, start: int, data: Iterable[bytes]) -> int:
        path = self._path(station, sha256)
        with _translated():
            path.parent.mkdir(parents=True, exist_ok=True)
            if not start:
                _make_room(path)
            handle = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
        try:
            return _append(handle, start, data)
        finally:
            os.close(handle)

    def whole(self, station: str, sha256: str) -> bytes:
        with _translated():
            return self._path(station, sha256).read_bytes()

    def drop(self, station: str, sha256: str) -> None:
        with _translated():
            self._path(station, sha256).unlink(missing_ok=True)

    def _path(self, station: str, sha256: str) -> Path:
        if not (station.isalnum() and sha256.isalnum()):
            raise ValueError(sha256)
        return self._folder / station / f"{sha256}.part"


def _append(handle: int, start: int, data: Iterable[bytes]) -> int:
    """Write pieces as they come; what came is kept when the rest does not."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise SpoolBusy from None
    place = os.fstat(handle).st_size
    if place != start:
        raise IndexError(place)
    for piece in data:
        with _translated():
            place += _written(handle, piece, place)
    return place


def _written(handle: int, piece: bytes, place: int) -> int:
    left = memoryview(piece)
    while left:
        done = os.pwrite(handle, left, place)
        left, place = left[done:], place + done
    return len(piece)


def _make_room(path: Path) -> None:
    """Forget what was begun first where a station has begun too many."""
    begun = [each for each in path.parent.iterdir() if each != path]
    for old in sorted(begun, key=_age)[: max(0, len(begun) + 1 - MOST)]:
        old.unlink(missing_ok=True)


def _age(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return 0.0


@contextlib.contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise DomainError(Reason.DISK_FULL if error.errno in _FULL else Reason.STORE_FAILED) from error
