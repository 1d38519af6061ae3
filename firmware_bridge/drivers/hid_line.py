"""A HID device by its hidraw node: whole reports in, output and feature reports out."""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from firmware_bridge.decode.hid_descriptor import ReportKind, parse
from firmware_bridge.drivers.hidraw_port import HidPort, Hidraw
from firmware_bridge.drivers.lock import PortLock
from firmware_bridge.drivers.node_errors import node_error
from firmware_bridge.drivers.serial_errors import UNUSABLE, lost_error
from firmware_bridge.errors import BridgeError, Reason

log = logging.getLogger(__name__)

READ_MILLISECONDS = 50  # finite: closing does not wake a blocked read
SETTLE_MILLISECONDS = 20  # the reports of one code are a few milliseconds apart
SETTLE_MOST_SECONDS = 1.0
READ_SIZE = 4096  # longer than any report that the kernel takes


@dataclass(slots=True)
class HidLine:
    """One opening of one HID device; open a fresh object after a failure.

    `read` returns one report. `write` sends one, as output or feature report by what the descriptor says of
    its id; it may be called from another thread than the reader's.
    """

    path: str
    runtime_dir: Path
    opener: Callable[[str], HidPort] = Hidraw
    descriptor: bytes = field(default=b"", init=False)
    _features: frozenset[int] = field(default=frozenset(), init=False)
    _port: HidPort | None = field(default=None, init=False)
    _lock: PortLock | None = field(default=None, init=False)
    _using: threading.Lock = field(default_factory=threading.Lock, init=False)

    def open(self) -> None:
        """Lock and open the node and read its report descriptor; raises BridgeError."""
        self._lock = PortLock(self.runtime_dir, os.path.realpath(self.path))
        self._lock.take()
        try:
            self._port = self.opener(self.path)
            self._learn(self._port)
            self._settle(self._port)
        except OSError as error:
            self.close()
            raise node_error(self.path, error) from error
        except BridgeError:
            self.close()
            raise

    def _settle(self, port: HidPort) -> None:
        """Let go by what is being sent right now: it may be the rest of a code whose beginning is gone."""
        dropped, until = 0, time.monotonic() + SETTLE_MOST_SECONDS
        while time.monotonic() < until and port.read(READ_SIZE, SETTLE_MILLISECONDS):
            dropped += 1
        if dropped:
            log.warning("%s: dropped %d reports that came while it was opened", self.path, dropped)

    def read(self) -> bytes:
        """Return one report, or b"" after 50 ms of silence; raises BridgeError UNPLUGGED."""
        try:
            return self._opened().read(READ_SIZE, READ_MILLISECONDS)
        except UNUSABLE as error:
            raise lost_error(self.path, error) from error

    def write(self, data: bytes) -> None:
        """Send a report; raises BridgeError UNPLUGGED. One that the device refuses is logged: scans go on."""
        with self._using:
            port = self._opened()
            send = port.set_feature if data[:1] and data[0] in self._features else port.write
            try:
                send(data)
            except UNUSABLE as error:
                self._refused(data, error)

    def close(self) -> None:
        """Close the node and let its lock go; never raises."""
        with self._using:
            port, self._port = self._port, None
            if port is not None:
                port.close()
        if self._lock is not None:
            self._lock.release()

    def _learn(self, port: HidPort) -> None:
        self.descriptor = port.descriptor()
        known = parse(self.descriptor)
        self._features = frozenset(known.reports(ReportKind.FEATURE)) - set(known.reports(ReportKind.OUTPUT))

    def _opened(self) -> HidPort:
        if self._port is None:
            raise BridgeError(Reason.UNPLUGGED, f"{self.path} is not open")
        return self._port

    def _refused(self, data: bytes, error: Exception) -> None:
        if not Path(self.path).exists():
            raise lost_error(self.path, error) from error
        log.warning("%s refused report %s: %s", self.path, data[:1].hex(), error)
