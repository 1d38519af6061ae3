"""A code that came damaged, owed until its scanner sends it again: told as lost only once it is lost.

A person hears "scan it again" when that is of use. A scanner that was asked sends the code within
milliseconds; one that did not hear that it was asked sends it when its patience for the ACK ends, 2 s as
delivered.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from firmware_bridge.decode.dialect import Broken, Said
from firmware_bridge.events import BrokenReason

SENDS = 3
WAIT_SECONDS = 2.5


@dataclass(slots=True)
class Owed:
    """Keep the size in bytes of what is owed, 0 for nothing; a scanner sends `sends` times in all."""

    sends: int = SENDS
    size: int = field(default=0, init=False)
    _times: int = field(default=0, init=False)
    _until: float = field(default=0.0, init=False)

    @property
    def due(self) -> float | None:
        """Return when `tick` wants to be called."""
        return self._until if self.size else None

    def hurt(self, size: int, again: bool, now: float) -> list[Said]:
        """Take note of a damaged packet; one that was not sent before says that the scanner went on."""
        said = [] if again else self.lost()
        self._times += 1
        self.size = size
        self.wait(now)
        return said + (self.lost() if self._times >= self.sends else [])

    def wait(self, now: float) -> None:
        """Say that the scanner is still at it."""
        self._until = now + WAIT_SECONDS

    def came(self, again: bool) -> list[Said]:
        """Say that a whole packet came: `again` is what was owed, a new one comes in its place."""
        if not again:
            return self.lost()
        self.size = self._times = 0
        return []

    def tick(self, now: float) -> list[Said]:
        """Give up what does not come."""
        return self.lost() if self.size and now >= self._until else []

    def lost(self) -> list[Said]:
        """Tell what was owed as lost."""
        size, self.size, self._times = self.size, 0, 0
        return [Broken(BrokenReason.INCOMPLETE, size)] if size else []
