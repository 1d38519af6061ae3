"""Honeywell's commands over HID POS: the report that turns it on, and the one that carries serial commands.

Only a device whose descriptor has these reports is spoken to: feature report 254, and report FD. Answers
come as reports with the identifier `]X0`, then an echo of the command with `]Z6`; neither is ever a code.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from firmware_bridge.decode.commands import Command, CommandQueue
from firmware_bridge.decode.dialect import Note, Said, Signal
from firmware_bridge.decode.facts import about_from
from firmware_bridge.decode.hid_descriptor import Descriptor, ReportKind
from firmware_bridge.decode.text import decode_text

MODE_REPORT = 0xFE
COMMAND_REPORT = 0xFD
REPLY, ECHO = "]X0", "]Z6"
ANSWER_SECONDS = 1.0
BEAT_SECONDS = 0.15
KEPT = 2048  # bytes of an answer; REVINF is a few hundred
SYN = b"\x16"
BEEP = SYN + b"\x07\r"
TRIGGER = {True: SYN + b"T\r", False: SYN + b"U\r"}
WHO = SYN + b"M\rREVINF."
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
        about = about_from(reply, "Honeywell")
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
    who = _commands(WHO, "who are you", room, ANSWER_SECONDS)
    return Honeywell(
        greeting=(turn_on if mode else NONE) + who,
        signals={signal: _commands(BEEP, "beep", room, 0.0) * count for signal, count in BEEPS.items()},
        switches={
            on: _commands(TRIGGER[on], f"trigger {'on' if on else 'off'}", room, 0.0) for on in TRIGGER
        },
    )


def _commands(data: bytes, meaning: str, room: int, patience: float) -> tuple[Command, ...]:
    """Put a serial command into a report, padded to its size; nothing where it does not fit."""
    report = bytes((COMMAND_REPORT, len(data))) + data
    if len(report) > room + 1:
        return ()
    return (Command(report.ljust(room + 1, b"\0"), meaning, patience, BEAT_SECONDS),)
