"""Scanners that are serial ports on USB: cdc_acm made in the guest, ftdi_sio plugged by the host."""

from __future__ import annotations

import os
import tty
from dataclasses import dataclass, field
from pathlib import Path

from tests.lab.guest.gadget import Gadget, appeared, gone, nodes
from tests.lab.guest.host import Host, packed
from tests.lab.guest.usb_scanner import UsbScanner


@dataclass(slots=True)
class AcmScanner(UsbScanner):
    """A scanner on cdc_acm."""

    pattern: str = "/dev/ttyACM*"
    suffix: bytes = b"\r"

    def __post_init__(self) -> None:
        self._gadget = Gadget(self.name, self.identity, "acm")
        self._gadget.make()

    def scan(self, code: str) -> None:
        """Send one code as a scanner does."""
        self.send(code.encode() + self.suffix)

    def heard(self) -> bytes:
        """Return what the host wrote since last asked."""
        assert self._line is not None
        try:
            return os.read(self._line, 65536)
        except BlockingIOError:
            return b""

    def _open(self) -> int:
        line = UsbScanner._open(self)
        tty.setraw(line)
        return line

    def _end(self) -> Path:
        number = (self._gadget.instance / "port_num").read_text().strip()
        return Path(f"/dev/ttyGS{number}")


@dataclass(slots=True)
class FtdiScanner:
    """A scanner behind an FTDI adapter, which the host plugs into QEMU's USB controller."""

    host: Host
    serial: str | None = "FT0001"
    name: str = "ftdi0"
    suffix: bytes = b"\r"
    _node: Path | None = field(default=None, init=False)

    def plug(self, socket: str = "1") -> tuple[Path, float]:
        """Plug into one of the controller's ports, "1" to "4"; return the node and when it came."""
        before = nodes("/dev", "ttyUSB*")
        self.host.ask("ftdi_plug", name=self.name, serial=self.serial, port=int(socket))
        self._node, came = appeared("/dev", before, "ttyUSB*")
        return self._node, came

    def unplug(self) -> None:
        """Pull the cable."""
        self.host.ask("ftdi_unplug", name=self.name)
        gone(self._node)

    def remove(self) -> None:
        """Take it away for good."""
        self.unplug()

    def scan(self, code: str) -> None:
        """Send one code as a scanner does."""
        self.send(code.encode() + self.suffix)

    def send(self, data: bytes) -> None:
        """Send bytes as fast as the line takes them."""
        self.host.ask("ftdi_send", name=self.name, data=packed(data))


Scanner = AcmScanner | FtdiScanner
