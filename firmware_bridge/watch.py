"""Notices that a device was plugged in or out, or that its permissions changed, at next to no cost.

Five times a second it looks at the names and the inodes' times of the nodes that scanners, keyboards and
cameras have. A node's permissions come after the node itself, and change its ctime: that is news too.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

log = logging.getLogger(__name__)

LOOK_SECONDS = 0.2
DEV = Path("/dev")
# Folder within /dev, and how the names in it begin.
WATCHED: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("", ("ttyACM", "ttyUSB", "ttyXRUSB", "rfcomm", "hidraw", "video")),
    ("usb", ("lp",)),
    ("input", ("event",)),
    ("serial/by-id", ("",)),
    ("v4l/by-id", ("",)),
)
Mark = tuple[str, int, int, int, int]
Fingerprint = frozenset[Mark]


@dataclass(slots=True)
class Watch:
    """Call `changed` from a thread of its own after every change of what is plugged in."""

    changed: Callable[[], None]
    seconds: float = LOOK_SECONDS
    dev: Path = DEV
    _stop: threading.Event = field(default_factory=threading.Event, init=False)
    _thread: threading.Thread | None = field(default=None, init=False)

    def start(self) -> None:
        """Begin to watch; what is plugged in now is no news."""
        if self._thread is None:
            self._stop.clear()
            seen = fingerprint(self.dev)
            self._thread = threading.Thread(target=self._run, args=(seen,), name="device watch")
            self._thread.start()

    def stop(self) -> None:
        """End the thread. May be called twice."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _run(self, seen: Fingerprint) -> None:
        while not self._stop.wait(self.seconds):
            now = fingerprint(self.dev)
            if now != seen:
                seen = now
                self._tell()

    def _tell(self) -> None:
        try:
            self.changed()
        except Exception:
            log.exception("the owner failed on a change of devices")


def fingerprint(dev: Path = DEV) -> Fingerprint:
    """Return what would differ after a plug, an unplug or a change of permissions."""
    return frozenset(mark for folder, starts in WATCHED for mark in _marks(f"{dev}/{folder}", starts))


def _marks(folder: str, starts: tuple[str, ...]) -> Iterator[Mark]:
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.startswith(starts):
                    yield _mark(entry)
    except OSError:  # no such folder while nothing of its kind is plugged in
        return


def _mark(entry: os.DirEntry[str]) -> Mark:
    try:
        stat = entry.stat(follow_symlinks=False)
    except OSError:
        return entry.path, 0, 0, 0, 0
    return entry.path, stat.st_ino, stat.st_mode, stat.st_gid, stat.st_ctime_ns
