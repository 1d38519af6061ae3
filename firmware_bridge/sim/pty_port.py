"""One plugged-in pseudo-terminal: the device's end of a line that a driver opens like any port."""

from __future__ import annotations

import os
import pty
import select
import struct
import termios
import threading
import tty
from collections.abc import Callable
from dataclasses import dataclass, field
from fcntl import ioctl

DATA = b"\0"  # the first byte of each read in packet mode: this is data, anything else a set of flags
TIOCPKT_FLUSHREAD = 0x01
GONE_MASK = select.POLLHUP
POLL_MILLISECONDS = 20
GRACE_POLLS = 15  # a host that opens the port and never flushes it, like `cat`, counts as ready after these


@dataclass(slots=True)
class PtyPort:
    """A pty whose device side is held here; a thread drains what the host writes.

    From that thread `hear` is told of it as it comes, and `turn` is called every few milliseconds besides.

    Packet mode tells when the host flushed its input. A driver does that once as the last act of opening, so
    only what is written afterwards is sure to be read.
    """

    hear: Callable[[bytes], None]
    turn: Callable[[], None]
    heard: bytearray = field(default_factory=bytearray, init=False)
    ready: threading.Event = field(default_factory=threading.Event, init=False)
    path: str = field(default="", init=False)
    _device: int = field(default=-1, init=False)
    _wake: tuple[int, int] = field(default=(-1, -1), init=False)
    _thread: threading.Thread | None = field(default=None, init=False)
    _open_polls: int = field(default=0, init=False)

    def plug(self) -> None:
        """Make the pair and begin to listen."""
        self._device, host = pty.openpty()
        self.path = os.ttyname(host)
        tty.setraw(host)
        ioctl(self._device, termios.TIOCPKT, struct.pack("i", 1))
        os.set_blocking(self._device, False)
        os.close(host)  # from here on, poll reports a hang-up exactly while no host has the port open
        self._wake = os.pipe()
        self._thread = threading.Thread(target=self._listen, name=f"pty {self.path}")
        self._thread.start()

    def unplug(self) -> None:
        """Vanish: the host's next read fails as it does on an unplugged USB port."""
        os.write(self._wake[1], b"x")
        if self._thread is not None:
            self._thread.join()
        for descriptor in (self._device, *self._wake):
            os.close(descriptor)

    def send(self, data: bytes, deadline: float) -> int:
        """Write what the line takes within `deadline` seconds and return how many bytes that was."""
        if not select.select([], [self._device], [], deadline)[1]:
            return 0
        return os.write(self._device, data)

    def _listen(self) -> None:
        while not self._woken():
            self.turn()
            self._look()

    def _woken(self) -> bool:
        poller = select.poll()
        poller.register(self._wake[0], select.POLLIN)
        if self.ready.is_set():  # without a host the device would report its absence without end
            poller.register(self._device, select.POLLIN | select.POLLPRI)
        return self._wake[0] in dict(poller.poll(POLL_MILLISECONDS))

    def _look(self) -> None:
        poller = select.poll()
        poller.register(self._device, select.POLLIN | select.POLLPRI)
        events = dict(poller.poll(0)).get(self._device, 0)
        if events & GONE_MASK:
            self._closed()
        else:
            self._opened(events)

    def _closed(self) -> None:
        self._open_polls = 0
        self.ready.clear()
        self._packet()  # a flag raised by the closing must not count for the next opening

    def _opened(self, events: int) -> None:
        self._open_polls += 1
        if self._open_polls >= GRACE_POLLS:
            self.ready.set()
        if events:
            self._drain()

    def _drain(self) -> None:
        packet = self._packet()
        if packet[:1] == DATA:
            self.heard += packet[1:]
            self.hear(packet[1:])
        elif packet and packet[0] & TIOCPKT_FLUSHREAD:
            self.ready.set()

    def _packet(self) -> bytes:
        try:
            return os.read(self._device, 4096)
        except OSError:  # nothing there, or nobody has the port open
            return b""
