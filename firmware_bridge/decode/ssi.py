"""Zebra SSI, the host's side: decoded codes acknowledged, a session set up and read back, results sounded.

The protocol's rules are in `ssi_packet`, `ssi_reader` (codes), `ssi_desk` (commands), `ssi_setup` and
`ssi_raw` (what comes outside of packets); this is where they meet. What was chosen where the guide leaves a
choice is in docs/decisions/0013-ssi.md.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from firmware_bridge.decode.dialect import Broken, Note, Said, Saying, Send, Signal, Wait, soonest
from firmware_bridge.decode.framing import Framer
from firmware_bridge.decode.ssi_desk import WAKE_SECONDS, Command, Desk, Ended, Kind, Outcome
from firmware_bridge.decode.ssi_owed import SENDS
from firmware_bridge.decode.ssi_packet import WAKEUP, Cause, Cutter, Damaged, Opcode, Packet, Piece, Stray
from firmware_bridge.decode.ssi_raw import Raw, Run
from firmware_bridge.decode.ssi_reader import ACK, Reader, nak
from firmware_bridge.decode.ssi_setup import Setup
from firmware_bridge.decode.ssi_words import (
    LIGHT,
    LIGHT_SECONDS,
    SIGNALS,
    about,
    describe,
    describe_damage,
)
from firmware_bridge.events import BrokenReason

SILENCE_SECONDS = 0.2  # the longest pause between two bytes of one packet
BOOTED = b"\x03"  # the event of a scanner that started anew, and lost what it was told
# A damaged ACK is repeated by nobody; the command that it answered is.
NEVER_REFUSED = frozenset({Opcode.ACK, Opcode.NAK})

ANSWERING = frozenset({Opcode.ACK, Opcode.NAK, Opcode.PARAM_SEND, Opcode.REPLY_REVISION})


@dataclass(slots=True)
class Ssi:
    """Speak SSI with one opening of one scanner; `framer` is for raw data, its limit for joined codes too."""

    framer: Framer
    _cutter: Cutter = field(default_factory=Cutter, init=False)
    _desk: Desk = field(default_factory=Desk, init=False)
    _reader: Reader = field(init=False)
    _raw: Raw = field(init=False)
    _setup: Setup = field(init=False)
    _heard: float = field(default=0.0, init=False)
    _lights: bool = field(default=True, init=False)
    _ticked: float | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        self._reader = Reader(self.framer.max_length)
        self._raw = Raw(self.framer)
        self._setup = Setup(self._desk)

    @property
    def pending(self) -> int:
        return self._cutter.pending + self._reader.pending + self._raw.pending

    @property
    def due(self) -> float | None:
        return soonest(self._desk.due, self._reader.due, self._silent_at())

    def hello(self, now: float) -> Saying:
        self._heard = now
        return [Send(WAKEUP), Wait(WAKE_SECONDS), *self._setup.begin(now), *self._go_on(now)]

    def feed(self, data: bytes, now: float) -> Saying:
        self._heard, self._ticked = now, None
        said: list[Said] = []
        for piece in self._cutter.feed(data):
            said += self._piece(piece, now)
        return said + self._go_on(now)

    def tick(self, now: float) -> Saying:
        """Let time pass, as far as the line is known to have been silent.

        That is up to the tick before, for the line was read since. A reader that was held up must not take
        the bytes that wait for it for a scanner's silence.
        """
        silent_until, self._ticked = self._ticked, now
        if silent_until is None:
            return ()
        said = [*self._silence(silent_until), *self._reader.tick(silent_until)]
        late, ended = self._desk.late(silent_until)
        return [*said, *late, *self._ended(ended, now), *self._go_on(now)]

    def abandon(self) -> Saying:
        owed = self._reader.owed.size
        unfinished = self._reader.pending or self._raw.pending or self._cutter.in_data or owed
        return [Broken(BrokenReason.CUT_BY_UNPLUG, self.pending or owed)] if unfinished else ()

    def signal(self, signal: Signal, now: float) -> Saying:
        shown = SIGNALS[signal]
        beep, *others = (Packet(Opcode.BEEP, bytes((code,))) for code in shown.beeps)
        commands = [Command(Kind.BEEP, beep, now, tuple(others))]
        if shown.light and self._lights:
            mask = bytes((LIGHT,))
            commands.append(Command(Kind.LIGHT, Packet(Opcode.LED_ON, mask), now))
            commands.append(Command(Kind.LIGHT, Packet(Opcode.LED_OFF, mask), now + LIGHT_SECONDS))
        return [*self._desk.put(*commands), *self._go_on(now)]

    def switch(self, on: bool, now: float) -> Saying:
        return [*self._setup.switch(on, now), *self._go_on(now)]

    def _silent_at(self) -> float | None:
        if self._cutter.pending or self._raw.counted:
            return self._heard + SILENCE_SECONDS
        if self._raw.pending:
            return self._heard + max(SILENCE_SECONDS, self.framer.silence)
        return None

    def _go_on(self, now: float) -> list[Said]:
        """Send the next command, but never while the scanner is in the midst of telling something."""
        if self._cutter.pending > 1 or self._reader.waits(now):
            return []
        return self._desk.next(now)

    def _ended(self, ended: Ended | None, now: float) -> list[Said]:
        if ended is None:
            return []
        if ended.command.kind is Kind.LIGHT and ended.outcome is Outcome.DENIED:
            self._lights = False
            self._desk.drop(Kind.LIGHT)
        return self._setup.ended(ended, now)

    def _apply(self) -> list[Said]:
        """Read as the settings say that were read back."""
        self._reader.each = self._setup.each
        self._reader.identified = self._setup.identified
        self._reader.owed.sends = SENDS if self._setup.acknowledged else 1
        return self._raw.forbid() if self._setup.packeted else []

    def _silence(self, now: float) -> list[Said]:
        silent_at = self._silent_at()
        if silent_at is None or now < silent_at:
            return []
        said: list[Said] = []
        for piece in self._cutter.silence():
            said += self._piece(piece, now)
        run = self._raw.end()
        said += self._run_ended(run, now) if run is not None else []
        return said + (self._raw.quiet() if now >= self._heard + self.framer.silence else [])

    def _piece(self, piece: Piece, now: float) -> list[Said]:
        if isinstance(piece, Stray):
            return self._raw.feed(piece.data)
        run = self._raw.end()
        # An answer waits until what is being sent is out: it ends a raw code as silence does.
        answer = isinstance(piece, Packet) and piece.opcode in ANSWERING
        said = self._raw.quiet() if answer else self._raw.cut()
        if run is not None:
            said.append(self._noise(run, now))
        if piece.opcode == Opcode.DECODE_DATA:
            said += self._raw.forbid()
        return said + (self._damaged(piece, now) if isinstance(piece, Damaged) else self._packet(piece, now))

    def _run_ended(self, run: Run, now: float) -> list[Said]:
        """Judge bytes between two silences, from a scanner that sends packets."""
        if run.like_packet and not self._raw.allowed:
            return self._damaged(Damaged(run.head[1], run.head[3], run.size), now)
        note = self._noise(run, now)
        if run.like_text and not self._raw.allowed:
            words = "data without a packet: the scanner lost its settings"
            again = self._setup.begin(now) if self._setup.may_begin(now) else []
            return [Broken(BrokenReason.INCOMPLETE, run.size), Note(words), *again]
        return [note]

    def _noise(self, run: Run, now: float) -> Note:
        if not run.rest:
            self._reader.noise(run.head, run.size, now)
        return Note(f"{run.size} bytes that are no packet: dropped")

    def _damaged(self, damaged: Damaged, now: float) -> list[Said]:
        self._raw.soil()
        said: list[Said] = [Note(describe_damage(damaged))]
        return said if damaged.opcode in NEVER_REFUSED else said + self._reader.hurt(damaged, now)

    def _packet(self, packet: Packet, now: float) -> list[Said]:
        again = self._setup.speaks(now)
        if packet.opcode == Opcode.DECODE_DATA:
            self._setup.works()
            return self._reader.take(packet, now) + again
        return HANDLERS.get(packet.opcode, Ssi._unknown)(self, packet, now) + again

    def _answer(self, packet: Packet, now: float) -> list[Said]:
        said, ended = self._desk.hear(packet, now)
        return [Note(describe(packet)), *said, *self._ended(ended, now)]

    def _parameters(self, packet: Packet, now: float) -> list[Said]:
        self._setup.learn(packet.data)
        return [ACK, *self._answer(packet, now), *self._apply()]

    def _reply(self, packet: Packet, now: float) -> list[Said]:
        # A reply wants no ACK by the guide; one that is sent again evidently does.
        said: list[Said] = [ACK] if packet.retransmit else []
        if packet.opcode == Opcode.REPLY_REVISION:
            said.append(about(packet.data))
        return [*said, *self._answer(packet, now)]

    def _event(self, packet: Packet, now: float) -> list[Said]:
        booted = packet.opcode == Opcode.EVENT and packet.data == BOOTED and self._setup.may_begin(now)
        return [ACK, Note(describe(packet)), *(self._setup.begin(now) if booted else [])]

    def _unknown(self, packet: Packet, now: float) -> list[Said]:
        return [*nak(Cause.BAD_CONTEXT), Note(describe(packet))]


HANDLERS: dict[int, Callable[[Ssi, Packet, float], list[Said]]] = {
    Opcode.ACK: Ssi._answer,
    Opcode.NAK: Ssi._answer,
    Opcode.PARAM_SEND: Ssi._parameters,
    Opcode.REPLY_REVISION: Ssi._reply,
    Opcode.CAPABILITIES_REPLY: Ssi._reply,
    Opcode.EVENT: Ssi._event,
    Opcode.MANAGEMENT: Ssi._event,
    Opcode.IMAGE_DATA: Ssi._event,
    Opcode.VIDEO_DATA: Ssi._event,
}
