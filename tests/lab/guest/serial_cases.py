"""Scanners on serial ports: who they are, every code as sent, a cable pulled in the middle of one."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator
from functools import partial

from firmware_bridge.decode.framing import Terminator
from firmware_bridge.events import BrokenReason, DownReason
from tests.lab.guest.bridge import (
    Slow,
    bound_to,
    bridge,
    device,
    heard_but_not_acted_on,
    pending,
    seconds_until_listed,
)
from tests.lab.guest.case import Case
from tests.lab.guest.codes import of_all_lengths
from tests.lab.guest.gadget import Identity
from tests.lab.guest.host import Host
from tests.lab.guest.inbox import DeviceDown, DeviceUp, Inbox, ScanBroken, ScanRead, same, until
from tests.lab.guest.serial_scanners import AcmScanner, FtdiScanner, Scanner

# Any vendor will do: nothing in the bridge may ask for a known one.
ACM = Identity(0x1D6B, 0x0A17, "LAB-0001", "Lab Instruments", "Area imager 7")
NAMES = {"cdc_acm": "usb:1d6b:0a17:LAB-0001", "ftdi_sio": "usb:0403:6001:FT0001"}
BOTH = tuple(NAMES)
COUNT = 1000
LONGEST = 1000
LISTED_WITHIN = 2.0


@contextlib.contextmanager
def scanner_on(driver: str, host: Host) -> Iterator[tuple[Scanner, str]]:
    """Make a scanner, not yet plugged in, with its identity."""
    scanner = AcmScanner("acm", ACM) if driver == "cdc_acm" else FtdiScanner(host)
    try:
        yield scanner, NAMES[driver]
    finally:
        with contextlib.suppress(Exception):
            scanner.remove()


def identify(driver: str, host: Host) -> str:
    inbox, shown = Inbox(), Inbox()
    with scanner_on(driver, host) as (scanner, name), bridge(inbox, shown=shown) as hub:
        node, came = scanner.plug()
        seconds = seconds_until_listed(hub, name, came)
        known = device(hub, name)
        assert known and known.spec and known.spec.path == str(node), known
        assert known.spec.location and known.spec.serial_number, known
        heard_but_not_acted_on(scanner.scan, name, inbox, shown)
        assert seconds < LISTED_WITHIN, f"listed after {seconds:.1f} s"
        spec = known.spec
        return (
            f"{name}, {spec.vendor}, {spec.model}, {spec.connection}; listed {seconds:.1f} s after its node"
        )


def every_code(driver: str, terminator: Terminator, host: Host) -> str:
    codes, inbox = of_all_lengths(COUNT, LONGEST), Inbox()
    with scanner_on(driver, host) as (scanner, name), bridge(inbox, bound_to(name, terminator=terminator)):
        seconds, size = _send_all(scanner, codes, inbox)
    same(inbox.codes(), codes)
    assert not inbox.of(ScanBroken), inbox.of(ScanBroken)
    return f"{COUNT} of {COUNT} codes of 1-{LONGEST} characters, {size / seconds / 1000:.0f} kB/s"


def slow_owner(terminator: Terminator, host: Host) -> str:
    codes, inbox = of_all_lengths(300, 100), Inbox()
    with (
        scanner_on("cdc_acm", host) as (scanner, name),
        bridge(Slow(inbox, 0.12, 10), bound_to(name, terminator=terminator)),
    ):
        _send_all(scanner, codes, inbox)
    same(inbox.codes(), codes)
    return f"{len(codes)} of {len(codes)} codes, every tenth held up for 120 ms by what is done with it"


def _send_all(scanner: Scanner, codes: list[str], inbox: Inbox) -> tuple[float, int]:
    scanner.plug()
    inbox.wait(DeviceUp)
    began, stream = time.monotonic(), b"".join(code.encode() + scanner.suffix for code in codes)
    scanner.send(stream)
    with contextlib.suppress(AssertionError):  # what is missing is said by the comparison
        inbox.wait(ScanRead, len(codes), 120)
    return time.monotonic() - began, len(stream)


def without_ending(driver: str, host: Host) -> str:
    codes, inbox = of_all_lengths(30, 600), Inbox()
    with (
        scanner_on(driver, host) as (scanner, name),
        bridge(inbox, bound_to(name, terminator=Terminator.NONE)),
    ):
        scanner.plug()
        inbox.wait(DeviceUp)
        for number, code in enumerate(codes, 1):
            scanner.send(code.encode())
            inbox.wait(ScanRead, number)
    same(inbox.codes(), codes)
    return f"{len(codes)} of {len(codes)} codes that nothing but silence ended"


def cut_in_the_middle(driver: str, host: Host) -> str:
    inbox, rounds = Inbox(), 5
    with scanner_on(driver, host) as (scanner, name), bridge(inbox, bound_to(name)) as hub:
        inbox.wait(DeviceDown)  # nothing is plugged in yet
        for number in range(rounds):
            inbox.clear()
            scanner.plug()
            inbox.wait(DeviceUp)
            scanner.scan(f"WHOLE-{number}")
            inbox.wait(ScanRead)
            scanner.send(b"HALF-A-CO")
            until(lambda: pending(hub) == 9, "half a code arrived")
            scanner.unplug()
            down, broken = inbox.wait(DeviceDown), inbox.wait(ScanBroken)
            assert down.reason is DownReason.UNPLUGGED, down
            assert (broken.reason, broken.size) == (BrokenReason.CUT_BY_UNPLUG, 9), broken
            assert inbox.codes() == [f"WHOLE-{number}"], inbox.codes()
    return f"{rounds} of {rounds} halves dropped and said, the next code whole"


def pulled_in_full_flow(host: Host) -> str:
    codes, rounds, whole = of_all_lengths(300, 300), 10, 0
    with scanner_on("cdc_acm", host) as (scanner, name):
        assert isinstance(scanner, AcmScanner)
        for number in range(rounds):
            inbox = Inbox()
            with bridge(inbox, bound_to(name)):
                _pull_after(scanner, inbox, codes, 5 + 13 * number)
            got = inbox.codes()
            same(got, codes[: len(got)])
            whole += len(got)
    return f"{rounds} pulls, {whole} codes before them, each as sent"


def _pull_after(scanner: AcmScanner, inbox: Inbox, codes: list[str], count: int) -> None:
    scanner.plug()
    inbox.wait(DeviceUp)
    inbox.clear()
    sending = threading.Thread(target=_send_until_gone, args=(scanner, codes))
    sending.start()
    inbox.wait(ScanRead, count)
    scanner.pull()
    inbox.wait(DeviceDown)
    sending.join()
    scanner.unplug()


def _send_until_gone(scanner: Scanner, codes: list[str]) -> None:
    with contextlib.suppress(OSError, AssertionError):
        for code in codes:
            scanner.scan(code)


CASES = [
    *(Case("identify", "identify", driver, partial(identify, driver)) for driver in BOTH),
    *(
        Case("codes", f"1,000 codes, ending {ending.value}", driver, partial(every_code, driver, ending))
        for driver in BOTH
        for ending in (Terminator.CR, Terminator.AUTO)
    ),
    *(Case("codes", "codes without an ending", driver, partial(without_ending, driver)) for driver in BOTH),
    *(
        Case("slow", f"a slow owner, ending {ending.value}", "cdc_acm", partial(slow_owner, ending))
        for ending in (Terminator.CR, Terminator.AUTO)
    ),
    *(
        Case("cut", "unplugged in the middle of a code", driver, partial(cut_in_the_middle, driver))
        for driver in BOTH
    ),
    Case("cut", "unplugged in full flow", "cdc_acm", pulled_in_full_flow),
]
