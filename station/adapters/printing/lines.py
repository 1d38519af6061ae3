"""Ways to a printer: network, serial line, USB device. Bytes out, bytes back, nothing about labels."""

import contextlib
import fcntl
import os
import select
import socket
import struct
import termios
import time
from pathlib import Path
from typing import Protocol

import serial

CONNECT_SECONDS = 3.0
# How long a printer may take no bytes: one that is out of paper stops reading once its memory is full.
WRITE_SECONDS = 10.0
_POLL_SECONDS = 0.02
_CHUNK = 4096


class Line(Protocol):
    """An open way to a printer. Everything raises OSError once it is gone, or takes nothing in time."""

    def write(self, data: bytes) -> None: ...
    def drain(self) -> None: ...
    def read(self, seconds: float) -> bytes: ...
    def close(self) -> None: ...


class NetworkLine:
    """TCP, port 9100 by custom."""

    def __init__(self, host: str, port: int) -> None:
        self._socket = socket.create_connection((host, port), CONNECT_SECONDS)
        self._socket.settimeout(WRITE_SECONDS)

    def write(self, data: bytes) -> None:
        self._socket.sendall(data)

    def drain(self) -> None:
        """Wait until the other side has acknowledged every byte."""
        until = time.monotonic() + WRITE_SECONDS
        while self._alive() and self._unsent():
            if time.monotonic() > until:
                raise TimeoutError("the printer takes no more data")
            time.sleep(_POLL_SECONDS)

    def _alive(self) -> bool:
        """Return True, or raise what became of the connection: bytes of a dead one stay unsent for ever."""
        error = self._socket.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        if error:
            raise OSError(error, os.strerror(error))
        return True

    def _unsent(self) -> int:
        waiting = fcntl.ioctl(self._socket.fileno(), termios.TIOCOUTQ, b"\0\0\0\0")
        return int(struct.unpack("i", waiting)[0])

    def read(self, seconds: float) -> bytes:
        """Return what comes within so many seconds, b"" for nothing."""
        if not select.select([self._socket], [], [], seconds)[0]:
            return b""
        heard = self._socket.recv(_CHUNK)
        if not heard:
            raise ConnectionResetError("the printer closed the connection")
        return heard

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_WR)  # a plain close could take unread labels with it
        self._socket.close()


class SerialLine:
    """A serial printer through pyserial; XON/XOFF is what label printers are delivered with."""

    def __init__(self, path: str, baud: int, xonxoff: bool = True) -> None:
        self._port = serial.serial_for_url(
            path, baud, xonxoff=xonxoff, timeout=0, write_timeout=WRITE_SECONDS, exclusive=True
        )
        self._seconds_a_byte = 10 / baud

    def write(self, data: bytes) -> None:
        """Write in pieces, because a whole label may take longer than a stalled printer is given."""
        step = max(16, int(WRITE_SECONDS / 4 / self._seconds_a_byte))
        for start in range(0, len(data), step):
            self._port.write(data[start : start + step])
            self.drain()

    def drain(self) -> None:
        """Wait until the line has taken everything; a held-off line is given up."""
        until = time.monotonic() + WRITE_SECONDS
        while getattr(self._port, "out_waiting", 0):  # ports behind a URL do not count
            if time.monotonic() > until:
                raise TimeoutError("the printer takes no more data")
            time.sleep(_POLL_SECONDS)

    def read(self, seconds: float) -> bytes:
        self._port.timeout = seconds
        first: bytes = self._port.read(1)
        return first + self._port.read(self._port.in_waiting) if first else b""

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._port.reset_output_buffer()  # closing waits for what a stalled printer will not take
        self._port.close()


class UsbLine:
    """The kernel's USB printer device, /dev/usb/lp0 and the like."""

    def __init__(self, path: str) -> None:
        self._device = os.open(Path(path), os.O_RDWR | os.O_NONBLOCK | os.O_CLOEXEC)

    def write(self, data: bytes) -> None:
        """Write within the time that a printer is given; ENOSPC is the driver's word for no paper."""
        until = time.monotonic() + WRITE_SECONDS
        while data:
            left = until - time.monotonic()
            if left <= 0 or not select.select([], [self._device], [], left)[1]:
                raise TimeoutError("the printer takes no more data")
            with contextlib.suppress(BlockingIOError):
                data = data[os.write(self._device, data[:_CHUNK]) :]

    def drain(self) -> None:
        """The driver's write has handed everything to the printer."""

    def read(self, seconds: float) -> bytes:
        """Return what comes within so many seconds. A printer that never answers is no error."""
        if not select.select([self._device], [], [], seconds)[0]:
            return b""
        heard = b""
        with contextlib.suppress(BlockingIOError):
            heard = os.read(self._device, _CHUNK)
        if not heard:
            time.sleep(_POLL_SECONDS)  # a printer that never answers is always ready to be read
        return heard

    def close(self) -> None:
        os.close(self._device)
