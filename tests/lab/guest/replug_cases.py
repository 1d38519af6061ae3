"""Two hundred replugs: other sockets, other node names, other programs that still hold the old node."""

from __future__ import annotations

import contextlib
import os
import random
import time
from functools import partial
from pathlib import Path

from tests.lab.guest.bridge import bound_to, bridge
from tests.lab.guest.case import Case
from tests.lab.guest.gadget import SOCKETS
from tests.lab.guest.hid_cases import figure_of
from tests.lab.guest.host import Host
from tests.lab.guest.inbox import DeviceDown, DeviceUp, Inbox, ScanRead
from tests.lab.guest.serial_cases import scanner_on

HELD = 3  # nodes that another program keeps open, so that the next plug gets another name
PORTS = {"cdc_acm": SOCKETS, "ftdi_sio": ("1", "2", "3", "4")}


def replugs(driver: str, count: int, away: float, host: Host) -> str:
    """Unplug for up to `away` seconds, plug in elsewhere, and time from the node to the open device."""
    chance, inbox, held = random.Random(3), Inbox(), list[int]()
    times, names = list[float](), set[str]()
    with scanner_on(driver, host) as (scanner, name), bridge(inbox, bound_to(name)):
        try:
            for number in range(count):
                node, came = scanner.plug(PORTS[driver][number % 4])
                times.append(inbox.moment(inbox.wait(DeviceUp)) - came)
                names.add(node.name)
                scanner.scan(f"AFTER-{number}")
                assert inbox.wait(ScanRead).data == f"AFTER-{number}", inbox.codes()
                _hold(node, held, chance)
                inbox.clear()
                scanner.unplug()
                inbox.wait(DeviceDown)
                time.sleep(chance.uniform(0, away))
        finally:
            for descriptor in held:
                os.close(descriptor)
    return f"{len(names)} node names; {figure_of(times)}"


def _hold(node: Path, held: list[int], chance: random.Random) -> None:
    """Keep some old nodes open, as a program does that has not noticed."""
    if chance.random() < 0.5:
        with contextlib.suppress(OSError):
            held.append(os.open(node, os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK))
    while len(held) > chance.randrange(HELD + 1):
        os.close(held.pop(0))


CASES = [
    Case("replug", "200 replugs", "cdc_acm", partial(replugs, "cdc_acm", 200, 0.3)),
    Case("replug", "50 replugs", "ftdi_sio", partial(replugs, "ftdi_sio", 50, 0.3)),
    Case("replug", "10 replugs, away for up to 10 s", "cdc_acm", partial(replugs, "cdc_acm", 10, 10.0)),
]
