"""Tells a scanner from a device that only makes noise, by how many bytes come and what they say."""

from __future__ import annotations

from dataclasses import dataclass, field

# The longest codes, sent without pause and all unreadable, stay below this by far.
WITHOUT_CODE = 256 * 1024
# What passes for codes may be noise too. A scanner that empties its memory sends a few hundred kB at most; a
# line of 2 Mbit/s that never pauses is the most that is ever accepted.
BURST = 4 * 1024 * 1024
STEADY = 256 * 1024


@dataclass(slots=True)
class Flood:
    """Count what one device sends; sizes in bytes, times in monotonic seconds."""

    without_code: int = WITHOUT_CODE
    burst: int = BURST
    steady: float = STEADY
    _useless: int = field(default=0, init=False)
    _level: float = field(default=0.0, init=False)
    _at: float = field(default=0.0, init=False)

    def heard(self, size: int, coded: bool, now: float) -> str:
        """Count bytes that arrived, `coded` if they finished a code; say why they are too many, or ""."""
        self._useless = 0 if coded else self._useless + size
        self._level = max(0.0, self._level - (now - self._at) * self.steady) + size
        self._at = now
        if self._useless > self.without_code:
            return f"{self._useless} bytes without one code"
        return f"{int(self._level)} bytes faster than any scanner" if self._level > self.burst else ""

    def quiet(self) -> None:
        """Say that the device paused: what it sent is over."""
        self._useless = 0
