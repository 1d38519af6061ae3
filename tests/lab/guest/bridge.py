"""The bridge as a station runs it: a hub with its watch, and devices bound to it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from firmware_bridge.decode.framing import Terminator
from firmware_bridge.drivers.settings import Habits
from firmware_bridge.events import Emit
from firmware_bridge.hub import Hub
from firmware_bridge.known import Binding, Device
from tests.lab.guest.inbox import DeviceUp, Inbox, ScanRead, device_of

RUNTIME = Path("/tmp/run")


def bound_to(device: str, driver: str = "plain", terminator: Terminator = Terminator.CR) -> Binding:
    """Bind a scanner as delivered, but for what ends its codes."""
    return Binding(device, driver, habits=Habits(terminator=terminator))


@contextmanager
def bridge(emit: Emit, *bindings: Binding, shown: Emit | None = None) -> Iterator[Hub]:
    """Run the bridge for the block."""
    hub = Hub(RUNTIME, emit, bindings, shown=shown)
    hub.start()
    try:
        yield hub
    finally:
        hub.stop()


def device(hub: Hub, key: str) -> Device | None:
    """Return what the hub knows of a device."""
    return next((known for known in hub.devices() if known.key == key), None)


def pending(hub: Hub) -> int:
    """Return how many bytes of unfinished codes there are."""
    return sum(known.pending for known in hub.devices())


class Slow:
    """An owner that now and then takes its time over a scan."""

    def __init__(self, onward: Emit, seconds: float, every: int) -> None:
        self._onward, self._seconds, self._every, self._count = onward, seconds, every, 0

    def __call__(self, event: object) -> None:
        self._onward(event)  # type: ignore[arg-type]
        self._count += 1
        if self._count % self._every == 0:
            threading.Event().wait(self._seconds)


def seconds_until_listed(hub: Hub, key: str, came: float) -> float:
    """Wait until a device is listed as plugged in; return the seconds since its node came."""
    while not ((known := device(hub, key)) and known.plugged):
        assert time.monotonic() - came < 20, f"{key} is not listed: {[known.key for known in hub.devices()]}"
        time.sleep(0.005)
    return time.monotonic() - came


def heard_but_not_acted_on(scan: Callable[[str], None], name: str, inbox: Inbox, shown: Inbox) -> None:
    """Scan with a scanner that nobody bound: it is shown, and goes nowhere."""
    shown.wait_until(lambda: name in {device_of(one) for one in shown.of(DeviceUp)}, 20, lambda: f"{name} up")
    scan("UNBOUND")
    assert shown.wait(ScanRead).data == "UNBOUND"
    assert not inbox.heard, inbox.heard
