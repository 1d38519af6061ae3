"""The scanner's side of Datalogic's commands of one byte; it reads nothing while it waits for an ACK."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from firmware_bridge.sim.scanner import PtyScanner

SIGNS = {ord("B"): "good read", 1: "beep", ord("F"): "not on file", ord("R"): "reset"}

ANSWERS = {"i": b"Gryphon GD4590\r\nSerial: E19P28071\r\n", "h": b"H0\r\n", "s": b"S0\r\n"}


@dataclass(slots=True)
class DatalogicMind:
    """Obey single bytes and remember what a person would have heard.

    `answers` are those to i, h and s. With `ack` and `nak` the scanner waits for one of them after each code,
    and everything else that comes meanwhile is lost. `stays_disabled` after "not on file".
    """

    answers: Mapping[str, bytes] = field(default_factory=lambda: ANSWERS)
    ack: bytes = b""
    nak: bytes = b""
    stays_disabled: bool = True
    signs: list[str] = field(default_factory=list)
    enabled: bool = True
    waits_with: bytes = b""

    def __call__(self, data: bytes) -> bytes:
        """Take bytes from the host; return what the scanner sends."""
        return b"".join(map(self._take, data))

    def _take(self, byte: int) -> bytes:
        return self._waiting(bytes((byte,))) if self.waits_with else self._obey(byte)

    def _waiting(self, byte: bytes) -> bytes:
        if byte == self.nak:
            return self.waits_with
        if byte == self.ack:
            self.waits_with = b""
        return b""

    def _obey(self, byte: int) -> bytes:
        if byte in SIGNS:
            self.signs.append(SIGNS[byte])
        self.enabled = {ord("E"): True, ord("D"): False, ord("R"): True}.get(byte, self.enabled)
        if byte == ord("F") and self.stays_disabled:
            self.enabled = False
        return self.answers.get(chr(byte), b"")


def scan(scanner: PtyScanner, mind: DatalogicMind, text: str) -> None:
    """Scan as this scanner does: nothing while it is disabled, then wait for an answer where it is set to."""
    if not mind.enabled:
        return
    if mind.ack:
        mind.waits_with = text.encode() + scanner.suffix
    scanner.scan(text)
