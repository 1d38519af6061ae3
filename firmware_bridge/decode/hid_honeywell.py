"""Honeywell's commands over HID POS: the report that turns it on, and the one that carries serial commands.

Only a device whose descriptor has these reports is spoken to: feature report 254, and report FD. Answers
come as reports with the identifier `]X0`, then an echo of the command with `]Z6`; neither is ever a code.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from firmware_bridge.decode.commands import Command, CommandQueue
from firmware_bridge.decode.dialect import Note, Said, Signal
from firmware_bridge.decode.facts import about_from
from firmware_bridge.decode.hid_descriptor import Descriptor, ReportKind
from firmware_bridge.decode.honeywell import BEEP, BEEP_SECONDS, IDENTIFY, SWITCHES, VENDOR
from firmware_bridge.decode.text import decode_text

MODE_REPORT = 0xFE
COMMAND_REPORT = 0xFD
REPLY, ECHO = "]X0", "]Z6"
KEPT = 2048  # bytes of an answer; REVINF is a few hundred
# How often it beeps. It has no tone of its own for bad news, so a count tells.
BEEPS = {Signal.GOOD: 1, Signal.DONE: 2, Signal.UNKNOWN: 3, Signal.WRONG: 4}
NONE: tuple[Command, ...] = ()


@dataclass(slots=True)
class Honeywell:
    """The commands of one opened device, and what it answered so far."""

    greeting: tuple[Command, ...]
    signals: Mapping[Signal, tuple[Command, ...]]
    switches: Mapping[bool, tuple[Command, ...]]
    _reply: bytearray = field(default_factory=bytearray)

    def answers(self, aim: str) -> bool:
        """Tell whether a report answers a command and is no code."""
        return aim == REPLY or aim.startswith(ECHO[:2])

    def answer(self, aim: str, data: bytes, queue: CommandQueue, now: float) -> list[Said]:
        """Take an answer: its text first, the echo at its end."""
        if aim == REPLY:
            del self._reply[KEPT:]
            self._reply += data
            return [Note(f"answer: {decode_text(data)}")]
        reply, note = bytes(self._reply), Note(f"echo: {decode_text(data)}")
        self._reply.clear()
        if queue.asked is None:
            return [note]
        queue.answered(now)
        about = about_from(reply, VENDOR)
        return [note, *((about,) if about else ()), *queue.send(now)]


def honeywell_of(descriptor: Descriptor) -> Honeywell | None:
    """Learn from the descriptor whether a device takes Honeywell's commands; None where it does not."""
    features, outputs = descriptor.reports(ReportKind.FEATURE), descriptor.reports(ReportKind.OUTPUT)
    mode, room = MODE_REPORT in features, outputs.get(COMMAND_REPORT) or features.get(COMMAND_REPORT, 0)
    if not mode and not room:
        return None
    turn_on = (
        Command(bytes((MODE_REPORT, 1)).ljust(features.get(MODE_REPORT, 0) + 1, b"\0"), "POS mode on"),
    )
    return Honeywell(
        greeting=(turn_on if mode else NONE) + _in_reports((IDENTIFY,), room),
        signals={signal: _in_reports((BEEP,), room) * count for signal, count in BEEPS.items()},
        switches={on: _in_reports(commands, room) for on, commands in SWITCHES.items()},
    )


def _in_reports(commands: Iterable[Command], room: int) -> tuple[Command, ...]:
    """Put serial commands into reports; those that do not fit are left out."""
    return tuple(
        replace(command, data=_report(command.data, room), pause=BEEP_SECONDS)
        for command in commands
        if len(command.data) < room
    )


def _report(data: bytes, room: int) -> bytes:
    return bytes((COMMAND_REPORT, len(data), *data)).ljust(room + 1, b"\0")
