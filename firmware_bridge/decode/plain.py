"""A scanner that sends codes and understands nothing: frames cut at terminators and silences."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from firmware_bridge.decode.dialect import Broken, Code, Said, Saying, Signal
from firmware_bridge.decode.framing import Frame, Framer


@dataclass(slots=True)
class Plain:
    """Speak no language at all over a byte stream."""

    framer: Framer
    _heard: float = field(default=0.0, init=False)

    @property
    def pending(self) -> int:
        return self.framer.pending

    @property
    def due(self) -> float | None:
        return self._heard + self.framer.silence if self.framer.pending else None

    def hello(self, now: float) -> Saying:
        self._heard = now
        return ()

    def feed(self, data: bytes, now: float) -> Saying:
        self._heard = now
        return said(self.framer.feed(data))

    def tick(self, now: float) -> Saying:
        due = self.due
        return said(self.framer.idle()) if due is not None and now >= due else ()

    def end(self) -> Saying:
        """End what is unfinished as a silence would: it is known that nothing of it follows."""
        return said(self.framer.idle())

    def abandon(self) -> Saying:
        return said(self.framer.abandon())

    def signal(self, signal: Signal, now: float) -> Saying:
        return ()

    def switch(self, on: bool, now: float) -> Saying:
        return ()


def said(frames: Iterable[Frame]) -> list[Said]:
    """Turn frames into codes and faults."""
    return [Broken(frame.fault, frame.size) if frame.fault else Code(frame.data) for frame in frames]
