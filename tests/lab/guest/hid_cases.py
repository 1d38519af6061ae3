"""HID POS scanners over hidraw: by what their descriptor says, whole codes only, back after a replug."""

from __future__ import annotations

import contextlib
import statistics
from collections.abc import Callable
from functools import partial

from firmware_bridge.events import BrokenReason, DownReason
from firmware_bridge.known import Binding
from tests.lab.guest.bridge import (
    bound_to,
    bridge,
    device,
    heard_but_not_acted_on,
    pending,
    seconds_until_listed,
)
from tests.lab.guest.case import Case
from tests.lab.guest.codes import of_all_lengths
from tests.lab.guest.gadget import SOCKETS, Identity
from tests.lab.guest.hid_scanners import OTHER, PUBLISHED, Layout, PosScanner, Wedge, lent
from tests.lab.guest.host import Host
from tests.lab.guest.inbox import DeviceDown, DeviceUp, Inbox, ScanBroken, ScanRead, same, until

POS = Identity(0x1D6B, 0x0C10, "POS-0001", "Lab Instruments", "Presentation imager")
NAME = "usb:1d6b:0c10:POS-0001"
KEY = f"{NAME} (hid)"
BOUND = bound_to(NAME, "hid_pos")
DRIVER = "hidraw"
BACK_WITHIN = 1.0


def identify(host: Host) -> str:
    scanner, inbox, shown = PosScanner("pos", POS), Inbox(), Inbox()
    with lent(scanner), bridge(inbox, shown=shown) as hub:
        _, came = scanner.plug()
        seconds = seconds_until_listed(hub, KEY, came)
        heard_but_not_acted_on(scanner.scan, NAME, inbox, shown)
        known = device(hub, KEY)
        assert known and known.spec
        spec = known.spec
        return (
            f"{NAME}, {spec.vendor}, {spec.model}, {spec.connection}; listed {seconds:.1f} s after its node"
        )


def every_code(layout: Layout, host: Host) -> str:
    codes, inbox = of_all_lengths(1000, 300), Inbox()
    scanner = PosScanner("pos", POS, layout)
    with lent(scanner), bridge(inbox, BOUND):
        scanner.plug()
        inbox.wait(DeviceUp)
        for code in codes:
            scanner.scan(code)
        with contextlib.suppress(AssertionError):  # what is missing is said by the comparison
            inbox.wait(ScanRead, len(codes), 20)
        same(inbox.codes(), codes)
        assert {scan.aim for scan in inbox.of(ScanRead)} == {"]C0"}
        assert not inbox.of(ScanBroken), inbox.of(ScanBroken)
    count = sum(len(scanner.reports(code)) for code in codes)
    return f"1000 of 1000 codes of 1-300 characters in {count} reports of {layout.size} bytes"


def cut_in_the_middle(host: Host) -> str:
    scanner, inbox, rounds = PosScanner("pos", POS), Inbox(), 5
    with lent(scanner), bridge(inbox, BOUND) as hub:
        inbox.wait(DeviceDown)
        for number in range(rounds):
            inbox.clear()
            scanner.plug()
            inbox.wait(DeviceUp)
            scanner.scan(f"WHOLE-{number}")
            inbox.wait(ScanRead)
            scanner.usb.send(scanner.reports("H" * 100)[0])
            until(lambda: pending(hub) == 56, "half a code arrived")
            scanner.usb.unplug()
            down, broken = inbox.wait(DeviceDown), inbox.wait(ScanBroken)
            assert down.reason is DownReason.UNPLUGGED, down
            assert (broken.reason, broken.size) == (BrokenReason.CUT_BY_UNPLUG, 56), broken
            assert inbox.codes() == [f"WHOLE-{number}"], inbox.codes()
    return f"{rounds} of {rounds} halves dropped and said, the next code whole"


def replugs(make: Callable[[], PosScanner | Wedge], binding: Binding, count: int, host: Host) -> str:
    scanner, inbox, times = make(), Inbox(), list[float]()
    with lent(scanner), bridge(inbox, binding):
        for number in range(count):
            _, came = scanner.plug(SOCKETS[number % 4])
            times.append(inbox.moment(inbox.wait(DeviceUp)) - came)
            scanner.scan(f"AFTER-{number}")
            assert inbox.wait(ScanRead).data == f"AFTER-{number}", inbox.codes()
            inbox.clear()
            scanner.usb.unplug()
            inbox.wait(DeviceDown)
            inbox.clear()
    return figure_of(times)


def figure_of(times: list[float]) -> str:
    """Put the seconds from node to open device into words; fail where one is over the limit."""
    median, most = statistics.median(times) * 1000, max(times) * 1000
    figure = f"{len(times)} replugs, back in {median:.0f} ms median, {most:.0f} ms at most"
    late = sum(seconds > BACK_WITHIN for seconds in times)
    assert not late, f"{late} of {figure}"
    return figure


CASES = [
    Case("identify", "identify", DRIVER, identify),
    Case("codes", "1,000 codes, layout as published", DRIVER, partial(every_code, PUBLISHED)),
    Case("codes", "1,000 codes, another order of fields", DRIVER, partial(every_code, OTHER)),
    Case("cut", "unplugged in the middle of a code", DRIVER, cut_in_the_middle),
    Case("replug", "50 replugs", DRIVER, partial(replugs, lambda: PosScanner("pos", POS), BOUND, 50)),
]
