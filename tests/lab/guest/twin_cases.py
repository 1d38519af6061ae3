"""Two scanners of one model without serial numbers, and programs that speak to a scanner unasked."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator

from firmware_bridge.discovery import list_devices
from firmware_bridge.events import DownReason
from tests.lab.guest.bridge import bound_to, bridge
from tests.lab.guest.case import Case
from tests.lab.guest.codes import of_all_lengths
from tests.lab.guest.gadget import Identity
from tests.lab.guest.host import Host
from tests.lab.guest.inbox import DeviceDown, DeviceUp, Inbox, ScanBroken, ScanRead, device_of, same, until
from tests.lab.guest.serial_cases import ACM, NAMES
from tests.lab.guest.serial_scanners import AcmScanner

TWIN = Identity(0x1EAB, 0x1D06)
BARE = f"usb:{TWIN.vendor_id:04x}:{TWIN.product_id:04x}"
LEFT, RIGHT = "dummy_udc.0", "dummy_udc.1"
PROBES = (b"AT\r", b"ATZ\r", b"AT+GCAP\r", b"ATI\r", b"AT+CGMI\r")  # what ModemManager asks a new port


@contextlib.contextmanager
def twins() -> Iterator[tuple[AcmScanner, AcmScanner]]:
    one, other = AcmScanner("one", TWIN), AcmScanner("other", TWIN)
    try:
        yield one, other
    finally:
        one.remove()
        other.remove()


def locations() -> dict[str, str]:
    """Return the identities of both scanners by node."""
    return {spec.path: spec.identity for spec in list_devices() if spec.identity.startswith(BARE)}


def ambiguous(host: Host) -> str:
    inbox = Inbox()
    with twins() as (one, other):
        one.plug(LEFT)
        other.plug(RIGHT)
        until(lambda: len(locations()) == 2, "both are listed")
        with bridge(inbox, bound_to(BARE)):
            down = inbox.wait(DeviceDown)
            assert down.reason is DownReason.AMBIGUOUS, down
            assert all(identity.partition("@")[2] in down.detail for identity in locations().values()), down
            one.unplug()
            inbox.wait(DeviceUp)  # one of them is no riddle
            other.scan("ALONE")
            assert inbox.wait(ScanRead).data == "ALONE"
    return f"refused: {down.detail}"


def by_location(host: Host) -> str:
    rounds = 10
    with twins() as (one, other):
        left, right = plugged_name(one, LEFT), plugged_name(other, RIGHT)
        assert left != right
        boxes = {left: Inbox(), right: Inbox()}
        with bridge(lambda event: boxes[device_of(event)](event), bound_to(left), bound_to(right)):
            for number in range(rounds):
                each_by_its_own(number, one, boxes[left])
                each_by_its_own(number, other, boxes[right])
                swap((one, other), tuple(boxes.values()), number % 2 == 0)
    return f"{rounds} replugs in either order, each code from its own socket ({left}, {right})"


def each_by_its_own(number: int, scanner: AcmScanner, inbox: Inbox) -> None:
    """Scan, and check that the code comes from this scanner and nothing else does."""
    inbox.wait(DeviceUp)
    scanner.scan(f"{scanner.name}-{number}")
    inbox.wait(ScanRead)
    assert inbox.codes() == [f"{scanner.name}-{number}"], inbox.codes()


def plugged_name(scanner: AcmScanner, socket: str) -> str:
    """Plug a scanner in and return the identity that its socket gives it."""
    node, _ = scanner.plug(socket)
    until(lambda: str(node) in locations(), "the scanner is listed")
    return locations()[str(node)]


def swap(scanners: tuple[AcmScanner, AcmScanner], inboxes: tuple[Inbox, ...], right_first: bool) -> None:
    """Plug both again in one or the other order, so that the node names change hands."""
    for inbox, scanner in zip(inboxes, scanners, strict=True):
        inbox.clear()
        scanner.unplug()
        inbox.wait(DeviceDown)
        inbox.clear()
    plugs = list(zip(scanners, (LEFT, RIGHT), strict=True))
    for scanner, socket in reversed(plugs) if right_first else plugs:
        scanner.plug(socket)


def probed_before(host: Host) -> str:
    """Something asks the new port who it is, leaves it cooked and echoing, and the scanner grumbles."""
    inbox, scanner = Inbox(), AcmScanner("acm", ACM)
    try:
        node, _ = scanner.plug()
        probe(str(node), scanner)
        scanner.send(b"\r\nERROR\r\n")
        with bridge(inbox, bound_to(NAMES["cdc_acm"])):
            inbox.wait(DeviceUp)
            scanner.heard()
            codes = whole_codes(scanner, inbox)
            assert scanner.heard() == b"", "the scanner's own codes came back to it"
    finally:
        scanner.remove()
    return f"{codes} of {codes} codes whole, none echoed to the scanner"


def probed_while_open(host: Host) -> str:
    """Something with root's rights opens the port beside the bridge and writes to it."""
    inbox, scanner = Inbox(), AcmScanner("acm", ACM)
    try:
        node, _ = scanner.plug()
        with bridge(inbox, bound_to(NAMES["cdc_acm"])):
            inbox.wait(DeviceUp)
            probe(str(node), scanner)
            codes = whole_codes(scanner, inbox)
    finally:
        scanner.remove()
    return f"{codes} of {codes} codes whole after {len(PROBES)} questions to the scanner"


def probe(node: str, scanner: AcmScanner) -> None:
    """Ask as a modem's manager does; it reads nothing."""
    line = os.open(node, os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK)
    try:
        heard = b""
        for question in PROBES:
            os.write(line, question)
        end = time.monotonic() + 5
        while len(heard) < sum(map(len, PROBES)) and time.monotonic() < end:
            heard += scanner.heard()
            time.sleep(0.002)
        assert heard, "the questions did not reach the scanner"
    finally:
        os.close(line)


def whole_codes(scanner: AcmScanner, inbox: Inbox) -> int:
    """Send codes and check each; what the scanner grumbled before may be there as noise, never in a code."""
    codes = of_all_lengths(100, 100)
    for code in codes:
        scanner.scan(code)
    inbox.wait_until(lambda: codes[-1] in inbox.codes(), 20, lambda: "the last code")
    got = [code for code in inbox.codes() if code != "ERROR"]
    same(got, codes)
    assert not inbox.of(ScanBroken), inbox.of(ScanBroken)
    return len(codes)


CASES = [
    Case("twins", "two alike without serial numbers: refused", "cdc_acm", ambiguous),
    Case("twins", "two alike: told apart by their sockets", "cdc_acm", by_location),
    Case("stray", "asked by a modem manager before", "cdc_acm", probed_before),
    Case("stray", "asked by a modem manager meanwhile", "cdc_acm", probed_while_open),
]
