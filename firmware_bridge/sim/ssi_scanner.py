"""A Zebra SSI scanner that is not there: it speaks the scanner's side of the protocol over a real pty."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from firmware_bridge.decode.ssi_packet import Packet
from firmware_bridge.errors import BridgeError, Reason
from firmware_bridge.sim.scanner import PtyScanner
from firmware_bridge.sim.ssi_engine import Engine, Faults


@dataclass(slots=True)
class SsiScanner(PtyScanner):
    """Scan, unplug and replug at will, from any thread; a replug is a power cycle.

    `beeps`, `lights` (on or off, and the mask), `commands` and `enabled` tell what the host asked; `faults`
    switches what goes wrong.
    """

    engine: Engine = field(default_factory=Engine)

    def __post_init__(self) -> None:
        self.mind = lambda data: self.engine.feed(data, time.monotonic())

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

    def scan(self, text: str, aim: str | None = None) -> None:
        """Read a barcode and send it; raises BridgeError SIMULATOR when nobody can read it, or may not scan.

        Whether the host took it shows later, in `engine.delivered` and `engine.failed`.
        """
        port = self._open_port()
        with self._lock:
            if not self.enabled:
                raise BridgeError(Reason.SIMULATOR, f"{self.link.name} is kept from scanning")
            self._send(port, self.engine.scan(text.encode(), aim, time.monotonic()))

    def power_cycle(self) -> None:
        """Lose power and come back, while the cable stays in: what was set for the session is lost."""
        with self._lock:
            self.engine.power()

    def replug(self) -> None:
        """Plug in again, on whatever node is free; does nothing while plugged in."""
        with self._lock:
            if not self.plugged:
                self.engine.power()
                PtyScanner.replug(self)

    def _turn(self) -> None:
        with self._lock:
            due = self.engine.due
            if due is not None and time.monotonic() >= due:
                self._answer(self.engine.tick(time.monotonic()))
