"""Bytes that are kept back until it is known whether they answer a command, with the times they came at."""

from __future__ import annotations

from dataclasses import dataclass, field

from firmware_bridge.decode.dialect import Said
from firmware_bridge.decode.plain import Plain

Piece = tuple[float, bytes]


@dataclass(slots=True)
class Held:
    """Keep pieces of a stream. What turns out to be codes is fed later as if it had come in time."""

    pieces: list[Piece] = field(default_factory=list)

    @property
    def size(self) -> int:
        """Return how many bytes are kept."""
        return sum(len(data) for _, data in self.pieces)

    @property
    def data(self) -> bytes:
        """Return all that is kept, in order."""
        return b"".join(data for _, data in self.pieces)

    @property
    def last(self) -> float | None:
        """Return when the newest byte came, None where nothing is kept."""
        return self.pieces[-1][0] if self.pieces else None

    def add(self, data: bytes, now: float) -> None:
        """Keep bytes back; those of one moment are one piece, so that single bytes cost no more."""
        if self.pieces and self.pieces[-1][0] == now:
            data = self.pieces.pop()[1] + data
        self.pieces.append((now, data))

    def release(self, plain: Plain) -> list[Said]:
        """Feed everything as codes, with the silences that were between the pieces."""
        return self.feed(plain, 0, self.size, clear=True)

    def release_around(self, plain: Plain, start: int, end: int) -> list[Said]:
        """Feed as codes what came before and after an answer, which is dropped."""
        said = self.feed(plain, 0, start)
        if plain.framer.silence_ends:
            said += plain.end()  # a scanner sends an answer after a code, never within one
        return said + self.feed(plain, end, self.size, clear=True)

    def feed(self, plain: Plain, start: int, end: int, clear: bool = False) -> list[Said]:
        """Feed a part as codes."""
        said: list[Said] = []
        at = 0
        for when, data in self.pieces:
            part = data[max(0, start - at) : max(0, end - at)]
            at += len(data)
            if part:
                said += [*plain.tick(when), *plain.feed(part, when)]
        if clear:
            self.pieces.clear()
        return said
