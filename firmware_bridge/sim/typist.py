"""A keyboard wedge that is not there: what a scanner types, as the kernel's own events.

The bytes go over a PtyScanner, whose node `flushed` takes over as the real driver grabs a real one.
"""

from __future__ import annotations

import termios
from collections.abc import Iterable, Iterator

from firmware_bridge.decode.input_event import EV_KEY, EV_SYN, SYN_REPORT, packed
from firmware_bridge.decode.layouts import COMMON, DIGITS_OF_PAD, LAYOUTS

EV_MSC, MSC_SCAN = 0x04, 0x04
CTRL, SHIFT, ALT, ALTGR = 29, 42, 56, 100
Stroke = tuple[tuple[int, ...], int]  # what is held, and the key
KEY_SECONDS = 0.001


def flushed(descriptor: int) -> None:
    """Take over a pty: drop what was sent before, as a grab does; that tells the pty that a host is there."""
    termios.tcflush(descriptor, termios.TCIFLUSH)


def typed(text: str, layout: str = "us", at: float = 0.0, pace: float = KEY_SECONDS) -> bytes:
    """Return the events of a scanner that is set to a layout and types a text."""
    return events(strokes(text, layout), at, pace)


def strokes(text: str, layout: str = "us") -> list[Stroke]:
    """Return the keys for a text; raises KeyError for a character that the layout does not have."""
    known = _keys(layout)
    return [stroke for letter in text for stroke in known[letter]]


def by_number(digits: str) -> list[tuple[int, int]]:
    """Return Alt+numpad for a number, as key codes with presses (1) and releases (0)."""
    pad = {digit: code for code, digit in DIGITS_OF_PAD.items()}
    keys = [(pad[digit], value) for digit in digits for value in (1, 0)]
    return [(ALT, 1), *keys, (ALT, 0)]


def events(strokes: Iterable[Stroke], at: float = 0.0, pace: float = KEY_SECONDS) -> bytes:
    """Press and release keys, one after the other."""
    return presses((change for stroke in strokes for change in _changes(stroke)), at, pace)


def presses(changes: Iterable[tuple[int, int]], at: float = 0.0, pace: float = KEY_SECONDS) -> bytes:
    """Return events for key codes with their values, each with a raw scancode and a report as from usbhid."""
    return b"".join(
        packed(EV_MSC, MSC_SCAN, 0x70004, at + number * pace)
        + packed(EV_KEY, code, value, at + number * pace)
        + packed(EV_SYN, SYN_REPORT, 0, at + number * pace)
        for number, (code, value) in enumerate(changes)
    )


def _changes(stroke: Stroke) -> Iterator[tuple[int, int]]:
    held, key = stroke
    yield from ((code, 1) for code in held)
    yield from ((key, 1), (key, 0))
    yield from ((code, 0) for code in reversed(held))


def _keys(layout: str) -> dict[str, list[Stroke]]:
    """Turn a layout round: the keys for each character. A dead key is typed with the space bar behind it."""
    known: dict[str, list[Stroke]] = {"\x1d": [((CTRL,), 27)]}
    for code, key in LAYOUTS[layout].keys.items():
        for level, letter in enumerate(key):
            held = ((), (SHIFT,), (ALTGR,))[level]
            rest = [((), 57)] if (code, level) in LAYOUTS[layout].dead else []
            known.setdefault(letter, [(held, code), *rest])
    known.update({letter: [((), code)] for code, letter in reversed(list(COMMON.items()))})
    return known
