"""What the bridge told its owner, and when."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from firmware_bridge.events import BridgeEvent, DeviceDown, DeviceUp, ScanBroken, ScanRead

T = TypeVar("T")
SECONDS = 20.0


@dataclass
class Inbox:
    """Collects events from any thread, each with its moment (monotonic seconds)."""

    heard: list[tuple[float, BridgeEvent]] = field(default_factory=list)
    _news: threading.Condition = field(default_factory=threading.Condition)

    def __call__(self, event: BridgeEvent) -> None:
        with self._news:
            self.heard.append((time.monotonic(), event))
            self._news.notify_all()

    def of(self, kind: type[T]) -> list[T]:
        """Return every event of a kind."""
        return [event for _, event in list(self.heard) if isinstance(event, kind)]

    def codes(self) -> list[str]:
        """Return every code that was read."""
        return [scan.data for scan in self.of(ScanRead)]

    def wait(self, kind: type[T], count: int = 1, seconds: float = SECONDS) -> T:
        """Wait until so many of a kind are there; return the last of them."""
        self.wait_until(lambda: len(self.of(kind)) >= count, seconds, lambda: f"{count} {kind.__name__}")
        return self.of(kind)[count - 1]

    def wait_until(self, true: Callable[[], bool], seconds: float, what: Callable[[], str]) -> None:
        """Wait for a condition; fail with what was waited for and what came last."""
        with self._news:
            if not self._news.wait_for(true, seconds):
                last = [event for _, event in self.heard[-3:]]
                raise AssertionError(f"waited {seconds:g} s for {what()}; last heard: {last}")

    def moment(self, event: object) -> float:
        """Tell when an event came."""
        return next(at for at, other in self.heard if other is event)

    def clear(self) -> None:
        """Forget what came."""
        with self._news:
            self.heard.clear()


def until(true: Callable[[], Any], what: str, seconds: float = SECONDS) -> None:
    """Wait for a condition; fail with its name."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, f"never came true in {seconds:g} s: {what}"
        time.sleep(0.002)


def device_of(event: BridgeEvent) -> str:
    """Return the name of the device that an event is about."""
    spec = getattr(event, "spec", None)
    return str(spec.identity if spec is not None else getattr(event, "device", ""))


def same(got: list[str], sent: list[str]) -> None:
    """Check that nothing was lost, changed or doubled; say how much was, and where it began."""
    if got == sent:
        return
    never = Counter(got) - Counter(sent)
    missing = Counter(sent) - Counter(got)
    at = next((n for n, pair in enumerate(zip(got, sent, strict=False)) if pair[0] != pair[1]), len(got))
    raise AssertionError(
        f"{missing.total()} of {len(sent)} not read, {never.total()} read but never sent, from code {at}"
        f" (length {len(sent[at]) if at < len(sent) else 0}, read: {len(got[at]) if at < len(got) else 0})"
    )


__all__ = ["DeviceDown", "DeviceUp", "Inbox", "ScanBroken", "ScanRead", "device_of", "same", "until"]
