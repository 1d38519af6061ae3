"""A keyboard's event node, for this program alone: no key of it reaches any window, console or page.

The kernel's own interface, three ioctls of it: there is no ready-built Python package for evdev, and one that
needs a compiler on every bench is not worth these lines. Source: linux/input.h.
"""

from __future__ import annotations

import errno
import fcntl
import logging
import os
import select
import struct
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from firmware_bridge.drivers.holders import holders
from firmware_bridge.drivers.lock import PortLock
from firmware_bridge.drivers.node_errors import node_error
from firmware_bridge.drivers.serial_errors import UNUSABLE, lost_error
from firmware_bridge.errors import BridgeError, Reason

log = logging.getLogger(__name__)

EVIOCGRAB = 0x40044590
EVIOCSCLOCKID = 0x400445A0
READ_SECONDS = 0.05
SETTLE_SECONDS = 0.05  # no scanner's keys are further apart while it types
SETTLE_MOST_SECONDS = 1.0
READ_SIZE = 24 * 256  # whole events only: the kernel never gives a part of one


def take_over(descriptor: int) -> None:
    """Grab a device and have its events stamped by the monotonic clock; raises OSError."""
    fcntl.ioctl(descriptor, EVIOCGRAB, 1)
    fcntl.ioctl(descriptor, EVIOCSCLOCKID, struct.pack("i", time.CLOCK_MONOTONIC))


@dataclass(slots=True)
class EvdevLine:
    """One opening of one event node; open a fresh object after a failure.

    `read` returns raw events, `write` takes some: lights. `take` makes the node ours, until it is closed by
    whoever or whatever.
    """

    path: str
    runtime_dir: Path
    take: Callable[[int], None] = take_over
    _descriptor: int = field(default=-1, init=False)
    _lock: PortLock | None = field(default=None, init=False)
    _using: threading.Lock = field(default_factory=threading.Lock, init=False)

    def open(self) -> None:
        """Lock, open and grab the node; raises BridgeError: PORT_BUSY where another program grabbed it."""
        self._lock = PortLock(self.runtime_dir, os.path.realpath(self.path))
        self._lock.take()
        try:
            self._descriptor = os.open(self.path, os.O_RDWR | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
            self.take(self._descriptor)
            self._settle()
        except OSError as error:
            self.close()
            raise self._refused(error) from error

    def _settle(self) -> None:
        """Let go by what is being typed right now: its beginning went to whoever had the keyboard before."""
        dropped, until = 0, time.monotonic() + SETTLE_MOST_SECONDS
        while time.monotonic() < until and select.select([self._descriptor], [], [], SETTLE_SECONDS)[0]:
            dropped += len(os.read(self._descriptor, READ_SIZE))
        if dropped:
            log.warning("%s: dropped %d bytes of events that came while it was opened", self.path, dropped)

    def read(self) -> bytes:
        """Return what was typed, or b"" after 50 ms of silence; raises BridgeError UNPLUGGED."""
        try:
            if not select.select([self._descriptor], [], [], READ_SECONDS)[0]:
                return b""
            data = os.read(self._descriptor, READ_SIZE)
        except BlockingIOError:
            return b""
        except UNUSABLE as error:
            raise lost_error(self.path, error) from error
        if not data:
            raise BridgeError(Reason.UNPLUGGED, f"{self.path} ended")
        return data

    def write(self, data: bytes) -> None:
        """Send events; what the device has no light for the kernel ignores. Raises BridgeError UNPLUGGED."""
        with self._using:
            try:
                os.write(self._descriptor, data)
            except BlockingIOError:
                log.warning("%s takes no events", self.path)
            except OSError as error:
                raise lost_error(self.path, error) from error

    def close(self) -> None:
        """Let the node go; never raises, and may be called twice."""
        with self._using:
            descriptor, self._descriptor = self._descriptor, -1
            if descriptor >= 0:
                os.close(descriptor)
        if self._lock is not None:
            self._lock.release()

    def _refused(self, error: OSError) -> BridgeError:
        if error.errno != errno.EBUSY:
            return node_error(self.path, error)
        others = ", ".join(holders(self.path)) or "a program of another user"
        return BridgeError(Reason.PORT_BUSY, f"{self.path} is grabbed; it is open in {others}")
