"""A pseudo-terminal whose device side hears the host at once, for simulators that answer."""

from __future__ import annotations

import select
from collections.abc import Callable
from dataclasses import dataclass, field

from firmware_bridge.sim.pty_port import POLL_MILLISECONDS, PtyPort


@dataclass(slots=True)
class AnsweringPort(PtyPort):
    """A plugged-in port that calls `hear` with what the host wrote, from its own thread.

    `turn` is called every few milliseconds besides.
    """

    hear: Callable[[bytes], None] = field(kw_only=True)
    turn: Callable[[], None] = field(kw_only=True)

    def _woken(self, poller: select.poll) -> bool:
        both = select.poll()
        both.register(self._wake[0], select.POLLIN)
        if self.ready.is_set():  # without a host the device would report its absence without end
            both.register(self._device, select.POLLIN | select.POLLPRI)
        events = dict(both.poll(POLL_MILLISECONDS))
        self.turn()
        return self._wake[0] in events

    def _drain(self) -> None:
        before = len(self.heard)
        PtyPort._drain(self)
        if len(self.heard) > before:
            self.hear(bytes(self.heard[before:]))
