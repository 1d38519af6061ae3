"""A Zebra SSI scanner that is not there: it speaks the scanner's side of the protocol over a real pty."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from firmware_bridge.decode.ssi_packet import Packet
from firmware_bridge.errors import BridgeError, Reason
from firmware_bridge.sim.scanner import DEADLINE_SECONDS, point
from firmware_bridge.sim.ssi_engine import Engine, Faults
from firmware_bridge.sim.ssi_port import AnsweringPort


@dataclass(slots=True)
class SsiScanner:
    """Scan, unplug and replug at will, from any thread.

    `link` leads to the node of the present plug; a replug is a power cycle. `beeps`, `lights` (on or off, and
    the mask), `commands` and `enabled` tell what the host asked; `faults` switches what goes wrong.
    """

    link: Path
    engine: Engine = field(default_factory=Engine)
    deadline: float = DEADLINE_SECONDS
    _port: AnsweringPort | None = field(default=None, init=False)
    _changed: threading.Condition = field(default_factory=threading.Condition, init=False)

    @property
    def faults(self) -> Faults:
        """Return the switches of what goes wrong."""
        return self.engine.faults

    @property
    def beeps(self) -> list[int]:
        """Return the beep codes that were sounded."""
        return self.engine.device.beeps

    @property
    def lights(self) -> list[tuple[bool, int]]:
        """Return what was switched on (True) or off, and the mask."""
        return self.engine.device.lights

    @property
    def commands(self) -> list[Packet]:
        """Return every command, repeated ones too."""
        return self.engine.device.commands

    @property
    def enabled(self) -> bool:
        """Tell whether the host lets it scan."""
        return self.engine.device.enabled

    @property
    def plugged(self) -> bool:
        """Tell whether the scanner is plugged in."""
        return self._port is not None

    @property
    def heard(self) -> bytes:
        """Return all that the host wrote since the scanner was plugged in."""
        port = self._port
        return bytes(port.heard) if port is not None else b""

    def start(self) -> None:
        """Plug in for the first time."""
        self.replug()

    def stop(self) -> None:
        """Unplug for good."""
        self.unplug()

    def scan(self, text: str, aim: str | None = None) -> None:
        """Read a barcode and send it; raises BridgeError SIMULATOR when nobody can read it, or may not scan.

        Whether the host took it shows later, in `engine.delivered` and `engine.failed`.
        """
        with self._changed:
            port = self._open_port()
            if not self.enabled:
                raise BridgeError(Reason.SIMULATOR, f"{self.link.name} is kept from scanning")
            self._send(port, self.engine.scan(text.encode(), aim, time.monotonic()))

    def write(self, data: bytes) -> None:
        """Send raw bytes, as noise does; raises BridgeError SIMULATOR when nobody can read them."""
        with self._changed:
            self._send(self._open_port(), data)

    def power_cycle(self) -> None:
        """Lose power and come back, while the cable stays in: what was set for the session is lost."""
        with self._changed:
            self.engine.power()

    def unplug(self) -> None:
        """Pull the cable."""
        with self._changed:
            port, self._port = self._port, None
        if port is not None:
            self.link.unlink(missing_ok=True)
            port.unplug()

    def replug(self) -> None:
        """Plug in again, on whatever node is free; does nothing while plugged in."""
        with self._changed:
            if self._port is None:
                self.engine.power()
                self._port = AnsweringPort(hear=self._hear, turn=self._turn)
                self._port.plug()
                point(self.link, self._port.path)

    def _open_port(self) -> AnsweringPort:
        port = self._port
        if port is None:
            raise BridgeError(Reason.SIMULATOR, f"{self.link.name} is unplugged")
        # The port's thread calls back into here: it must not be kept out while this waits.
        if not self._changed.wait_for(lambda: port.ready.is_set() or self._port is not port, self.deadline):
            raise BridgeError(Reason.SIMULATOR, f"no program has {self.link.name} open")
        return port

    def _hear(self, data: bytes) -> None:
        with self._changed:
            self._say(self.engine.feed(data, time.monotonic()))

    def _turn(self) -> None:
        with self._changed:
            self._changed.notify_all()
            due = self.engine.due
            if due is not None and time.monotonic() >= due:
                self._say(self.engine.tick(time.monotonic()))

    def _say(self, data: bytes) -> None:
        port = self._port
        if port is not None and data:
            port.send(data, 0.0)  # a host that does not read loses what it does not take, as on a wire

    def _send(self, port: AnsweringPort, data: bytes) -> None:
        until = time.monotonic() + self.deadline
        while data:
            sent = port.send(data, max(0.0, until - time.monotonic()))
            if not sent:
                raise BridgeError(
                    Reason.SIMULATOR, f"the program that has {self.link.name} open does not read"
                )
            data = data[sent:]
