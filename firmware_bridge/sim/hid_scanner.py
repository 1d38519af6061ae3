"""A HID POS scanner that is not there: whole reports over a socket that keeps them whole, as hidraw does.

It stands where the kernel's hidraw node would: `SimulatedHid` opens it instead of hidapi, everything above is
the real thing. The first packet is the report descriptor; the host's packets begin with what they are.
"""

from __future__ import annotations

import errno
import os
import select
import socket
import sys
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from firmware_bridge.errors import BridgeError, Reason
from firmware_bridge.sim.hid_reports import COMMON, STANDARD, Shape

OUTPUT, FEATURE = b"O", b"F"
DEADLINE_SECONDS = 5.0
LARGEST = 8192
Answer = Callable[[bytes, bytes], Iterable[bytes]]


def silent(*_: bytes) -> Iterable[bytes]:
    """Answer nothing to whatever the host sends."""
    return ()


@dataclass(slots=True)
class HidScanner:
    """Scan, unplug and replug at will, from any thread; `heard` keeps what the host sent, kind and report."""

    node: Path
    descriptor: bytes = STANDARD
    shape: Shape = COMMON
    answer: Answer = silent
    deadline: float = DEADLINE_SECONDS
    heard: list[tuple[bytes, bytes]] = field(default_factory=list, init=False)
    _door: socket.socket | None = field(default=None, init=False)
    _host: socket.socket | None = field(default=None, init=False)
    _opened: threading.Event = field(default_factory=threading.Event, init=False)
    _thread: threading.Thread | None = field(default=None, init=False)
    _wake: tuple[int, int] = field(default=(-1, -1), init=False)

    def plug(self) -> None:
        """Let the node appear."""
        self.node.parent.mkdir(parents=True, exist_ok=True)
        self._door = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._door.bind(str(self.node))
        self._door.listen()
        self._wake = os.pipe()
        self._thread = threading.Thread(target=self._serve, args=(self._door,), name=f"hid {self.node.name}")
        self._thread.start()

    def unplug(self) -> None:
        """Pull the cable: the host's next read fails as it does on hidraw."""
        thread, self._thread = self._thread, None
        if thread is None:
            return
        self.node.unlink()
        os.write(self._wake[1], b"x")
        thread.join()
        for end in self._wake:
            os.close(end)

    def scan(self, text: str, aim: str = "") -> None:
        """Send one code; raises BridgeError SIMULATOR when nobody has the node open."""
        for report in self.shape.reports(text.encode(), aim):
            self.send(report)

    def send(self, report: bytes) -> None:
        """Send one report as it is; raises BridgeError SIMULATOR when nobody has the node open."""
        host = self._host if self._opened.wait(self.deadline) else None
        if host is None:
            raise BridgeError(Reason.SIMULATOR, f"no program has {self.node.name} open")
        host.send(report)

    def _serve(self, door: socket.socket) -> None:
        with door:
            while self._step(door):
                pass
        self._hang_up()

    def _step(self, door: socket.socket) -> bool:
        host = self._host
        waiting: list[socket.socket | int] = [door, self._wake[0], *([host] if host else [])]
        ready = select.select(waiting, [], [])[0]
        if door in ready:
            self._let_in(door)
        elif host is not None and host in ready:
            self._listen(host)
        return self._wake[0] not in ready

    def _let_in(self, door: socket.socket) -> None:
        self._hang_up()
        self._host, _ = door.accept()
        self._host.send(self.descriptor)
        self._opened.set()

    def _listen(self, host: socket.socket) -> None:
        try:
            packet = host.recv(LARGEST)
        except ConnectionError:  # it left with reports unread
            packet = b""
        if not packet:
            self._hang_up()
            return
        self.heard.append((packet[:1], packet[1:]))
        for report in self.answer(packet[:1], packet[1:]):
            host.send(report)

    def _hang_up(self) -> None:
        self._opened.clear()
        host, self._host = self._host, None
        if host is not None:
            host.close()


class SimulatedHid:
    """The host's end: a HidPort that opens a HidScanner's node. Unlike the kernel, a socket drops nothing."""

    keeps = sys.maxsize

    def __init__(self, path: str) -> None:
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        try:
            self._socket.connect(path)
            self._descriptor = self._socket.recv(LARGEST)
        except OSError:
            self._socket.close()
            raise

    def descriptor(self) -> bytes:
        return self._descriptor

    def read(self, size: int, milliseconds: int) -> bytes:
        if not select.select([self._socket], [], [], milliseconds / 1000)[0]:
            return b""
        report = self._socket.recv(size)
        if not report:
            raise OSError(errno.ENODEV, "the device is gone")
        return report

    def write(self, report: bytes) -> None:
        self._socket.send(OUTPUT + report)

    def set_feature(self, report: bytes) -> None:
        self._socket.send(FEATURE + report)

    def close(self) -> None:
        self._socket.close()
