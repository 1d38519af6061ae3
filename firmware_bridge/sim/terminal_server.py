"""A serial port offered on the network, raw or by RFC 2217, as terminal servers and network scanners do."""

from __future__ import annotations

import contextlib
import socket
import threading
from dataclasses import dataclass, field
from typing import Any, cast

import serial
from serial.rfc2217 import PortManager

POLL_SECONDS = 0.02


@dataclass(slots=True)
class TerminalServer:
    """Offer the port at `device`, a scanner's link, to one client at a time.

    `number` is the network port it got; starting again after a stop takes the same one.
    """

    device: str
    rfc2217: bool = False
    number: int = 0
    _server: socket.socket | None = field(default=None, init=False)
    _client: socket.socket | None = field(default=None, init=False)
    _thread: threading.Thread | None = field(default=None, init=False)
    _stop: threading.Event = field(default_factory=threading.Event, init=False)
    baud: int = field(default=0, init=False)

    @property
    def url(self) -> str:
        """Return the address as drivers take it."""
        return f"{'rfc2217' if self.rfc2217 else 'socket'}://127.0.0.1:{self.number}"

    def start(self) -> None:
        """Begin to listen."""
        self._stop.clear()
        self._server = socket.create_server(("127.0.0.1", self.number))
        self._server.settimeout(POLL_SECONDS)
        self.number = self._server.getsockname()[1]
        self._thread = threading.Thread(target=self._listen, name=f"terminal server {self.number}")
        self._thread.start()

    def stop(self) -> None:
        """Go away, closing what is open."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()
        if self._server is not None:
            self._server.close()

    def drop(self) -> None:
        """Close the client's connection and go on listening."""
        client = self._client
        if client is not None:
            with contextlib.suppress(OSError):
                client.shutdown(socket.SHUT_RDWR)

    def _listen(self) -> None:
        assert self._server is not None
        while not self._stop.is_set():
            with contextlib.suppress(TimeoutError):
                client, _ = self._server.accept()
                with client, contextlib.suppress(OSError):
                    self._serve(client)

    def _serve(self, client: socket.socket) -> None:
        client.settimeout(POLL_SECONDS)
        self._client = client
        with _Port(self.device, timeout=0) as port:
            manager = _manager(port, client) if self.rfc2217 else None
            while not self._stop.is_set() and self._pump(client, port, manager):
                self.baud = port.baudrate
        self._client = None

    def _pump(self, client: socket.socket, port: serial.Serial, manager: PortManager | None) -> bool:
        """Carry what there is both ways; False when the client is gone."""
        scanned: bytes = port.read(4096)
        if scanned:
            client.sendall(b"".join(manager.escape(scanned)) if manager else scanned)
        try:
            received = client.recv(4096)
        except TimeoutError:
            return True
        port.write(b"".join(manager.filter(received)) if manager else received)
        return bool(received)


@dataclass(frozen=True, slots=True)
class _Connection:
    """What a PortManager writes its answers to."""

    client: socket.socket

    def write(self, data: bytes) -> None:
        self.client.sendall(data)


def _manager(port: serial.Serial, client: socket.socket) -> PortManager:
    # Its types ask for the client's own class where any port and anything that writes will do.
    return PortManager(cast("Any", port), cast("Any", _Connection(client)))


class _Port(serial.Serial):
    """A pty as a port with modem lines, which it has not: the protocol asks for them."""

    @property
    def cts(self) -> bool:
        return True

    dsr = ri = cd = cts

    def _update_rts_state(self) -> None: ...

    def _update_dtr_state(self) -> None: ...
