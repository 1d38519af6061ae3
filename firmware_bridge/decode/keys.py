"""A keyboard wedge: the kernel's key events in, codes out.

A code ends with Enter or Tab. One whose end never came, or that keys were lost from, is broken: of a wedge
that types faster than the kernel takes it (measured) even Enter gets lost, and two codes would look like one.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

from firmware_bridge.decode.dialect import Broken, Code, Note, Said, Saying, Send, Signal
from firmware_bridge.decode.framing import MAX_LENGTH, PATIENCE_SECONDS, QUIET_SECONDS, Terminator
from firmware_bridge.decode.input_event import (
    EV_KEY,
    EV_LED,
    EV_SYN,
    LED_CAPS_LOCK,
    NATIVE,
    PRESSED,
    RELEASED,
    SYN_DROPPED,
    SYN_REPORT,
    EventStream,
    InputEvent,
    packed,
)
from firmware_bridge.decode.keyboard import Keyboard, NotText
from firmware_bridge.decode.layouts import LAYOUTS
from firmware_bridge.events import BrokenReason

# Scanners type a key in 1 to 100 ms. After a pause as long as this the end of one code or the beginning of
# another may be missing, so neither counts: until an end key, or until PATIENCE_SECONDS are quiet.
GAP_SECONDS = 0.25
_ENTER = frozenset("\r\n")
ENDS: dict[Terminator, frozenset[str]] = {
    Terminator.CR: _ENTER,
    Terminator.LF: _ENTER,
    Terminator.CRLF: _ENTER,
    Terminator.TAB: frozenset("\t"),
    Terminator.ETX: frozenset("\x03"),
    Terminator.AUTO: _ENTER | {"\t"},
    Terminator.NONE: frozenset(),
}


@dataclass(slots=True)
class Wedge:
    """Speak keyboard. No code has a pause of `gap` in it; one whose end key did not come is given up after
    `patience`, and `quiet` ends codes that have none.
    """

    layout: str = "us"
    terminator: Terminator = Terminator.AUTO
    max_length: int = MAX_LENGTH
    gap: float = GAP_SECONDS
    quiet: float = QUIET_SECONDS
    patience: float = PATIENCE_SECONDS
    prefix: str = ""
    suffix: str = ""
    form: struct.Struct = NATIVE
    _events: EventStream = field(init=False)
    _keyboard: Keyboard = field(init=False)
    _typed: list[str] = field(default_factory=list, init=False)
    _size: int = field(default=0, init=False)
    _fault: BrokenReason | None = field(default=None, init=False)
    _heard: float = field(default=0.0, init=False)
    _at: float | None = field(default=None, init=False)
    _dropping: bool = field(default=False, init=False)
    _fresh: bool = field(default=True, init=False)

    def __post_init__(self) -> None:
        self._events = EventStream(self.form)
        self._keyboard = Keyboard(LAYOUTS.get(self.layout, LAYOUTS["us"]))

    @property
    def pending(self) -> int:
        return self._size

    @property
    def due(self) -> float | None:
        return self._heard + self._pause if self._begun else None

    def hello(self, now: float) -> Saying:
        self._heard = now
        return [self._caps_off()]

    def feed(self, data: bytes, now: float) -> Saying:
        self._heard = now
        return [said for event in self._events.feed(data) for said in self._take(event)]

    def tick(self, now: float) -> Saying:
        due = self.due
        return self._paused() if due is not None and now >= due else ()

    def abandon(self) -> Saying:
        return self._end(BrokenReason.CUT_BY_UNPLUG)

    def signal(self, signal: Signal, now: float) -> Saying:
        return ()

    def switch(self, on: bool, now: float) -> Saying:
        return ()

    @property
    def _begun(self) -> bool:
        return self._size > 0 or self._fault is not None

    @property
    def _pause(self) -> float:
        return self.patience if ENDS[self.terminator] else self.quiet

    def _take(self, event: InputEvent) -> list[Said]:
        if event.kind == EV_SYN:
            return self._synchronise(event.code)
        if self._dropping:
            return []
        if event.kind == EV_KEY and event.value in (PRESSED, RELEASED):  # a held key's repeats are no keys
            return self._key(event)
        if event.kind == EV_LED and event.code == LED_CAPS_LOCK and event.value:
            return [self._caps_off()]
        return []

    def _synchronise(self, code: int) -> list[Said]:
        if code == SYN_DROPPED:
            self._dropping, self._fault = True, BrokenReason.INCOMPLETE
            self._typed.clear()
            self._keyboard.reset()
            return [Note("the kernel's queue was full: keys were lost")]
        self._dropping = self._dropping and code != SYN_REPORT
        return []

    def _key(self, event: InputEvent) -> list[Said]:
        said = self._after_pause(event.at)
        self._begin(event)
        try:
            letters = self._keyboard.key(event.code, event.value == PRESSED)
        except NotText:
            return [*said, *self._spoil()]
        for letter in letters:
            said += self._letter(letter)
        return said

    def _after_pause(self, at: float) -> list[Said]:
        """Look at the time since the key before, by the kernel's own clock."""
        pause = at - self._at if self._at is not None and self._begun else 0.0
        self._at = at
        if pause > self._pause:
            return self._paused()
        if pause > self.gap:
            self._tear()
        return []

    def _tear(self) -> None:
        self._fault = self._fault or BrokenReason.INCOMPLETE
        self._typed.clear()

    def _begin(self, event: InputEvent) -> None:
        """Distrust the first code if its beginning was typed before the device was opened."""
        if self._fresh and event.value == RELEASED:
            self._fault = BrokenReason.INCOMPLETE
        self._fresh = False

    def _spoil(self) -> list[Said]:
        self._size += 1
        self._tear()
        return [Note(f"a key without a character on layout {self.layout}")]

    def _letter(self, letter: str) -> list[Said]:
        if letter in ENDS[self.terminator]:
            return self._end(None)
        self._size += 1
        if self._size > self.max_length:
            self._fault = BrokenReason.TOO_LONG
            self._typed.clear()
        elif self._fault is None:
            self._typed.append(letter)
        return []

    def _paused(self) -> list[Said]:
        return self._end(BrokenReason.INCOMPLETE if ENDS[self.terminator] else None)

    def _end(self, fault: BrokenReason | None) -> list[Said]:
        text, size, fault = "".join(self._typed) + self._keyboard.flush(), self._size, self._fault or fault
        begun = self._begun
        self._typed.clear()
        self._size, self._fault = 0, None
        if not begun and not text:
            return []
        return [self._code(text, size) if fault is None else Broken(fault, size)]

    def _code(self, text: str, size: int) -> Said:
        whole = text.startswith(self.prefix) and text.endswith(self.suffix)
        if not whole or len(text) < len(self.prefix) + len(self.suffix):
            return Broken(BrokenReason.INCOMPLETE, size)
        return Code(text[len(self.prefix) : len(text) - len(self.suffix)].encode())

    def _caps_off(self) -> Send:
        """Let the scanner believe that Caps Lock is off: some turn their letters round while it is on."""
        return Send(
            packed(EV_LED, LED_CAPS_LOCK, 0, form=self.form) + packed(EV_SYN, SYN_REPORT, 0, form=self.form)
        )
