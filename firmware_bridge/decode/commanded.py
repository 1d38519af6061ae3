"""What scanners that take commands have in common: a queue of commands beside a stream of codes.

A family is a table of commands and a way to tell its answers from codes. The subclasses say only that.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from firmware_bridge.decode.commands import Command, CommandQueue
from firmware_bridge.decode.dialect import Note, Said, Saying, Signal, soonest
from firmware_bridge.decode.plain import Plain

NO_SIGNALS: Mapping[Signal, tuple[Command, ...]] = {}
NO_SWITCHES: Mapping[bool, tuple[Command, ...]] = {}


@dataclass(slots=True)
class Commanded:
    """Send the family's commands and give codes on; a dialect when `hear` knows the family's answers."""

    plain: Plain
    greeting: tuple[Command, ...] = ()
    signals: Mapping[Signal, tuple[Command, ...]] = field(default_factory=lambda: NO_SIGNALS)
    switches: Mapping[bool, tuple[Command, ...]] = field(default_factory=lambda: NO_SWITCHES)
    queue: CommandQueue = field(default_factory=CommandQueue, init=False)

    @property
    def pending(self) -> int:
        return self.plain.pending + self.kept

    @property
    def due(self) -> float | None:
        return soonest(self.plain.due, self.queue.due, self.kept_due)

    @property
    def kept(self) -> int:
        """Return how many bytes are kept back because they may be an answer."""
        return 0

    @property
    def kept_due(self) -> float | None:
        """Return when what is kept back has to be decided on."""
        return None

    def hello(self, now: float) -> Saying:
        self.plain.hello(now)
        return self.queue.ask(self.greeting, now)

    def feed(self, data: bytes, now: float) -> Saying:
        return [*self.hear(data, now), *self.queue.send(now)]

    def tick(self, now: float) -> Saying:
        overdue = self.queue.expired(now)
        said = [Note(f"no answer: {overdue.meaning}"), *self.unanswered(overdue, now)] if overdue else []
        return [*said, *self.wait(now), *self.queue.send(now)]

    def abandon(self) -> Saying:
        return self.plain.abandon()

    def signal(self, signal: Signal, now: float) -> Saying:
        return self.queue.ask(self.signals.get(signal, ()), now)

    def switch(self, on: bool, now: float) -> Saying:
        return self.queue.ask(self.switches.get(on, ()), now)

    def hear(self, data: bytes, now: float) -> list[Said]:
        """Take bytes: answers to the queue, the rest to the codes."""
        return list(self.plain.feed(data, now))

    def wait(self, now: float) -> list[Said]:
        """Let time pass for codes, and for what is kept back."""
        return list(self.plain.tick(now))

    def unanswered(self, command: Command, now: float) -> list[Said]:
        """Act on an answer that never came."""
        return []
