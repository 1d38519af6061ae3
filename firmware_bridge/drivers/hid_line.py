"""A HID device by its hidraw node: whole reports in, output and feature reports out."""

from __future__ import annotations

import logging
import os
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from firmware_bridge.decode.hid_descriptor import ReportKind, parse
from firmware_bridge.decode.hid_pos import LOST
from firmware_bridge.drivers.hidraw_port import HidPort, Hidraw
from firmware_bridge.drivers.lock import PortLock
from firmware_bridge.drivers.node_errors import node_error
from firmware_bridge.drivers.serial_errors import UNUSABLE, lost_error
from firmware_bridge.errors import BridgeError, Reason

log = logging.getLogger(__name__)

READ_MILLISECONDS = 50  # finite: closing does not wake a blocked read
MOST_WAITING = 4096  # reports, of a scanner that sends them faster than they are worked on for seconds
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
    _waiting: deque[bytes] = field(default_factory=deque, init=False)
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
        except OSError as error:
            self.close()
            raise node_error(self.path, error) from error
        except BridgeError:
            self.close()
            raise

    def read(self) -> bytes:
        """Return one report, or b"" after 50 ms of silence; raises BridgeError UNPLUGGED.

        All that wait are fetched first, because the kernel keeps few. Where some may be lost comes LOST.
        """
        try:
            self._fetch()
        except UNUSABLE as error:
            if not self._waiting:
                raise lost_error(self.path, error) from error
        return self._waiting.popleft() if self._waiting else b""

    def _fetch(self) -> None:
        port = self._opened()
        patience, fetched = 0 if self._waiting else READ_MILLISECONDS, 0
        while len(self._waiting) < MOST_WAITING and (report := port.read(READ_SIZE, patience)):
            self._waiting.append(report)
            patience, fetched = 0, fetched + 1
            if fetched >= port.keeps:
                self._waiting.append(LOST)  # its queue may have been full, and have dropped what came next

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
