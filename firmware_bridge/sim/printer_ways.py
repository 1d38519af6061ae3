"""The two ways to the simulated label printer: a TCP port, and a serial line over a real pty."""

from __future__ import annotations

import contextlib
import os
import pty
import select
import socket
import struct
import threading
import tty
from dataclasses import dataclass, field
from pathlib import Path

from firmware_bridge.sim.scanner import point
from firmware_bridge.sim.zpl_printer import ZplPrinter

_POLL_SECONDS = 0.05
_CHUNK = 4096


@dataclass(slots=True)
class TcpPrinter:
    """A printer on a TCP port of this computer; it takes one connection at a time, as most do.

    ``cut_after`` bytes of one label the connection is torn down, once.
    """

    printer: ZplPrinter = field(default_factory=ZplPrinter)
    port: int = 0
    cut_after: int | None = None
    _listener: socket.socket | None = field(default=None, init=False)
    _over: threading.Event = field(default_factory=threading.Event, init=False)
    _thread: threading.Thread | None = field(default=None, init=False)

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    def reserve(self) -> None:
        """Choose the port before anyone has to know it."""
        if self._listener is None:
            self._listener = socket.create_server(("127.0.0.1", self.port))
            self._listener.settimeout(_POLL_SECONDS)
            self.port = self._listener.getsockname()[1]

    def start(self) -> None:
        """Switch on; on the same port as before."""
        if self._thread is None:
            self.reserve()
            self._over.clear()
            self._thread = threading.Thread(target=self._serve, name="printer", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Switch off: connections end, and what is not on paper is lost."""
        self._over.set()
        if self._thread is not None:
            self._thread.join()
        if self._listener is not None:
            self._listener.close()
        self._thread = self._listener = None
        self.printer.power_off()

    def _serve(self) -> None:
        assert self._listener is not None
        while not self._over.is_set():
            with contextlib.suppress(TimeoutError):
                client, _ = self._listener.accept()
                with client, contextlib.suppress(OSError):
                    self._talk(client)

    def _talk(self, client: socket.socket) -> None:
        came = 0
        while not self._over.is_set():
            if not select.select([client], [], [], _POLL_SECONDS)[0]:
                continue
            data = client.recv(_CHUNK if self.cut_after is None else 256)
            if not data:
                return
            came += len(data)
            if self.cut_after is not None and came > self.cut_after:
                self.cut_after = None
                client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                return
            client.sendall(self.printer.feed(data))


@dataclass(slots=True)
class PtyPrinter:
    """A printer on a serial line; ``link`` leads to its node."""

    link: Path
    printer: ZplPrinter = field(default_factory=ZplPrinter)
    _ends: tuple[int, int] | None = field(default=None, init=False)
    _over: threading.Event = field(default_factory=threading.Event, init=False)
    _thread: threading.Thread | None = field(default=None, init=False)

    def start(self) -> None:
        """Plug in. The far end is held open, so that the line survives the host's coming and going."""
        device, host = pty.openpty()
        tty.setraw(host)
        os.set_blocking(device, False)
        self._ends = (device, host)
        point(self.link, os.ttyname(host))
        self._over.clear()
        self._thread = threading.Thread(target=self._serve, args=(device,), name="printer", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Unplug."""
        self._over.set()
        if self._thread is not None:
            self._thread.join()
        self.link.unlink(missing_ok=True)
        for end in self._ends or ():
            os.close(end)
        self._ends = self._thread = None
        self.printer.power_off()

    def _serve(self, device: int) -> None:
        while not self._over.is_set():
            if select.select([device], [], [], _POLL_SECONDS)[0]:
                with contextlib.suppress(OSError):
                    os.write(device, self.printer.feed(os.read(device, _CHUNK)))
