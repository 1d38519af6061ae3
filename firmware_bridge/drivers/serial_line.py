"""A serial port through pyserial: device nodes, links to them, ptys, and pyserial URLs."""

from __future__ import annotations

import array
import contextlib
import fcntl
import logging
import os
import termios
import time
import tty
from dataclasses import dataclass, field
from pathlib import Path

import serial

from firmware_bridge.drivers.holders import holders
from firmware_bridge.drivers.lock import PortLock
from firmware_bridge.drivers.network_port import RAW, RFC2217, hang_up, is_url, keep_alive, read_rest
from firmware_bridge.drivers.serial_errors import GONE, UNUSABLE, lost_error, open_error
from firmware_bridge.drivers.settings import Flow, LineSettings
from firmware_bridge.errors import BridgeError, Reason

log = logging.getLogger(__name__)

READ_SECONDS = 0.05  # finite: closing does not wake a blocked read on POSIX
WRITE_SECONDS = 1.0
READ_SIZE = 65536
LOOK_SECONDS = 10.0  # on a quiet line: whether another program opened it too
# XON and XOFF are for the line, never for the code. The kernel takes them out; a network port passes them on.
HANDSHAKE = b"\x11\x13"
# With seven data bits the eighth is parity, where whatever carries the line left it in.
SEVEN_BITS = bytes(byte & 0x7F for byte in range(256))


@dataclass(slots=True)
class SerialLine:
    """One opening of one port; open a fresh object after a failure.

    `write` may be called from another thread than the reader's; everything else is the reader's alone.
    """

    port: str
    line: LineSettings
    runtime_dir: Path
    _handle: serial.Serial | None = field(default=None, init=False)
    _lock: PortLock | None = field(default=None, init=False)
    _looked: float = field(default=0.0, init=False)

    def open(self) -> None:
        """Lock, set raw mode, drop what was queued before; raises BridgeError."""
        self._lock = PortLock(self.runtime_dir, real_port(self.port))
        self._lock.take()
        try:
            self._handle = self._open_handle()
        except BridgeError:
            self.close()
            raise
        except UNUSABLE as error:
            self.close()
            raise open_error(self.port, error) from error
        self._looked = time.monotonic()

    def read(self) -> bytes:
        """Return what arrived, or b"" after 50 ms of silence; raises BridgeError UNPLUGGED or PORT_BUSY."""
        try:
            handle = self._opened()
            first: bytes = handle.read(1)
            data = first + self._rest(handle) if first else b""
        except GONE as error:
            raise lost_error(self.port, error) from error
        if not data and not is_url(self.port) and time.monotonic() - self._looked > LOOK_SECONDS:
            refuse_others(self.port)
            self._looked = time.monotonic()
        return self._payload(data)

    def write(self, data: bytes) -> None:
        """Send bytes; raises BridgeError UNPLUGGED or WRITE_TIMEOUT."""
        try:
            self._opened().write(data)
        except serial.SerialTimeoutException as error:
            raise BridgeError(
                Reason.WRITE_TIMEOUT, f"{self.port} took no data in {WRITE_SECONDS} s"
            ) from error
        except GONE as error:
            raise lost_error(self.port, error) from error

    def close(self) -> None:
        """Close the port and let its lock go; never raises."""
        handle, self._handle = self._handle, None
        if handle is not None:
            _close_quietly(handle)
        if self._lock is not None:
            self._lock.release()

    def _rest(self, handle: serial.Serial) -> bytes:
        if self.port.startswith(RAW):
            return read_rest(handle, READ_SIZE, READ_SECONDS)
        data: bytes = handle.read(min(handle.in_waiting, READ_SIZE))
        return data

    def _payload(self, data: bytes) -> bytes:
        if self.line.bytesize == serial.SEVENBITS:
            data = data.translate(SEVEN_BITS)
        return data.translate(None, HANDSHAKE) if self.line.flow is Flow.XON_XOFF else data

    def _opened(self) -> serial.Serial:
        if self._handle is None:
            raise BridgeError(Reason.UNPLUGGED, f"{self.port} is not open")
        return self._handle

    def _open_handle(self) -> serial.Serial:
        probe = None if is_url(self.port) else _probe(self.port)
        try:
            return open_line(self.port, self.line)
        finally:
            if probe is not None:
                os.close(probe)


def real_port(port: str) -> str:
    """Return the node behind a link, so that two names of one port are one."""
    return port if is_url(port) else os.path.realpath(port)


def open_line(port: str, line: LineSettings) -> serial.Serial:
    """Open a port raw with a finite timeout; raises what pyserial raises."""
    handle = _line(port, line)
    if not is_url(port):
        handle.exclusive = True  # tells other users of pyserial; our own lock is what we rely on
    handle.open()
    if is_url(port):
        keep_alive(handle)
    else:
        _claim(handle)
    return handle


def _claim(handle: serial.Serial) -> None:
    """Have the kernel refuse other programs, other than the administrator's; not every node can."""
    with contextlib.suppress(OSError):
        fcntl.ioctl(handle.fileno(), termios.TIOCEXCL)


def _line(port: str, line: LineSettings) -> serial.Serial:
    return serial.serial_for_url(
        port,
        do_not_open=True,
        baudrate=line.baud,
        bytesize=line.bytesize,
        parity=line.parity,
        stopbits=line.stopbits,
        rtscts=line.flow is Flow.RTS_CTS,
        dsrdtr=line.flow is Flow.DSR_DTR,
        xonxoff=line.flow is Flow.XON_XOFF,
        timeout=READ_SECONDS,
        write_timeout=None if port.startswith(RFC2217) else WRITE_SECONDS,  # it knows none
    )


def refuse_others(port: str) -> None:
    """Name other programs that have a port open: each would get half of every code; raises PORT_BUSY."""
    others = holders(port)
    if others:
        raise BridgeError(Reason.PORT_BUSY, f"{port} is open in {', '.join(others)}")


def _probe(port: str) -> int:
    """Set raw mode early, so that nothing is echoed back, and log what pyserial's opening will drop."""
    descriptor = os.open(port, os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        if os.isatty(descriptor):
            refuse_others(port)
        tty.setraw(descriptor, termios.TCSANOW)  # the default would flush what is to be counted
        _log_queued(port, queued_bytes(descriptor))
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def queued_bytes(descriptor: int) -> int:
    """Count the bytes that wait to be read."""
    count = array.array("i", [0])
    fcntl.ioctl(descriptor, termios.FIONREAD, count)
    return count[0]


def _log_queued(port: str, count: int) -> None:
    if count:
        log.warning("%s: dropped %d bytes that were queued before it was opened", port, count)


def _close_quietly(handle: serial.Serial) -> None:
    try:
        if not is_url(str(handle.port)):
            fcntl.ioctl(handle.fileno(), termios.TIOCNXCL)  # a pty keeps the claim as long as it lives
    except UNUSABLE as error:
        log.debug("letting %s go: %s", handle.port, error)
    try:
        hang_up(handle)
    except UNUSABLE as error:
        log.debug("closing %s: %s", handle.port, error)
