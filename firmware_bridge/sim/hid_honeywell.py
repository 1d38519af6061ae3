"""A Honeywell in HID POS mode: deaf until it is told to be one, then it takes commands in report FD."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from firmware_bridge.sim.hid_reports import COMMON, Shape
from firmware_bridge.sim.hid_scanner import FEATURE, OUTPUT

ACK, ENQ = b"\x06", b"\x05"
IDENTITY = (
    b"Product Name: Granit 1981i\r\nBoot Revision: CA000064BBC\r\n"
    b"Software Part Number: BA000315BAA\r\nSoftware Revision: $ProjectRevision: 16345 $\r\n"
    b"Serial Number: 17093B4567\r\nSupported IF: USB HID\r\n"
)


@dataclass(slots=True)
class HoneywellAnswers:
    """Answer a host; `beeps` and `triggers` count what it was told to do."""

    shape: Shape = COMMON
    pos_mode: bool = False
    beeps: int = 0
    triggers: list[bool] = field(default_factory=list)

    def __call__(self, kind: bytes, report: bytes) -> Iterator[bytes]:
        if kind == FEATURE and report[:2] == b"\xfe\x01":
            self.pos_mode = True
        elif kind == OUTPUT and report[:1] == b"\xfd" and self.pos_mode:
            yield from self._command(report[2 : 2 + report[1]])

    def _command(self, command: bytes) -> Iterator[bytes]:
        if command == b"\x16\x07\r":
            self.beeps += 1
        elif command in (b"\x16T\r", b"\x16U\r"):
            self.triggers.append(command == b"\x16T\r")
        elif command == b"\x16M\rREVINF.":
            yield from self.shape.reports(IDENTITY, "]X0")
            yield from self.shape.reports(b"REVINF" + ACK + b".", "]Z6")
        elif command.startswith(b"\x16M\r"):
            yield from self.shape.reports(command[3:-1] + ENQ + command[-1:], "]Z6")
