"""Honeywell over a serial line: menu commands, whose echoes come in the same stream as codes.

A command is SYN M CR, tag and sub-tag, then `.` (kept for good) or `!` (until power is lost; used for every
change here). The scanner echoes it with ACK, ENQ (no such tag) or NAK (no such value) before each mark; what
a query returns comes before the echo, or within it. While an echo is due, bytes are kept back, so that no
line of an answer is ever taken for a code. After the scanner's programming manuals.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from firmware_bridge.decode.commanded import Commanded
from firmware_bridge.decode.commands import STATUS, Command
from firmware_bridge.decode.dialect import Broken, Code, Note, Said, Saying, Signal
from firmware_bridge.decode.facts import about_from
from firmware_bridge.decode.held import Held
from firmware_bridge.decode.plain import Plain
from firmware_bridge.events import BrokenReason

VENDOR = "Honeywell"
ANSWER_SECONDS = 1.0
LATE_SECONDS = 5.0
ACKNOWLEDGE_SECONDS = 1.0
MOST_HELD = 4096
BEEP_SECONDS = 0.15

ECHO = rb"(?is)%s(.{0,1500}?)([\x05\x06\x15])[.!,;]"
STRAY_ECHO = re.compile(rb"\s*(?:[A-Za-z]{3}[A-Za-z0-9]{3}[^\x05\x06\x15\r\n]{0,64}[\x05\x06\x15][.!,;])+")
IDENTITY_LINE = re.compile(
    rb"(?i)(?:Product Name|Boot Revision|Software Part Number|Software Revision|Serial Number|Supported IF"
    rb"|PCB Assembly ID|Engine Firmware Type)\s*:"
)


def menu(setting: bytes, storage: bytes = b"!") -> Command:
    """Make a menu command from tag, sub-tag and value."""
    return Command(b"\x16M\r" + setting + storage, setting.decode(), patience=ANSWER_SECONDS)


def escape(what: bytes, meaning: str) -> Command:
    """Make an answer to a code; a comma ends it."""
    return Command(b"\x1b" + what + b",", meaning, pause=BEEP_SECONDS)


IDENTIFY = menu(b"REVINF", b".")
BEEP = Command(b"\x16\x07\r", "beep", pause=BEEP_SECONDS)
GOOD_READ, RAZZ = escape(b"7", "good read"), escape(b"8", "razz")
TAKEN = escape(b"1", "taken, a short green light")
SWITCHES = {
    True: (Command(b"\x16T\r", "trigger on"),),
    False: (Command(b"\x16U\r", "trigger off"),),
}
BEEPS = {
    Signal.GOOD: (BEEP,),
    Signal.DONE: (BEEP,) * 2,
    Signal.UNKNOWN: (BEEP,) * 3,
    Signal.WRONG: (BEEP,) * 5,
}
ANSWERS = {
    Signal.GOOD: (GOOD_READ,),
    Signal.DONE: (GOOD_READ, escape(b"2", "green light, two seconds")),
    Signal.UNKNOWN: (RAZZ,),
    Signal.WRONG: (RAZZ, RAZZ, escape(b"6", "high beep")),
}


def honeywell(plain: Plain, acknowledge: bool = False) -> Honeywell:
    """Make the dialect; `acknowledge` where the scanner waits for the host's word on every code."""
    greeting = (IDENTIFY, menu(b"HSTACK1")) if acknowledge else (IDENTIFY,)
    return Honeywell(plain, greeting, ANSWERS if acknowledge else BEEPS, SWITCHES, acknowledge)


@dataclass(slots=True)
class Honeywell(Commanded):
    """Tell echoes and answers from codes."""

    acknowledge: bool = False
    _held: Held = field(default_factory=Held, init=False)
    _late_until: float = field(default=float("-inf"), init=False)
    _owed: float | None = field(default=None, init=False)

    @property
    def kept(self) -> int:
        return self._held.size

    @property
    def kept_due(self) -> float | None:
        return self._owed

    def hear(self, data: bytes, now: float) -> list[Said]:
        asked = self.queue.asked
        if asked is None:
            return self._codes(self.plain.feed(data, now), now)
        self._held.add(data, now)
        return self._look(asked, now)

    def wait(self, now: float) -> list[Said]:
        said = self._codes(self.plain.tick(now), now)
        if self._owed is not None and now >= self._owed:
            self._owed = None
            said += self.queue.ask((TAKEN,), now)
        return said

    def signal(self, signal: Signal, now: float) -> Saying:
        self._owed = None
        return self.queue.ask(self.signals.get(signal, ()), now)

    def unanswered(self, command: Command, now: float) -> list[Said]:
        self._late_until = now + LATE_SECONDS
        return self._codes(self._give_up(), now)

    def abandon(self) -> Saying:
        return [*self._codes(self._give_up(), self._late_until), *self.plain.abandon()]

    def _look(self, asked: Command, now: float) -> list[Said]:
        stream = self._held.data
        echo = re.search(ECHO % asked.meaning.encode(), stream)
        if echo is None:
            return self._too_much(now) if self._held.size > MOST_HELD else []
        line = IDENTITY_LINE.search(stream, 0, echo.start())
        start = line.start() if line else echo.start()
        codes = self._codes(self._held.release_around(self.plain, start, echo.end()), now)
        self.queue.answered(now)
        return [*answer(asked, stream[start : echo.start()] + b"\r\n" + echo[1], echo[2]), *codes]

    def _too_much(self, now: float) -> list[Said]:
        self.queue.answered(now)
        self._late_until = now + LATE_SECONDS
        return [Note("too long for an answer"), *self._codes(self._give_up(), now)]

    def _give_up(self) -> list[Said]:
        """Take what is kept back for codes, up to where half an answer begins."""
        size = self._held.size
        line = IDENTITY_LINE.search(self._held.data)
        if line is None:
            return self._held.release(self.plain)
        lost = Broken(BrokenReason.INCOMPLETE, size - line.start())
        return [*self._held.release_around(self.plain, line.start(), size), lost]

    def _codes(self, saying: Saying, now: float) -> list[Said]:
        said = [self._no_answer(each, now) for each in saying]
        if self.acknowledge and any(isinstance(each, Code) for each in said):
            self._owed = now + ACKNOWLEDGE_SECONDS
        return said

    def _no_answer(self, said: Said, now: float) -> Said:
        """Make nothing of an answer that comes after its time."""
        if not isinstance(said, Code):
            return said
        if now <= self._late_until and IDENTITY_LINE.match(said.data.strip()):
            return Note("a late answer")
        echo = STRAY_ECHO.match(said.data)
        rest = said.data[echo.end() :] if echo else said.data
        return Code(rest) if rest else Note("a late answer")


def answer(asked: Command, text: bytes, status: bytes) -> list[Said]:
    """Put an answer into words, and into what is known of the device."""
    about = about_from(text, VENDOR)
    note = Note(f"{asked.meaning}: {STATUS[status]}")
    return [note, about] if about else [note]
