"""The scanner's side of Honeywell's serial commands, with faults."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum, auto

COMMAND = re.compile(
    rb"(?P<menu>\x16M\r(?P<setting>[^.!]*)(?P<storage>[.!]))|(?P<key>\x16[TU\x07]\r)|\x1b(?P<escape>[1-8ab]),?",
    re.DOTALL,
)
KEYS = {b"\x16T\r": "trigger on", b"\x16U\r": "trigger off", b"\x16\x07\r": "beep"}
ESCAPES = {
    b"1": "green short", b"2": "green", b"3": "green long", b"4": "low", b"5": "mid", b"6": "high",
    b"7": "good", b"8": "razz",
}  # fmt: skip
KNOWN = {b"REVINF", b"HSTACK", b"CBRENA"}


class Fault(Enum):
    """What is wrong with the scanner."""

    MUTE = auto()
    STALLS = auto()
    ECHOES_FIRST = auto()
    CHATTERS = auto()


@dataclass(slots=True)
class HoneywellMind:
    """Answer commands and remember what a person would have heard and seen.

    MUTE answers nothing, STALLS stops in the middle, ECHOES_FIRST puts what is asked within the echo, and
    CHATTERS sends a code right before and after each answer.
    """

    model: str = "Xenon 1900"
    serial_number: str = "15232B1F0C"
    fault: Fault | None = None
    signs: list[str] = field(default_factory=list)
    settings: list[bytes] = field(default_factory=list)
    _unread: bytes = b""

    def __call__(self, data: bytes) -> bytes:
        """Take bytes from the host; return what the scanner sends."""
        self._unread += data
        answers, end = b"", 0
        for command in COMMAND.finditer(self._unread):
            answers, end = answers + self._obey(command), command.end()
        self._unread = self._unread[end:]
        return answers

    def _obey(self, command: re.Match[bytes]) -> bytes:
        if command["menu"]:
            return self._shown(self._menu(command["setting"].upper(), command["storage"]))
        self.signs.append(KEYS[command["key"]] if command["key"] else ESCAPES[command["escape"]])
        return b""

    def _menu(self, setting: bytes, storage: bytes) -> bytes:
        self.settings.append(setting + storage)
        if setting[:6] not in KNOWN:
            return setting + b"\x05" + storage
        if setting != b"REVINF":
            return setting + b"\x06" + storage
        lines = self._revisions()
        echo = (setting, lines) if self.fault is Fault.ECHOES_FIRST else (lines, setting)
        return b"".join(echo) + b"\x06" + storage

    def _revisions(self) -> bytes:
        lines = (
            f"Product Name: {self.model}", "Boot Revision: : 8992", "Software Part Number: CW000082BBA",
            "Software Revision: $ProjectRevision: 16345 ", f"Serial Number: {self.serial_number}",
            "Supported IF: RS232", "Engine Firmware Type: N/A   Revision: N/A   Serial Number: N/A",
        )  # fmt: skip
        return "".join(f"{line}\r\n" for line in lines).encode()

    def _shown(self, answer: bytes) -> bytes:
        if self.fault is Fault.MUTE:
            return b""
        if self.fault is Fault.CHATTERS:
            return b"BEFORE\r" + answer + b"AFTER\r"
        return answer[: len(answer) // 2] if self.fault is Fault.STALLS else answer
