"""Wakes every screen of this station when something was committed."""

import threading

from station.domain.bench import Notice
from station.ports import Rung


class LocalBell:
    """A condition that screens wait on. It carries numbers, never facts: those are in the store."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._rung = Rung(0, 0, "")

    def ring(self, revision: int) -> None:
        """Tell of a committed revision; an alarm is over once something could be written again."""
        with self._changed:
            last = self._rung
            self._rung = Rung(max(revision, last.revision), last.echo, last.text)
            self._changed.notify_all()

    def echo(self, text: str) -> None:
        with self._changed:
            last = self._rung
            self._rung = Rung(last.revision, last.echo + 1, text, last.alarm)
            self._changed.notify_all()

    def alarm(self, notice: Notice) -> None:
        with self._changed:
            last = self._rung
            self._rung = Rung(last.revision, last.echo + 1, last.text, notice)
            self._changed.notify_all()

    def wait(self, revision: int, echo: int, timeout: float) -> Rung:
        """Wait until there is more than the caller has seen, or for ``timeout`` seconds."""
        with self._changed:
            self._changed.wait_for(lambda: self._news(revision, echo), timeout)
            return self._rung

    def _news(self, revision: int, echo: int) -> bool:
        return self._rung.revision > revision or self._rung.echo > echo
