"""A scanner that is not there: real bytes over a real pty, behind a link like those in /dev/serial/by-id."""

from __future__ import annotations

import contextlib
import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from firmware_bridge.errors import BridgeError, Reason
from firmware_bridge.sim.pty_port import PtyPort

DEADLINE_SECONDS = 5.0
ANSWER_SECONDS = 1.0  # an answer longer than the line takes meanwhile is cut short


@dataclass(slots=True)
class PtyScanner:
    """Scan, unplug and replug at will, from any thread.

    `link` leads to the node of the present plug and is replaced at each replug. A scan waits until a host has
    the port open, up to `deadline` seconds, so that none is lost to a port nobody reads. `mind` hears what
    the host writes, as it comes, and returns what the scanner answers.
    """

    link: Path
    suffix: bytes = b"\r"
    deadline: float = DEADLINE_SECONDS
    mind: Callable[[bytes], bytes] | None = None
    _port: PtyPort | None = field(default=None, init=False)
    _lock: threading.RLock = field(default_factory=threading.RLock, init=False)

    @property
    def plugged(self) -> bool:
        """Tell whether the scanner is plugged in."""
        return self._port is not None

    @property
    def heard(self) -> bytes:
        """Return what the host wrote to this scanner since it was plugged in."""
        port = self._port
        return bytes(port.heard) if port is not None else b""

    def start(self) -> None:
        """Plug in for the first time."""
        self.replug()

    def stop(self) -> None:
        """Unplug for good."""
        self.unplug()

    def scan(self, text: str, aim: str | None = None) -> None:
        """Send one code as a scanner does; raises BridgeError SIMULATOR when nobody can read it."""
        self.write(((aim or "") + text).encode() + self.suffix)

    def write(self, data: bytes) -> None:
        """Send raw bytes; raises BridgeError SIMULATOR when nobody can read them."""
        port = self._open_port()
        with self._lock:
            self._send(port, data)

    def unplug(self) -> None:
        """Pull the cable."""
        with self._lock:
            port, self._port = self._port, None
            if port is not None:
                self.link.unlink(missing_ok=True)
        # The port's thread calls back into here, and is joined: it must not be kept out.
        if port is not None:
            port.unplug()

    def replug(self) -> None:
        """Plug in again, on whatever node is free; does nothing while plugged in."""
        with self._lock:
            if self._port is None:
                self._port = PtyPort(self._hear, self._turn)
                self._port.plug()
                point(self.link, self._port.path)

    def _hear(self, data: bytes) -> None:
        if self.mind is not None:
            with self._lock:
                self._answer(self.mind(data))

    def _turn(self) -> None: ...

    def _answer(self, data: bytes) -> None:
        if self._port is not None and data:
            self._port.send(data, ANSWER_SECONDS)

    def _open_port(self) -> PtyPort:
        port = self._port
        if port is None:
            raise BridgeError(Reason.SIMULATOR, f"{self.link.name} is unplugged")
        if not port.ready.wait(self.deadline):
            raise BridgeError(Reason.SIMULATOR, f"no program has {self.link.name} open")
        return port

    def _send(self, port: PtyPort, data: bytes) -> None:
        if port is not self._port:
            raise BridgeError(Reason.SIMULATOR, f"{self.link.name} was unplugged")
        until = time.monotonic() + self.deadline
        while data:
            sent = port.send(data, max(0.0, until - time.monotonic()))
            if not sent:
                raise BridgeError(
                    Reason.SIMULATOR, f"the program that has {self.link.name} open does not read"
                )
            data = data[sent:]


def point(link: Path, target: str) -> None:
    """Make a link lead to a target, replacing what it was in one step."""
    link.parent.mkdir(parents=True, exist_ok=True)
    fresh = link.with_name(f".{link.name}.{os.getpid()}")
    with contextlib.suppress(FileNotFoundError):
        fresh.unlink()
    fresh.symlink_to(target)
    fresh.replace(link)
