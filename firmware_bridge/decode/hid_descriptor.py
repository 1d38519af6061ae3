"""A HID report descriptor: which reports there are, and which bits of them mean what.

Source: USB Device Class Definition for HID 1.11, 6.2.2. Whatever the bytes are, parsing ends and never
raises: what cannot be is left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import IntEnum

MAX_BYTES = 4096  # as the kernel takes it
MAX_REPORT_BITS = 8 * 4096
MAX_DEPTH = 16
MAX_USAGES = 1024
CONSTANT = 0x01
BAR_CODE_SCANNER = 0x008C0002


class ReportKind(IntEnum):
    """Name which way a report goes; the numbers are the tags of the main items."""

    INPUT = 0x8
    OUTPUT = 0x9
    FEATURE = 0xB


@dataclass(frozen=True, slots=True)
class Field:
    """A run of `count` values of `size` bits in one report, from `offset` bits after the report's id.

    `usages` are 32-bit, the page above; the last one counts for all values that follow.
    """

    kind: ReportKind
    report: int
    offset: int
    size: int
    count: int
    usages: tuple[int, ...]
    constant: bool

    @property
    def end(self) -> int:
        """Return the first bit after the field."""
        return self.offset + self.size * self.count


@dataclass(frozen=True, slots=True)
class Descriptor:
    """What a device says of its reports; `numbered` reports begin with their id."""

    fields: tuple[Field, ...] = ()
    applications: tuple[int, ...] = ()
    numbered: bool = False

    @property
    def is_scanner(self) -> bool:
        """Tell whether the device calls itself a bar code scanner."""
        return BAR_CODE_SCANNER in self.applications

    def reports(self, kind: ReportKind) -> dict[int, int]:
        """Return the reports of one kind: id to size in bytes, without the id."""
        ends: dict[int, int] = {}
        for one in self.fields:
            if one.kind is kind:
                ends[one.report] = max(ends.get(one.report, 0), (one.end + 7) // 8)
        return ends


def parse(data: bytes) -> Descriptor:
    """Read a report descriptor; what is no descriptor has no fields."""
    parser = _Parser()
    for kind, tag, value, width in _items(data[:MAX_BYTES]):
        parser.take(kind, tag, value, width)
    return Descriptor(tuple(parser.fields), tuple(parser.applications), parser.numbered)


def _items(data: bytes) -> Iterator[tuple[int, int, int, int]]:
    """Yield each short item as type, tag, value and width in bytes; stop at one that is cut off."""
    at = 0
    while at < len(data):
        prefix = data[at]
        if prefix == 0xFE:  # a long item: nothing uses them
            at += 3 + (data[at + 1] if at + 1 < len(data) else 0)
            continue
        width = (0, 1, 2, 4)[prefix & 0x03]
        value = data[at + 1 : at + 1 + width]
        if len(value) < width:
            return
        yield prefix >> 2 & 0x03, prefix >> 4, int.from_bytes(value, "little"), width
        at += 1 + width


@dataclass(frozen=True, slots=True)
class _Globals:
    """What holds until it is changed."""

    page: int = 0
    size: int = 0
    count: int = 0
    report: int = 0


@dataclass(slots=True)
class _Parser:
    """Walk the items with the state that the standard asks for."""

    fields: list[Field] = field(default_factory=list)
    applications: list[int] = field(default_factory=list)
    numbered: bool = False
    _now: _Globals = field(default_factory=_Globals)
    _stack: list[_Globals] = field(default_factory=list)
    _usages: list[int] = field(default_factory=list)
    _lowest: int | None = None
    _ends: dict[tuple[ReportKind, int], int] = field(default_factory=dict)

    def take(self, kind: int, tag: int, value: int, width: int) -> None:
        """Take one item."""
        if kind == 0:
            self._main(tag, value)
        elif kind == 1:
            self._global(tag, value)
        elif kind == 2:
            self._local(tag, value, width)

    def _main(self, tag: int, value: int) -> None:
        if tag in set(ReportKind):
            self._add(ReportKind(tag), value)
        elif tag == 0xA and value == 1:
            self.applications += self._usages[:1]
        self._usages, self._lowest = [], None

    def _add(self, kind: ReportKind, flags: int) -> None:
        now = self._now
        key = (kind, now.report)
        offset = self._ends.get(key, 0)
        one = Field(
            kind, now.report, offset, now.size, now.count, tuple(self._usages), bool(flags & CONSTANT)
        )
        self._ends[key] = min(one.end, MAX_REPORT_BITS + 1)  # nothing has a place behind one that is too long
        if offset < one.end <= MAX_REPORT_BITS:
            self.fields.append(one)

    def _global(self, tag: int, value: int) -> None:
        changes = {0x0: "page", 0x7: "size", 0x8: "report", 0x9: "count"}
        if tag in changes:
            self._now = replace(self._now, **{changes[tag]: value})
            self.numbered |= tag == 0x8
        elif tag == 0xA and len(self._stack) < MAX_DEPTH:
            self._stack.append(self._now)
        elif tag == 0xB and self._stack:
            self._now = self._stack.pop()

    def _local(self, tag: int, value: int, width: int) -> None:
        usage = value if width == 4 else self._now.page << 16 | value
        if tag == 0x0:
            self._name(usage, usage)
        elif tag == 0x1:
            self._lowest = usage
        elif tag == 0x2 and self._lowest is not None:
            self._name(self._lowest, usage)
            self._lowest = None

    def _name(self, lowest: int, highest: int) -> None:
        room = MAX_USAGES - len(self._usages)
        self._usages += range(lowest, min(highest + 1, lowest + max(0, room)))
