"""Scanners that type: every code whole, none leaking to anybody else, keys lost only with a word about it."""

from __future__ import annotations

import contextlib
import fcntl
import os
import struct
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from firmware_bridge.decode.framing import PATIENCE_SECONDS, Terminator
from firmware_bridge.events import BrokenReason, DownReason
from tests.lab.guest.bridge import bound_to, bridge, pending
from tests.lab.guest.case import Case
from tests.lab.guest.codes import of_all_lengths
from tests.lab.guest.gadget import SOCKETS, Identity, appeared, nodes
from tests.lab.guest.hid_cases import replugs
from tests.lab.guest.hid_scanners import KEYS, SHIFT, Wedge, lent
from tests.lab.guest.host import Host
from tests.lab.guest.inbox import DeviceDown, DeviceUp, Inbox, ScanBroken, ScanRead, same, until

TYPIST = Identity(0x1D6B, 0x1200, "KBW-0001", "Lab Instruments", "Keyboard scanner")
NAME = "usb:1d6b:1200:KBW-0001"
BOUND = bound_to(NAME, "wedge", Terminator.AUTO)
DRIVER = "usbhid, evdev"
# Between the last key and the news of the unplug there may be a pause that ends a code by itself.
DROPPED = {BrokenReason.CUT_BY_UNPLUG, BrokenReason.INCOMPLETE}


def codes_to_type(count: int, longest: int) -> list[str]:
    """Make codes of what a keyboard has keys for."""
    return [code.replace("\x1d", "-") for code in of_all_lengths(count, longest)]


def every_code(count: int, host: Host) -> str:
    """Type at full speed, while somebody else has the same node open and hears nothing."""
    scanner, inbox, codes = Wedge("kbw", TYPIST), Inbox(), codes_to_type(count, 20)
    with lent(scanner), bridge(inbox, BOUND):
        node, _ = scanner.plug()
        inbox.wait(DeviceUp)
        with listening(node) as leaked:
            for code in codes:
                scanner.scan(code)
            with contextlib.suppress(AssertionError):  # what is missing is said by the comparison
                inbox.wait(ScanRead, count, 20)
            same(inbox.codes(), codes)
            assert leaked() == 0, f"{leaked()} bytes of key events reached another program"
    return f"{count} of {count} codes of 1-20 keys, no key to another program"


@contextlib.contextmanager
def listening(node: Path) -> Iterator[object]:
    """Open a keyboard as any other program would; give a function that counts the bytes it heard."""
    other = os.open(node, os.O_RDONLY | os.O_NONBLOCK)

    def heard() -> int:
        with contextlib.suppress(BlockingIOError):
            return len(os.read(other, 65536))
        return 0

    try:
        yield heard
    finally:
        os.close(other)


def cut_in_the_middle(host: Host) -> str:
    scanner, inbox, rounds = Wedge("kbw", TYPIST), Inbox(), 5
    with lent(scanner), bridge(inbox, BOUND) as hub:
        for number in range(rounds):
            scanner.plug(SOCKETS[number % 4])
            inbox.wait(DeviceUp)
            scanner.scan(f"WHOLE-{number}")
            inbox.wait(ScanRead)
            inbox.clear()
            typing = threading.Thread(target=_type_until_gone, args=(scanner, "HALFACODE" * 50))
            typing.start()
            until(lambda: pending(hub) >= 9, "half a code arrived")
            scanner.usb.pull()
            typing.join()
            down, broken = inbox.wait(DeviceDown), inbox.wait(ScanBroken)
            scanner.usb.unplug()
            assert down.reason is DownReason.UNPLUGGED, down
            assert broken.reason in DROPPED, broken
            assert inbox.codes() == [], inbox.codes()
            inbox.clear()
    return f"{rounds} of {rounds} halves dropped and said, the next code whole"


def _type_until_gone(scanner: Wedge, text: str) -> None:
    with contextlib.suppress(OSError, AssertionError):
        scanner.type(text)


UI_SET_EVBIT, UI_SET_KEYBIT, UI_DEV_CREATE, UI_DEV_SETUP = 0x40045564, 0x40045565, 0x5501, 0x405C5503
EV_SYN, EV_KEY, BUS_USB = 0, 1, 3
EVENT = struct.Struct("llHHi")
LEFT_SHIFT, ENTER = 42, 28
# The kernel's key codes of what the usages 4 to 39 are (A to Z, 1 to 0). Source: input-event-codes.h.
A_TO_M = (30, 48, 46, 32, 18, 33, 34, 35, 23, 36, 37, 38, 50)
N_TO_Z = (49, 24, 25, 16, 19, 31, 20, 22, 47, 17, 45, 21, 44)
DIGITS = (2, 3, 4, 5, 6, 7, 8, 9, 10, 11)
CODES = {4 + number: code for number, code in enumerate((*A_TO_M, *N_TO_Z, *DIGITS))}


@contextlib.contextmanager
def endless_keyboard() -> Iterator[int]:
    """Make a keyboard that the kernel takes keys from as fast as they are written."""
    line = os.open("/dev/uinput", os.O_WRONLY)
    try:
        fcntl.ioctl(line, UI_SET_EVBIT, EV_KEY)
        for key in range(1, 120):
            fcntl.ioctl(line, UI_SET_KEYBIT, key)
        setup = struct.pack("HHHH80sI", BUS_USB, 0x1D6B, 0x1201, 1, b"Lab burst keyboard", 0)
        fcntl.ioctl(line, UI_DEV_SETUP, setup)
        fcntl.ioctl(line, UI_DEV_CREATE)
        yield line
    finally:
        os.close(line)


def typed(code: str) -> bytes:
    """Return the events of one code and Enter, all of them at once."""
    events = b""
    for letter in code:
        shift, usage = KEYS[letter]
        keys = (LEFT_SHIFT, CODES[usage]) if shift == SHIFT else (CODES[usage],)
        events += b"".join(_event(key, 1) for key in keys) + b"".join(
            _event(key, 0) for key in reversed(keys)
        )
    return events + _event(ENTER, 1) + _event(ENTER, 0)


def _event(key: int, value: int) -> bytes:
    return EVENT.pack(0, 0, EV_KEY, key, value) + EVENT.pack(0, 0, EV_SYN, 0, 0)


def faster_than_the_queue(host: Host) -> str:
    """Write many codes at once: what the kernel drops is dropped whole, and said."""
    inbox, rounds, before = Inbox(), 20, nodes("/dev/input", "event*")
    codes = [f"LPN{number:05d}{'ABCDEFGH' * 3}" for number in range(rounds * 10)]
    with endless_keyboard() as line:
        node, _ = appeared("/dev/input", before, "event*")
        with bridge(inbox, bound_to(f"path:{node}", "wedge", Terminator.AUTO)):
            inbox.wait(DeviceUp)
            for number in range(rounds):
                os.write(line, b"".join(typed(code) for code in codes[number * 10 : number * 10 + 10]))
                threading.Event().wait(2 * PATIENCE_SECONDS)  # after lost keys nothing counts until then
                os.write(line, typed(f"AFTER{number}"))
                last = f"AFTER{number}"
                inbox.wait_until(
                    lambda last=last: last in inbox.codes(), 10, lambda: "the code after a burst"
                )
    got, sent = inbox.codes(), {*codes, *(f"AFTER{number}" for number in range(rounds))}
    wrong = [code for code in got if code not in sent]
    assert not wrong, f"{len(wrong)} codes that nobody typed, as {wrong[0]!r}"
    assert len(got) == len(set(got)), "a code was doubled"
    lost = len(codes) + rounds - len(got)
    assert not lost or inbox.of(ScanBroken), f"{lost} codes lost without a word"
    said = len(inbox.of(ScanBroken))
    return f"{rounds} bursts: {lost} of {len(codes)} codes dropped, said {said} times, 0 wrong"


CASES = [
    Case("codes", "1,000 codes, nobody else hears a key", DRIVER, partial(every_code, 1000)),
    Case("cut", "unplugged in the middle of a code", DRIVER, cut_in_the_middle),
    Case("replug", "30 replugs", DRIVER, partial(replugs, lambda: Wedge("kbw", TYPIST), BOUND, 30)),
    Case("burst", "faster than the kernel's queue", "uinput, evdev", faster_than_the_queue),
]
