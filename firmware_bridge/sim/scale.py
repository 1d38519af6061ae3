"""A scale that is not there: MT-SICS over a real pty, with what lies on it set from outside."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from firmware_bridge.sim.scanner import PtyScanner

COMMANDS = {"S", "SI", "Z", "T", "I4"}
MOST_GRAMS = 15_000.0
SERIAL_NUMBER = "B021002593"


@dataclass(slots=True)
class PtyScale:
    """Put things on it, let them swing, unplug it. `grams` below zero is a plate that was taken off.

    `mute` answers nothing; `garbled` answers in words that mean nothing; `unit` is g or kg.
    """

    link: Path
    grams: float = 0.0
    swinging: bool = False
    mute: bool = False
    garbled: bool = False
    unit: str = "g"
    most: float = MOST_GRAMS
    port: PtyScanner = field(init=False)
    _unread: bytes = field(default=b"", init=False)
    _tare: float = field(default=0.0, init=False)

    def __post_init__(self) -> None:
        self.port = PtyScanner(self.link, mind=self._hear)

    def start(self) -> None:
        """Plug in for the first time."""
        self.port.start()

    def stop(self) -> None:
        """Unplug for good."""
        self.port.stop()

    def _hear(self, data: bytes) -> bytes:
        *commands, self._unread = (self._unread + data).split(b"\r\n")
        self._unread = self._unread[-80:]
        return b"".join(self._answer(command.decode("latin-1")) for command in commands)

    def _answer(self, command: str) -> bytes:
        if self.mute:
            return b""
        text = "?!" if self.garbled else self._words(command)
        return f"{text}\r\n".encode("latin-1")

    def _words(self, command: str) -> str:
        if command not in COMMANDS:
            return "ES"
        if command == "I4":
            return f'I4 A "{SERIAL_NUMBER}"'
        if command in {"Z", "T"}:
            self._tare = self.grams
            return "Z A" if command == "Z" else f"T S {self._shown(self._tare)}"
        return self._weight(command)

    def _weight(self, command: str) -> str:
        if self.grams > self.most or self.grams < 0:
            return "S +" if self.grams > self.most else "S -"
        if self.swinging and command == "S":
            return "S I"  # it waits for rest in vain
        return f"S {'D' if self.swinging else 'S'} {self._shown(self.grams - self._tare)}"

    def _shown(self, grams: float) -> str:
        value = f"{grams / 1000:.5f}" if self.unit == "kg" else f"{grams:.2f}"
        return f"{value:>10} {self.unit}"
