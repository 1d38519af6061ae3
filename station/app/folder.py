"""The data folder: one station at a time, and the keys that live beside the database."""

import contextlib
import fcntl
import os
import secrets
import tempfile
from pathlib import Path


class FolderInUse(RuntimeError):
    """Another station works on this data folder."""


class DataFolder:
    """A folder that is locked from ``start`` to ``stop``, by this process and no other.

    One that is ``shared`` holds keys only: any number of processes of one central have it together.
    """

    def __init__(self, path: Path, shared: bool = False) -> None:
        self.path = path
        self._shared = shared
        self._handle: int | None = None

    def start(self) -> None:
        """Lock the folder. Raises FolderInUse with the process that has it."""
        self.path.mkdir(parents=True, exist_ok=True)
        self.path.chmod(0o700)  # PIN hashes and photos of other people's things are in it
        self._handle = os.open(self.path / "station.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(self._handle, (fcntl.LOCK_SH if self._shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
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
            self._make_key(path)
        return path.read_bytes()

    def _make_key(self, path: Path) -> None:
        """Make a key, unless another process that shares the folder was quicker.

        Whole or not at all: a key cut short by a power cut would sign cookies that anyone can forge.
        """
        handle, partial = tempfile.mkstemp(dir=self.path, prefix=path.stem, suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(secrets.token_bytes(32))
                file.flush()
                os.fsync(handle)
            with contextlib.suppress(FileExistsError):
                os.link(partial, path)
        finally:
            Path(partial).unlink()
