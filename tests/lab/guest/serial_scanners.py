"""Scanners that are serial ports on USB: cdc_acm made in the guest, ftdi_sio plugged by the host."""

from __future__ import annotations

import os
import time
import tty
from dataclasses import dataclass, field
from pathlib import Path

from tests.lab.guest.gadget import Gadget, Identity, appeared, gone, nodes
from tests.lab.guest.host import Host, packed

SEND_SECONDS = 10.0  # without a host that reads


@dataclass(slots=True)
class AcmScanner:
    """A scanner on cdc_acm. Without power it forgets what it held: each plug is a fresh one."""

    name: str
    identity: Identity
    suffix: bytes = b"\r"
    _gadget: Gadget = field(init=False)
    _line: int | None = field(default=None, init=False)
    _node: Path | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        self._gadget = Gadget(self.name, self.identity, "acm")
        self._gadget.make()

    def plug(self, socket: str = "dummy_udc.0") -> tuple[Path, float]:
        """Plug in; return the host's node and when it came."""
        before = nodes("/dev", "ttyACM*")
        self._gadget.plug(socket)
        self._line = self._open()
        self._node, came = appeared("/dev", before, "ttyACM*")
        return self._node, came

    def pull(self) -> None:
        """Pull the cable while another thread still sends."""
        self._gadget.unplug()

    def unplug(self) -> None:
        """Pull the cable and let the scanner forget everything."""
        self.pull()
        if self._line is not None:
            os.close(self._line)
            self._line = None
        gone(self._node)

    def remove(self) -> None:
        """Take it away for good."""
        self.unplug()
        self._gadget.remove()

    def scan(self, code: str) -> None:
        """Send one code as a scanner does."""
        self.send(code.encode() + self.suffix)

    def send(self, data: bytes) -> None:
        """Send bytes as fast as the line takes them; raises OSError when the cable is gone."""
        assert self._line is not None
        end = time.monotonic() + SEND_SECONDS
        while data:
            try:
                data = data[os.write(self._line, data) :]
                end = time.monotonic() + SEND_SECONDS
            except BlockingIOError:
                assert time.monotonic() < end, "the host does not read"
                time.sleep(0.001)

    def heard(self) -> bytes:
        """Return what the host wrote since last asked."""
        assert self._line is not None
        try:
            return os.read(self._line, 65536)
        except BlockingIOError:
            return b""

    def _open(self) -> int:
        number = (self._gadget.instance / "port_num").read_text().strip()
        node = Path(f"/dev/ttyGS{number}")
        end = time.monotonic() + 5
        while not node.exists() and time.monotonic() < end:
            time.sleep(0.005)
        line = os.open(node, os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK)
        tty.setraw(line)
        return line


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
