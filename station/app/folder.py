"""The data folder: one station at a time, and the keys that live beside the database."""

import fcntl
import os
import secrets
from pathlib import Path


class FolderInUse(RuntimeError):
    """Another station works on this data folder."""


class DataFolder:
    """A folder that is locked from ``start`` to ``stop``, by this process and no other."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._handle: int | None = None

    def start(self) -> None:
        """Lock the folder. Raises FolderInUse with the process that has it."""
        self.path.mkdir(parents=True, exist_ok=True)
        self.path.chmod(0o700)  # PIN hashes and photos of other people's things are in it
        self._handle = os.open(self.path / "station.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(self._handle, 20).decode() or "?"
            self.stop()
            raise FolderInUse(
                f"{self.path} is in use by process {holder}. Stop that station, or choose another --data."
            ) from None
        os.ftruncate(self._handle, 0)
        os.write(self._handle, str(os.getpid()).encode())

    def stop(self) -> None:
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    @property
    def runtime(self) -> Path:
        """Return the folder for links and locks of devices."""
        folder = self.path / "run"
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def secret_key(self) -> bytes:
        """Return the key that signs the browsers' cookies; made once, readable by this account only."""
        path = self.path / "secret.key"
        if not path.exists():
            # Whole or not at all: a key cut short by a power cut would sign cookies that anyone can forge.
            partial = path.with_suffix(".part")
            partial.unlink(missing_ok=True)
            handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(secrets.token_bytes(32))
                file.flush()
                os.fsync(handle)
            partial.rename(path)
        return path.read_bytes()
