"""What a host asks of an SSI scanner: one command at a time, repeated, and given up in the end."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum

from firmware_bridge.decode.dialect import Note, Said, Send, Wait
from firmware_bridge.decode.ssi_packet import WAKEUP, Cause, Opcode, Packet, Status
from firmware_bridge.decode.ssi_words import cause_name, opcode_name

ANSWER_SECONDS = 2.0
SENDS = 3
# A scanner in low power loses the packet that wakes it, so that a lone NUL goes ahead; then it stays awake.
WAKE_SECONDS = 0.05
AWAKE_SECONDS = 1.0
MAX_QUEUE = 16
# A beep says what happened just now; later than this it says something wrong.
STALE_SECONDS = 2.0


class Outcome(StrEnum):
    """Name how a command ended."""

    DONE = "done"
    DENIED = "denied"
    UNANSWERED = "unanswered"


class Kind(StrEnum):
    """Name what a command is for."""

    SETTING = "setting"
    READING = "reading"
    REVISION = "revision"
    BEEP = "beep"
    LIGHT = "light"
    SWITCH = "switch"


ANSWERS: dict[int, int] = {
    Opcode.PARAM_REQUEST: Opcode.PARAM_SEND,
    Opcode.REQUEST_REVISION: Opcode.REPLY_REVISION,
}
APART_SECONDS = 0.1  # between commands to a scanner that acknowledges none
PASSING = frozenset({Kind.BEEP, Kind.LIGHT})


@dataclass(frozen=True, slots=True)
class Command:
    """A packet to be sent from `at` on (monotonic seconds); `others` are tried when it is denied."""

    kind: Kind
    packet: Packet
    at: float
    others: tuple[Packet, ...] = ()

    def stale(self, now: float) -> bool:
        """Tell whether it is too late to send this."""
        return self.kind in PASSING and self.packet.opcode != Opcode.LED_OFF and now > self.at + STALE_SECONDS


@dataclass(frozen=True, slots=True)
class Ended:
    """A command that is over, and how."""

    command: Command
    outcome: Outcome


@dataclass(slots=True)
class Desk:
    """Keep the commands that wait; at most one is out, and it is answered, denied or given up.

    A scanner that answered only once it was woken is woken before every command after a pause. One that is
    not set to acknowledge (`acknowledged`) is not waited for: what it was told counts as done.
    """

    acknowledged: bool = True

    _queue: list[Command] = field(default_factory=list, init=False)
    _out: Command | None = field(default=None, init=False)
    _sends: int = field(default=0, init=False)
    _late: float = field(default=0.0, init=False)
    _roused: bool = field(default=False, init=False)
    _sleepy: bool = field(default=False, init=False)
    _awake: float = field(default=0.0, init=False)

    @property
    def idle(self) -> bool:
        """Tell whether nothing is out and nothing waits."""
        return self._out is None and not self._queue

    @property
    def due(self) -> float | None:
        """Return when an answer is late, or a command's time has come."""
        if self._out is not None:
            return self._late
        return min((command.at for command in list(self._queue)), default=None)

    def put(self, *commands: Command) -> list[Said]:
        """Let commands wait for their turn; what finds no room is dropped and said."""
        room = max(0, MAX_QUEUE - len(self._queue))
        self._queue += commands[:room]
        return [Note(f"no room for {opcode_name(command.packet.opcode)}") for command in commands[room:]]

    def drop(self, *kinds: Kind) -> None:
        """Forget the commands of these kinds that were not sent yet."""
        self._queue = [command for command in self._queue if command.kind not in kinds]

    def next(self, now: float) -> list[Said]:
        """Send the next command when nothing is out; what sounds and shines goes first, while it is fresh."""
        said: list[Said] = []
        while self._out is None and (ready := [command for command in self._queue if command.at <= now]):
            command = next((one for one in ready if one.kind in PASSING), ready[0])
            self._queue.remove(command)
            if command.stale(now):
                said.append(Note(f"too late for {opcode_name(command.packet.opcode)}"))
            else:
                said += self._first(command, now)
        return said

    def late(self, now: float) -> tuple[list[Said], Ended | None]:
        """Repeat what was not answered in time, or give it up."""
        if self._out is None or now < self._late:
            return [], None
        if self._unasked(self._out.packet):
            ended, self._out = Ended(self._out, Outcome.DONE), None
            return [], ended
        return self._repeat(self._out, now, wake=True)

    def hear(self, packet: Packet, now: float) -> tuple[list[Said], Ended | None]:
        """Take an answer; one that nobody waits for ends nothing."""
        out, self._awake = self._out, now + AWAKE_SECONDS
        if out is None:
            return [], None
        if packet.opcode == Opcode.NAK:
            return self._refused(out, packet, now)
        if packet.opcode == ANSWERS.get(out.packet.opcode, Opcode.ACK):
            return self._answered(out)
        return [], None

    def _unasked(self, packet: Packet) -> bool:
        return not self.acknowledged and packet.opcode not in ANSWERS

    def _first(self, command: Command, now: float) -> list[Said]:
        self._out, self._sends, self._roused = command, 0, False
        return self._send(command.packet, now, wake=self._sleepy and now > self._awake)

    def _send(self, packet: Packet, now: float, wake: bool = False) -> list[Said]:
        again = bool(self._sends)
        self._sends += 1
        self._late = now + (APART_SECONDS if self._unasked(packet) else ANSWER_SECONDS)
        sent = replace(packet, status=packet.status | Status.RETRANSMIT) if again else packet
        woken: list[Said] = [Send(WAKEUP), Wait(WAKE_SECONDS)] if wake else []
        return [*woken, Send(sent.encode()), Note(f"asked: {opcode_name(packet.opcode)}{', again' * again}")]

    def _repeat(self, out: Command, now: float, wake: bool = False) -> tuple[list[Said], Ended | None]:
        if self._sends < SENDS:
            self._roused = wake
            return self._send(out.packet, now, wake), None
        self._out = None
        return [Note(f"no answer to {opcode_name(out.packet.opcode)}, going on")], Ended(
            out, Outcome.UNANSWERED
        )

    def _refused(self, out: Command, packet: Packet, now: float) -> tuple[list[Said], Ended | None]:
        if packet.data[:1] == bytes((Cause.RESEND,)):
            return self._repeat(out, now)
        if out.others:
            return self._first(replace(out, packet=out.others[0], others=out.others[1:]), now), None
        self._out = None
        words = f"{opcode_name(out.packet.opcode)} refused: {cause_name(packet.data)}"
        return [Note(words)], Ended(out, Outcome.DENIED)

    def _answered(self, out: Command) -> tuple[list[Said], Ended]:
        self._out = None
        self._sleepy = self._sleepy or self._roused
        return [], Ended(out, Outcome.DONE)
