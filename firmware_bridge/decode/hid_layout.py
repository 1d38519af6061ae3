"""Where a HID POS scanner's reports keep length, symbology, data and the continued flag.

By the report descriptor; only what it does not say is taken from the layout that most scanners share. Source:
HID Point of Sale Usage Tables 1.02, page 8C.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from firmware_bridge.decode.aim import is_aim
from firmware_bridge.decode.hid_descriptor import Descriptor, Field, ReportKind

BYTE_COUNT = 0x0001003B
SYMBOLOGIES = (0x008C00FB, 0x008C00FC, 0x008C00FD)
DATA = 0x008C00FE
CONTINUED = 0x008C00FF
KNOWN = frozenset({BYTE_COUNT, *SYMBOLOGIES, DATA, CONTINUED})
STANDARD_REPORT = 2
MOST = 4096  # bytes, of a report that no descriptor speaks of


@dataclass(frozen=True, slots=True)
class Run:
    """Bits of a report's payload, counted from behind its id."""

    start: int
    size: int

    @property
    def end(self) -> int:
        return self.start + self.size

    def overlaps(self, other: Run) -> bool:
        """Tell whether two runs share a bit."""
        return self.start < other.end and other.start < self.end

    def number(self, payload: bytes) -> int | None:
        """Read the bits as a number; None where the report ends before them."""
        if self.end > len(payload) * 8:
            return None
        whole = int.from_bytes(payload[self.start // 8 : (self.end + 7) // 8], "little")
        return whole >> self.start % 8 & (1 << self.size) - 1


# After the id: length, three bytes of AIM identifier, 56 bytes of data, code id, reserved, continued.
STANDARD: Mapping[int, Run] = {
    BYTE_COUNT: Run(0, 8),
    SYMBOLOGIES[0]: Run(8, 8),
    SYMBOLOGIES[1]: Run(16, 8),
    SYMBOLOGIES[2]: Run(24, 8),
    DATA: Run(32, 56 * 8),
    CONTINUED: Run(62 * 8, 1),
}


@dataclass(frozen=True, slots=True)
class Part:
    """What one report says: bytes of a code, and whether more follow; not `whole` where it makes no sense."""

    data: bytes
    aim: str
    more: bool
    whole: bool


@dataclass(frozen=True, slots=True)
class Layout:
    """The runs of one report, by usage."""

    runs: Mapping[int, Run]

    def read(self, payload: bytes) -> Part:
        """Read one report's payload."""
        more = self._flag(payload)
        data = self._data(payload)
        if data is None or more is None:
            return Part(b"", "", more is not False, whole=False)
        return Part(data, self._aim(payload), more, whole=True)

    def _flag(self, payload: bytes) -> bool | None:
        run = self.runs.get(CONTINUED)
        value = run.number(payload) if run is not None else 0
        return None if value is None else bool(value)

    def _data(self, payload: bytes) -> bytes | None:
        run, count = self.runs[DATA], self.runs.get(BYTE_COUNT)
        start = run.start // 8
        if count is None:
            return payload[start : run.end // 8].rstrip(b"\0")
        length = count.number(payload)
        if length is None or length > run.size // 8 or start + length > len(payload):
            return None
        return payload[start : start + length]

    def _aim(self, payload: bytes) -> str:
        runs = [self.runs[usage] for usage in SYMBOLOGIES if usage in self.runs]
        letters = [run.number(payload) or 0 for run in runs]
        aim = "".join(map(chr, letters))
        return aim if is_aim(aim) else ""


def layouts(descriptor: Descriptor) -> Mapping[int, Layout]:
    """Find the reports that carry codes, by id; unnumbered reports have the id 0."""
    said = dict(_said(descriptor))
    ids = [report for report, runs in said.items() if DATA in runs]
    if not ids:
        ids = [report for report, runs in said.items() if runs] or [_standard_report(descriptor)]
    sizes = descriptor.reports(ReportKind.INPUT)
    return {report: Layout(_completed(said.get(report, {}), sizes.get(report, MOST))) for report in ids}


def _standard_report(descriptor: Descriptor) -> int:
    return 0 if descriptor.fields and not descriptor.numbered else STANDARD_REPORT


def _said(descriptor: Descriptor) -> Iterator[tuple[int, dict[int, Run]]]:
    for report in descriptor.reports(ReportKind.INPUT):
        runs: dict[int, Run] = {}
        for one in descriptor.fields:
            if one.kind is ReportKind.INPUT and one.report == report and not one.constant:
                for usage, run in _runs(one):
                    runs.setdefault(usage, run)
        yield report, runs


def _runs(one: Field) -> Iterator[tuple[int, Run]]:
    """Yield the known usages of a field; the last one named counts for all values that follow."""
    for index, usage in enumerate(one.usages[: one.count]):
        last = index == len(one.usages) - 1
        run = Run(one.offset + index * one.size, one.size * (one.count - index if last else 1))
        if usage in KNOWN and _fits(usage, one.size, run):
            yield usage, run


def _fits(usage: int, size: int, run: Run) -> bool:
    """Refuse what no scanner means: data that are no bytes, a number of more than two bytes."""
    return run.size <= 16 if usage != DATA else not (size % 8 or run.start % 8)


def _completed(said: Mapping[int, Run], size: int) -> dict[int, Run]:
    """Add what the descriptor left out where a report of `size` bytes has room for it, as it commonly is."""
    runs = dict(said)
    for usage, run in STANDARD.items():
        free = run.end <= size * 8 and not any(run.overlaps(other) for other in runs.values())
        if usage not in runs and free:
            runs[usage] = run
    runs.setdefault(DATA, STANDARD[DATA])
    return runs
