"""The scanner's side of Newland's framed commands, with faults."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

COMMAND = re.compile(rb"~\x010000(?P<storage>[@#])(?P<settings>[A-Z0-9;*&^]*);\x03")
TAGS = ("QRYSYS", "QRYPDN", "QRYFWV", "QRYPSN", "BEEPON", "SCNENA", "SCNTRG")


@dataclass(slots=True)
class NewlandMind:
    """Answer commands and remember what a person would have heard.

    `unknown` are tags it answers with ENQ. `mute` answers nothing. `cut` sends so many bytes of each answer.
    """

    facts: dict[str, str] = field(
        default_factory=lambda: {
            "QRYSYS": "Product Name: NLS-HR32\r\nFirmware Version: 3.01.017\r\nSerial Number: FM1A2B3C\r\n",
            "QRYPDN": "NLS-HR32",
            "QRYFWV": "3.01.017",
            "QRYPSN": "FM1A2B3C",
        }
    )
    unknown: frozenset[str] = frozenset()
    mute: bool = False
    cut: int | None = None
    signs: list[str] = field(default_factory=list)
    enabled: bool = True
    _unread: bytes = b""

    def __call__(self, data: bytes) -> bytes:
        """Take bytes from the host; return what the scanner sends."""
        self._unread += data
        answers, end = b"", 0
        for command in COMMAND.finditer(self._unread):
            parts = b"".join(self._part(each.decode()) for each in command["settings"].split(b";"))
            answers += (b"\x02\x010000" + command["storage"] + parts + b"\x03")[: self.cut]
            end = command.end()
        self._unread = self._unread[end:]
        return b"" if self.mute else answers

    def _part(self, setting: str) -> bytes:
        tag, value = setting[:6], setting[6:]
        if tag not in TAGS or tag in self.unknown:
            return f"{setting}\x05;".encode()
        if tag == "BEEPON":
            self.signs.append(value)
        if tag in {"SCNENA", "SCNTRG"}:
            self.enabled = value == "1"
        return f"{tag}{self.facts.get(tag, value)}\x06;".encode()
