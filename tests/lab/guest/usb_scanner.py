"""What scanners made in the guest have in common: a gadget in a socket, and the scanner's end of its line."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.lab.guest.gadget import SOCKETS, Gadget, Identity, appeared, gone, nodes

SEND_SECONDS = 10.0  # without a host that reads


@dataclass(slots=True)
class UsbScanner:
    """A gadget that sends; `pattern` is what its node on the host's side is called.

    Without power it forgets what it held: each plug is a fresh one.
    """

    name: str
    identity: Identity
    pattern: str
    _gadget: Gadget = field(init=False)
    _line: int | None = field(default=None, init=False)
    _node: Path | None = field(default=None, init=False)

    def plug(self, socket: str = SOCKETS[0]) -> tuple[Path, float]:
        """Plug in; return the host's node and when it came."""
        folder, name = os.path.split(self.pattern)
        before = nodes(folder, name)
        self._gadget.plug(socket)
        self._line = self._open()
        self._node, came = appeared(folder, before, name)
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

    def send(self, data: bytes) -> None:
        """Send bytes or one report as fast as the line takes them; raises OSError when the cable is gone."""
        assert self._line is not None
        end = time.monotonic() + SEND_SECONDS
        while data:
            try:
                data = data[os.write(self._line, data) :]
                end = time.monotonic() + SEND_SECONDS
            except BlockingIOError:
                assert time.monotonic() < end, "the host does not read"
                time.sleep(0.0005)

    def _open(self) -> int:
        node = self._end()
        end = time.monotonic() + 5
        while not node.exists() and time.monotonic() < end:
            time.sleep(0.005)
        return os.open(node, os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK)

    def _end(self) -> Path:
        """Return the scanner's own end of the line."""
        raise NotImplementedError
