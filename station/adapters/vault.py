"""Photos as files, once, under the SHA-256 of their original bytes."""

import errno
import hashlib
import os
import threading
from pathlib import Path

from station.adapters.durable import sync_folder
from station.domain.errors import DomainError, Reason

_FULL = {errno.ENOSPC, errno.EDQUOT}


class FileVault:
    """A folder of photos. Write, fsync, rename, fsync the folder: then it is there for good."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def put(self, data: bytes, known: str = "") -> str:
        """Keep bytes and return their SHA-256 in hex. Raises DISK_FULL or STORE_FAILED."""
        name = known or hashlib.sha256(data).hexdigest()
        path = self._path(name)
        try:
            if path.exists():
                sync_folder(path.parent)  # who wrote it may not have come so far
            else:
                _write(path, data)
        except OSError as error:
            reason = Reason.DISK_FULL if error.errno in _FULL else Reason.STORE_FAILED
            raise DomainError(reason) from error
        return name

    def get(self, sha256: str) -> bytes:
        """Return the bytes of a photo. Raises KeyError if it is not here."""
        if not (len(sha256) == 64 and sha256.isalnum()):
            raise KeyError(sha256)
        try:
            return self._path(sha256).read_bytes()
        except FileNotFoundError:
            raise KeyError(sha256) from None

    def size(self, sha256: str) -> int | None:
        """Return how many bytes a photo has, None if it is not here."""
        try:
            return self._path(sha256).stat().st_size
        except FileNotFoundError:
            return None

    def remove(self, sha256: str) -> None:
        """Take the bytes of a photo out for good; one that is gone stays gone. Raises STORE_FAILED."""
        path = self._path(sha256)
        try:
            path.unlink(missing_ok=True)
            if path.parent.exists():
                sync_folder(path.parent)
        except OSError as error:
            raise DomainError(Reason.STORE_FAILED) from error

    def _path(self, name: str) -> Path:
        return self._folder / name[:2] / f"{name}.jpg"


def _write(path: Path, data: bytes) -> None:
    new_folder = not path.parent.exists()
    path.parent.mkdir(exist_ok=True)
    partial = path.with_suffix(f".{os.getpid()}-{threading.get_ident()}.part")
    try:
        with partial.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        partial.rename(path)
    finally:
        partial.unlink(missing_ok=True)
    sync_folder(path.parent)
    if new_folder:
        sync_folder(path.parent.parent)
