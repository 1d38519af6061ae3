"""HID POS reports as a scanner builds them: a shape, its report descriptor, and a code cut into reports."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

# Bar code scanner, application; scanned data report 2: byte count, three symbology identifiers, 56 bytes of
# data, the maker's code id, a reserved byte, a bit for "continued" and seven of padding.
_DATA_REPORT = (
    "0912a10285021500 26ff007508 9501 0501093b8102 9503 058c09fb09fc09fd8102 9538 09fe82020195010666ff"
    "0904810209008102 058c 7501 09ff8102 7507 8103c0"
)
STANDARD = bytes.fromhex(f"058c0902a101{_DATA_REPORT}c0")
# The same with Honeywell's own: output report FD of 63 bytes for commands, feature report FE for the mode.
HONEYWELL = bytes.fromhex(f"058c0902a101{_DATA_REPORT}0666ff 85fd 7508 953f 0901 9102 85fe 9501 0902 b102c0")


@dataclass(frozen=True, slots=True)
class Shape:
    """Where a scanner keeps what, in bytes of a whole report with its id; "continued" is a byte's bit 0."""

    report: int = 2
    size: int = 64
    length_at: int = 1
    aim_at: int = 2
    data_at: int = 5
    room: int = 56
    continued_at: int = 63

    def reports(self, data: bytes, aim: str = "") -> Iterator[bytes]:
        """Cut one code into reports."""
        parts = [data[at : at + self.room] for at in range(0, len(data), self.room)] or [b""]
        for number, part in enumerate(parts, 1):
            yield self.one(part, aim, more=number < len(parts))

    def one(self, part: bytes, aim: str = "", more: bool = False) -> bytes:
        """Build one report."""
        report = bytearray(self.size)
        report[0], report[self.length_at], report[self.continued_at] = self.report, len(part), more
        report[self.aim_at : self.aim_at + len(aim)] = aim.encode()
        report[self.data_at : self.data_at + len(part)] = part
        return bytes(report)


COMMON = Shape()
