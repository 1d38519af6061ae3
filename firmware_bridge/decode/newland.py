"""Newland over a serial line: framed commands, answers framed apart from codes.

A command is `7E 01 "0000"`, `@` (kept for good) or `#` (until power is lost; used for every one here), tag,
sub-tag, value, `;` and 03; upper case only. The answer begins with 02 01, repeats it with ACK, NAK or ENQ,
and ends with 03. After the scanner's programming manuals.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from firmware_bridge.decode.commanded import Commanded
from firmware_bridge.decode.commands import STATUS, Command
from firmware_bridge.decode.dialect import About, Broken, Note, Said, Saying, Signal
from firmware_bridge.decode.facts import LONGEST, about_from, clean
from firmware_bridge.decode.plain import Plain
from firmware_bridge.decode.text import decode_text
from firmware_bridge.events import BrokenReason

VENDOR = "Newland"
ANSWER_SECONDS = 0.7
PATIENCE_SECONDS = 1.0  # with half an answer
MOST_KEPT = 2048
START, END = b"\x02\x01", b"\x03"
PART = re.compile(rb"(?i)([A-Z]{3}[A-Z0-9]{3})([^\x05\x06\x15]*)([\x05\x06\x15])([^;]*)")

HEAD = re.compile(rb"(?i)^.{0,6}QRY[A-Z]{3}")


def command(setting: str) -> Command:
    """Make a command that lasts until power is lost."""
    return Command(b"~\x010000#" + setting.upper().encode() + b";\x03", setting, patience=ANSWER_SECONDS)


def beep(hertz: int, milliseconds: int) -> Command:
    """Make a tone at full volume."""
    return command(f"BEEPON{hertz}F{milliseconds}T20V")


IDENTIFY = command("QRYSYS")
# Asked one by one where a model does not answer for all at once: what each says goes to that field.
FIELDS = {"QRYPDN": "model", "QRYFWV": "firmware", "QRYPSN": "serial_number"}
ONE_BY_ONE = tuple(map(command, FIELDS))
SIGNALS = {
    Signal.GOOD: (beep(2700, 80),),
    Signal.DONE: (beep(2000, 80), beep(2700, 80)),
    Signal.UNKNOWN: (beep(800, 150), beep(800, 150)),
    Signal.WRONG: (beep(400, 300), beep(400, 300), beep(400, 300)),
}
# SCNENA lets it scan at all; a model without it can at least have its trigger let go.
SWITCHES = {True: (command("SCNENA1"),), False: (command("SCNENA0"), command("SCNTRG0"))}


def newland(plain: Plain) -> Newland:
    """Make the dialect."""
    return Newland(plain, (IDENTIFY,), SIGNALS, SWITCHES)


@dataclass(slots=True)
class Newland(Commanded):
    """Take framed answers out of the stream; all else is codes."""

    _kept: bytes = field(default=b"", init=False)
    _heard: float = field(default=0.0, init=False)

    @property
    def kept(self) -> int:
        return len(self._kept)

    @property
    def kept_due(self) -> float | None:
        """A lone 02 may begin a code; half an answer gets its time."""
        if not self._kept:
            return None
        return self._heard + (self.plain.framer.silence if self._kept == START[:1] else PATIENCE_SECONDS)

    def hear(self, data: bytes, now: float) -> list[Said]:
        self._heard = now
        stream, said = self._kept + data, list[Said]()
        while (start := stream.find(START)) >= 0:
            said += self._before_answer(stream[:start], now)
            end = stream.find(END, start)
            if end < 0:
                self._kept = stream[start:][:MOST_KEPT]
                return said
            said += self._answer(stream[start + len(START) : end], now)
            stream = stream[end + 1 :]
        self._kept = START[:1] if stream.endswith(START[:1]) else b""
        return said + self._codes(stream[: len(stream) - len(self._kept)], now)

    def wait(self, now: float) -> list[Said]:
        said = list[Said]()
        if self.kept_due is not None and now >= self.kept_due:
            kept, self._kept = self._kept, b""
            lone = kept == START[:1]
            said += self.plain.feed(kept, now) if lone else [Broken(BrokenReason.INCOMPLETE, len(kept))]
        return [*said, *self.plain.tick(now)]

    def unanswered(self, command: Command, now: float) -> list[Said]:
        if command is IDENTIFY:
            self.queue.forget()
        return []

    def abandon(self) -> Saying:
        kept, self._kept = self._kept, b""
        return [*self.plain.feed(kept[:1] if kept == START[:1] else b"", self._heard), *self.plain.abandon()]

    def _codes(self, data: bytes, now: float) -> list[Said]:
        return list(self.plain.feed(data, now)) if data else []

    def _before_answer(self, data: bytes, now: float) -> list[Said]:
        said = self._codes(data, now)
        if self.plain.framer.silence_ends:
            said += self.plain.end()  # a scanner sends an answer after a code, never within one
        return said

    def _answer(self, content: bytes, now: float) -> list[Said]:
        asked = self.queue.asked
        self.queue.answered(now)
        parts = PART.findall(content) or [(b"answer", HEAD.sub(b"", content), b"", b"")]
        notes: list[Said] = [
            Note(f"{tag.decode()}: {STATUS.get(status, '?')}") for tag, _, status, _ in parts
        ]
        facts = [about for tag, data, _, more in parts if (about := _about(tag.decode(), data + more))]
        if asked is IDENTIFY and not any(fact.model for fact in facts):
            notes += self.queue.ask(ONE_BY_ONE, now)
        return [*notes, *facts]


def _about(tag: str, data: bytes) -> About | None:
    known = about_from(data, VENDOR)
    name = FIELDS.get(tag.upper())
    text = clean(decode_text(data))[:LONGEST]
    return known if known or not name or not text else About(vendor=VENDOR, **{name: text})
