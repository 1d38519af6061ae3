"""Datalogic over a serial line: commands of one byte, answers that no manual writes down.

So an answer is whatever comes right after a question, up to a pause, unless it can only be a code. A scanner
that is set to wait for ACK or NAK after every code reads nothing else meanwhile: it gets that first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from firmware_bridge.decode.aim import is_aim
from firmware_bridge.decode.commanded import Commanded
from firmware_bridge.decode.commands import Command
from firmware_bridge.decode.dialect import About, Broken, Code, Note, Said, Saying, Send, Signal
from firmware_bridge.decode.facts import LONGEST, about_from
from firmware_bridge.decode.gtin import is_gtin
from firmware_bridge.decode.held import Held
from firmware_bridge.decode.plain import Plain
from firmware_bridge.decode.text import decode_text

VENDOR = "Datalogic"
ANSWER_SECONDS = 0.7
PAUSE_SECONDS = 0.15  # after the last byte of an answer
MOST_HELD = 4096
BEEP_SECONDS = 0.2
LONG_SECONDS = 0.6

LINES = re.compile(rb"[^\r\n]+[\r\n]*")

ENABLE, DISABLE = Command(b"E", "enable"), Command(b"D", "disable")
IDENTIFY = Command(b"i", "identity", patience=ANSWER_SECONDS)
HEALTH = Command(b"h", "health", patience=ANSWER_SECONDS)
STATUS = Command(b"s", "status", patience=ANSWER_SECONDS)
GOOD_READ = Command(b"B", "good read", pause=BEEP_SECONDS)
BEEP = Command(b"\x01", "beep", pause=BEEP_SECONDS)
# Some models stay disabled after it until they are enabled again.
NOT_ON_FILE = (Command(b"F", "not on file", pause=LONG_SECONDS), ENABLE)

SIGNALS = {
    Signal.GOOD: (GOOD_READ,),
    Signal.DONE: (GOOD_READ, GOOD_READ),
    Signal.UNKNOWN: NOT_ON_FILE,
    Signal.WRONG: (*NOT_ON_FILE, BEEP, BEEP, BEEP),
}
SWITCHES = {True: (ENABLE,), False: (DISABLE,)}


def datalogic(plain: Plain, ack: bytes = b"", nak: bytes = b"") -> Datalogic:
    """Make the dialect; `ack` and `nak` where the scanner waits for one of them after every code."""
    # It may be waiting since before it was opened.
    first = (Command(ack, "ACK, should it wait for one"),) if ack else ()
    return Datalogic(plain, (*first, ENABLE, IDENTIFY, HEALTH, STATUS), SIGNALS, SWITCHES, ack, nak)


@dataclass(slots=True)
class Datalogic(Commanded):
    """Tell answers from codes by when they come, and acknowledge codes where the scanner waits for it."""

    ack: bytes = b""
    nak: bytes = b""
    _held: Held = field(default_factory=Held, init=False)

    @property
    def kept(self) -> int:
        return self._held.size

    @property
    def kept_due(self) -> float | None:
        last = self._held.last
        return None if last is None else last + PAUSE_SECONDS

    def hear(self, data: bytes, now: float) -> list[Said]:
        if self.queue.asked is None:
            return self._codes(self.plain.feed(data, now))
        self._held.add(data, now)
        return self._answered(now) if self._held.size > MOST_HELD else []

    def wait(self, now: float) -> list[Said]:
        due = self.kept_due
        heard = self._answered(now) if due is not None and now >= due else []
        return [*heard, *self._codes(self.plain.tick(now))]

    def unanswered(self, command: Command, now: float) -> list[Said]:
        if self._held.size:  # still being sent
            return self._sort(command)
        self.queue.forget()  # who does not say what it is will not say how it is
        return []

    def abandon(self) -> Saying:
        asked = self.queue.asked
        return [*(self._sort(asked) if asked else ()), *self.plain.abandon()]

    def _answered(self, now: float) -> list[Said]:
        asked = self.queue.asked
        self.queue.answered(now)
        return self._sort(asked) if asked else self._held.release(self.plain)

    def _sort(self, asked: Command) -> list[Said]:
        """Part what was heard after a question into codes and the answer."""
        stream, codes, answer = self._held.data, list[Said](), b""
        for line in LINES.finditer(stream):
            if is_surely_a_code(line[0]):
                codes += self._held.feed(self.plain, *line.span())
            else:
                answer += line[0]
        self._held.pieces.clear()
        return [*told(asked, answer), *self._codes(codes)]

    def _codes(self, saying: Saying) -> list[Said]:
        said = list[Said]()
        for each in saying:
            reply = self._reply(each)
            said += [Send(reply), each] if reply else [each]
        return said

    def _reply(self, said: Said) -> bytes:
        if isinstance(said, Code):
            return self.ack
        return self.nak if isinstance(said, Broken) else b""


def told(asked: Command, answer: bytes) -> list[Said]:
    """Put an answer into words, and into what is known of the device."""
    text = decode_text(answer).strip()
    note = Note(f"{asked.meaning}: {text[:LONGEST]}")
    if asked is not IDENTIFY or not text:
        return [note]
    return [note, about_from(answer, VENDOR) or About(vendor=VENDOR, model=text[:LONGEST])]


def is_surely_a_code(line: bytes) -> bool:
    """Tell a code from an answer: by its AIM identifier, or a number of an EAN's length and check digit."""
    text = decode_text(line).strip()
    return is_aim(text[:3]) or is_gtin(text)
