"""One owner a port: a lock file of our own.

`exclusive=True` of pyserial is advisory and says nothing: a second program that opens the port steals bytes
(measured). This lock names the holder, and dies with its process.
"""

from __future__ import annotations

import fcntl
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

from firmware_bridge.errors import BridgeError, Reason


@dataclass(slots=True)
class PortLock:
    """Hold a port by name; `take` raises BridgeError PORT_BUSY with the holder's process id."""

    runtime_dir: Path
    port: str
    _file: BinaryIO | None = field(default=None, init=False)

    @property
    def path(self) -> Path:
        """Return the lock file; its name is the port's, so that two links to one node are one lock."""
        return self.runtime_dir / f"{quote(self.port, safe='')}.lock"

    def take(self) -> None:
        """Take the lock or say who has it."""
        file = self._open()
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            holder = file.read().decode("ascii", "replace").strip()
            file.close()
            raise BridgeError(Reason.PORT_BUSY, f"{self.port} is held by {_describe(holder)}") from None
        self._sign(file)

    def release(self) -> None:
        """Let go. The file stays: removing it would race with the next holder."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _open(self) -> BinaryIO:
        try:
            self.runtime_dir.mkdir(parents=True, exist_ok=True)
            return self.path.open("r+b", buffering=0) if self.path.exists() else self._create()
        except OSError as error:
            raise BridgeError(Reason.PERMISSION, f"cannot use the lock file {self.path}: {error}") from error

    def _create(self) -> BinaryIO:
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o644)
        return os.fdopen(descriptor, "r+b", buffering=0)

    def _sign(self, file: BinaryIO) -> None:
        file.truncate(0)
        file.write(f"{os.getpid()}\n".encode("ascii"))
        self._file = file


def _describe(holder: str) -> str:
    try:
        name = Path("/proc", holder, "comm").read_text().strip() if holder.isdigit() else ""
    except OSError:  # it just ended, or this system has no /proc
        name = ""
    return f"process {holder or 'unknown'}{f' ({name})' if name else ''}"
