"""USB HID POS: a scanner whose reports say what they hold, and Honeywell's commands where it takes them.

One `feed` is one report. A code longer than a report comes in several, each but the last marked as continued.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from firmware_bridge.decode.commands import CommandQueue
from firmware_bridge.decode.dialect import Broken, Code, Note, Said, Saying, Signal, soonest
from firmware_bridge.decode.framing import MAX_LENGTH, PATIENCE_SECONDS
from firmware_bridge.decode.hid_descriptor import parse
from firmware_bridge.decode.hid_honeywell import Honeywell, honeywell_of
from firmware_bridge.decode.hid_layout import Layout, Part, layouts
from firmware_bridge.events import BrokenReason

NOT_A_BARCODE = "]Z"
# What a line puts where reports may have been lost on the way to it; no device sends it.
LOST = b"\0"


@dataclass(slots=True)
class _Joined:
    """The parts of one code so far. After a fault nothing is kept, only counted, until the last part."""

    data: bytearray = field(default_factory=bytearray)
    aim: str = ""
    size: int = 0
    begun: bool = False
    more: bool = False
    fault: BrokenReason | None = None

    def take(self, part: Part, arrived: int, limit: int) -> None:
        """Add a part; `arrived` counts for one that makes no sense."""
        self.size += len(part.data) if part.whole else arrived
        self.fault = self.fault or self._fault(part, limit)
        self.data += part.data
        if self.fault:
            self.data.clear()
        self.aim = self.aim or part.aim
        self.begun = self.more = part.more

    def end(self) -> tuple[str, bytes, int, BrokenReason | None]:
        """Take out what was joined."""
        joined = self.aim, bytes(self.data), self.size, self.fault
        self.data.clear()
        self.aim, self.size, self.begun, self.more, self.fault = "", 0, False, False, None
        return joined

    def give_up(self, reason: BrokenReason) -> list[Said]:
        """Break what is unfinished."""
        begun, (_, _, size, fault) = self.begun, self.end()
        return [Broken(fault or reason, size)] if begun else []

    def _fault(self, part: Part, limit: int) -> BrokenReason | None:
        # Another identifier in mid-code: the end of one and the beginning of another were lost between them.
        torn = self.begun and part.aim and self.aim and part.aim != self.aim
        if torn or not part.whole:
            return BrokenReason.INCOMPLETE
        return BrokenReason.TOO_LONG if self.size > limit else None


@dataclass(slots=True)
class HidPos:
    """Speak HID POS; `descriptor` is the device's report descriptor, empty where it could not be read."""

    descriptor: bytes
    max_length: int = MAX_LENGTH
    patience: float = PATIENCE_SECONDS
    _layouts: Mapping[int, Layout] = field(init=False)
    _numbered: bool = field(init=False)
    _honeywell: Honeywell | None = field(init=False)
    _queue: CommandQueue = field(default_factory=CommandQueue, init=False)
    _code: _Joined = field(default_factory=_Joined, init=False)
    _heard: float = field(default=0.0, init=False)

    def __post_init__(self) -> None:
        known = parse(self.descriptor)
        self._layouts = layouts(known)
        self._numbered = known.numbered or not known.fields
        self._honeywell = honeywell_of(known)

    @property
    def pending(self) -> int:
        return self._code.size

    @property
    def due(self) -> float | None:
        return soonest(self._heard + self.patience if self._code.begun else None, self._queue.due)

    def hello(self, now: float) -> Saying:
        self._heard = now
        return self._queue.ask(self._honeywell.greeting, now) if self._honeywell else ()

    def feed(self, data: bytes, now: float) -> Saying:
        if data == LOST:
            return self._lost(now)
        number, payload = (data[0], data[1:]) if self._numbered and data else (0, data)
        layout = self._layouts.get(number)
        if not data or layout is None:
            return [Note(f"report {number:02X}, no scan")] if data else ()
        self._heard = now
        self._code.take(layout.read(payload), len(payload), self.max_length)
        return [*self._finished(), *self._queue.send(now)]

    def _lost(self, now: float) -> Saying:
        """Trust nothing up to the next end: it may end another code than the one that was begun."""
        self._heard = now
        self._code.take(Part(b"", "", more=True, whole=False), 0, self.max_length)
        return [Note("the kernel's queue was full: reports may be lost")]

    def tick(self, now: float) -> Saying:
        said: list[Said] = []
        if self._code.begun and now >= self._heard + self.patience:
            said += self._code.give_up(BrokenReason.INCOMPLETE)
        overdue = self._queue.expired(now)
        said += [Note(f"no answer: {overdue.meaning}")] if overdue else []
        return [*said, *self._queue.send(now)]

    def abandon(self) -> Saying:
        return self._code.give_up(BrokenReason.CUT_BY_UNPLUG)

    def signal(self, signal: Signal, now: float) -> Saying:
        return self._queue.ask(self._honeywell.signals[signal], now) if self._honeywell else ()

    def switch(self, on: bool, now: float) -> Saying:
        return self._queue.ask(self._honeywell.switches[on], now) if self._honeywell else ()

    def _finished(self) -> Saying:
        if self._code.more:
            return ()
        aim, data, size, fault = self._code.end()
        if fault is not None:
            return [Broken(fault, size)]
        if self._honeywell and self._honeywell.answers(aim):
            return self._honeywell.answer(aim, data, self._queue, self._heard)
        if not data or aim.startswith(NOT_A_BARCODE):
            return [Note("a report without a code")]
        return [Code(data, aim or None)]
