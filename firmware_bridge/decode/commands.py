"""Commands to a scanner: each waits until the one before it was answered, or was given up."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from firmware_bridge.decode.dialect import Note, Said, Saying, Send

MOST_WAITING = 24
# What Honeywell and Newland say of a command.
STATUS = {
    b"\x06": "ACK",
    b"\x05": "ENQ: the scanner does not know this command",
    b"\x15": "NAK: the scanner does not take this value",
}


@dataclass(frozen=True, slots=True)
class Command:
    """Bytes for a scanner and what they mean.

    `patience` is how long an answer may take, in seconds; 0 where none comes. `pause` is how long the next
    command is kept back where no answer is due.
    """

    data: bytes
    meaning: str
    patience: float = 0.0
    pause: float = 0.0


@dataclass(slots=True)
class CommandQueue:
    """Send commands in order. Times are the caller's monotonic seconds; at most MOST_WAITING wait."""

    _waiting: deque[Command] = field(default_factory=deque, init=False)
    _asked: Command | None = field(default=None, init=False)
    _until: float = field(default=0.0, init=False)

    @property
    def asked(self) -> Command | None:
        """Return the command whose answer is due."""
        return self._asked

    @property
    def due(self) -> float | None:
        """Return when the next command may go, or the wait for an answer ends."""
        return self._until if self._asked or self._waiting else None

    def ask(self, commands: Iterable[Command], now: float) -> Saying:
        """Queue commands, all or none of them, and send what may be sent."""
        wanted = tuple(commands)
        if len(self._waiting) + len(wanted) > MOST_WAITING:
            return [Note(f"not sent, the scanner is behind: {', '.join(c.meaning for c in wanted)}")]
        self._waiting.extend(wanted)
        return self.send(now)

    def send(self, now: float) -> list[Said]:
        """Send the commands whose turn it is."""
        said: list[Said] = []
        while self._waiting and self._asked is None and now >= self._until:
            command = self._waiting.popleft()
            said += [Note(command.meaning), Send(command.data)]
            self._until = now + (command.patience or command.pause)
            self._asked = command if command.patience else None
        return said

    def answered(self, now: float) -> None:
        """Say that the answer came."""
        self._asked, self._until = None, now

    def expired(self, now: float) -> Command | None:
        """Give up a command whose answer is overdue, and return it."""
        if self._asked is None or now < self._until:
            return None
        command = self._asked
        self.answered(now)
        return command

    def forget(self) -> None:
        """Drop what waits: the scanner does not speak this language."""
        self._waiting.clear()
