"""A serial port through pyserial: device nodes, links to them, ptys, and pyserial URLs."""

from __future__ import annotations

import array
import fcntl
import logging
import os
import termios
import tty
from dataclasses import dataclass, field
from pathlib import Path

import serial

from firmware_bridge.drivers.lock import PortLock
from firmware_bridge.drivers.serial_errors import GONE, UNUSABLE, lost_error, open_error
from firmware_bridge.drivers.settings import Flow, LineSettings
from firmware_bridge.errors import BridgeError, Reason

log = logging.getLogger(__name__)

READ_SECONDS = 0.05  # finite: closing does not wake a blocked read on POSIX
WRITE_SECONDS = 1.0
READ_SIZE = 65536


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

    def open(self) -> None:
        """Lock, set raw mode, drop what was queued before; raises BridgeError."""
        self._lock = PortLock(self.runtime_dir, real_port(self.port))
        self._lock.take()
        try:
            self._handle = self._open_handle()
        except UNUSABLE as error:
            self.close()
            raise open_error(self.port, error) from error

    def read(self) -> bytes:
        """Return what arrived, or b"" after 50 ms of silence; raises BridgeError UNPLUGGED."""
        try:
            handle = self._opened()
            first: bytes = handle.read(1)
            return first + handle.read(min(handle.in_waiting, READ_SIZE)) if first else b""
        except GONE as error:
            raise lost_error(self.port, error) from error

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


def is_url(port: str) -> bool:
    """Tell whether a port is one of pyserial's URLs (socket://, rfc2217://, loop://)."""
    return "://" in port


def real_port(port: str) -> str:
    """Return the node behind a link, so that two names of one port are one."""
    return port if is_url(port) else os.path.realpath(port)


def open_line(port: str, line: LineSettings) -> serial.Serial:
    """Open a port raw with a finite timeout; raises what pyserial raises."""
    handle = _line(port, line)
    if not is_url(port):
        handle.exclusive = True  # tells other users of pyserial; our own lock is what we rely on
    handle.open()
    return handle


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
        write_timeout=WRITE_SECONDS,
    )


def _probe(port: str) -> int:
    """Set raw mode early, so that nothing is echoed back, and log what pyserial's opening will drop."""
    descriptor = os.open(port, os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
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
        handle.close()
    except UNUSABLE as error:
        log.debug("closing %s: %s", handle.port, error)
