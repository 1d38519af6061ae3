"""The one place that meets the hidapi package: its `hidraw` module opens the kernel's nodes by path.

Its `hid` module is the libusb build, which takes the device away from the kernel and cannot open a node.
"""

from __future__ import annotations

import errno
import os
from typing import Protocol

from firmware_bridge.errors import BridgeError, Reason

try:
    import hidraw
except ImportError as error:  # no wheel for this machine; everything but HID scanners goes on
    hidraw = None
    MISSING = str(error)


class HidPort(Protocol):
    """An open HID device. A report begins with its id where reports are numbered."""

    @property
    def keeps(self) -> int:
        """Return how many reports wait to be read: newer ones are dropped then, without a word."""

    def descriptor(self) -> bytes:
        """Return the report descriptor; raises OSError."""

    def read(self, size: int, milliseconds: int) -> bytes:
        """Return the next report, or b"" when none came in time (0: is there now); raises OSError."""

    def write(self, report: bytes) -> None:
        """Send an output report; raises OSError."""

    def set_feature(self, report: bytes) -> None:
        """Send a feature report; raises OSError."""

    def close(self) -> None:
        """Close the device; may be called twice."""


class Hidraw:
    """A hidraw node through hidapi. Raises BridgeError where hidapi cannot be loaded, else OSError."""

    keeps = 63  # the kernel's HIDRAW_BUFFER_SIZE less one

    def __init__(self, path: str) -> None:
        if hidraw is None:
            raise BridgeError(Reason.BAD_SETTINGS, f"hidapi is not usable here: {MISSING}")
        self._device = hidraw.device()
        try:
            self._device.open_path(os.fsencode(path))
        except OSError as error:
            os.close(os.open(path, os.O_RDWR | os.O_CLOEXEC))  # this says why, as hidapi does not
            raise OSError(errno.ENOTTY, str(self._device.error())) from error
        self._device.set_nonblocking(1)  # a read that is given no time returns at once

    def descriptor(self) -> bytes:
        return bytes(self._device.get_report_descriptor())

    def read(self, size: int, milliseconds: int) -> bytes:
        return bytes(self._device.read(size, milliseconds))

    def write(self, report: bytes) -> None:
        self._sent(self._device.write(report))

    def set_feature(self, report: bytes) -> None:
        self._sent(self._device.send_feature_report(report))

    def close(self) -> None:
        self._device.close()

    def _sent(self, count: int) -> None:
        if count < 0:
            raise OSError(str(self._device.error()))
