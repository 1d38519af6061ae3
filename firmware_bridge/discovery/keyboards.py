"""Keyboards on USB, because a scanner may be one: event nodes with the keys A to Z and no pointer."""

from __future__ import annotations

import struct
from pathlib import Path

from firmware_bridge.discovery.identity import Seen
from firmware_bridge.discovery.roots import Roots, number, text
from firmware_bridge.discovery.usb import Facts, seen_as, usb_of
from firmware_bridge.events import DeviceKind

BUS_USB = 0x03
X_AND_Y = 0b11
BTN_MOUSE, BTN_TOUCH = 0x110, 0x14A
# The codes of Q to P, A to L and Z to M. Source: linux/input-event-codes.h.
LETTERS = sum(1 << code for code in (*range(16, 26), *range(30, 39), *range(44, 51)))
LONG_BITS = 8 * struct.calcsize("l")


def keyboards(roots: Roots) -> list[Seen]:
    """List the USB keyboards, people's own among them."""
    return [_seen(node, roots) for node in roots.nodes("input", "event") if is_keyboard(node / "device")]


def is_keyboard(device: Path) -> bool:
    """Tell whether an input device is a USB keyboard and nothing that points."""
    keys = capability(device, "key")
    on_usb = number(device / "id" / "bustype") == BUS_USB
    return on_usb and keys & LETTERS == LETTERS and not _points(device, keys)


def capability(device: Path, name: str) -> int:
    """Read one bitmap of what a device can do; 0 where there is none."""
    return bits(text(device / "capabilities" / name))


def bits(words: str, long_bits: int = LONG_BITS) -> int:
    """Make one number of the kernel's hexadecimal words, the highest first; 0 for what is no bitmap."""
    total = 0
    try:
        for word in words.split():
            total = total << long_bits | int(word, 16)
    except ValueError:
        return 0
    return max(0, total)


def _points(device: Path, keys: int) -> bool:
    moves = any(capability(device, axes) & X_AND_Y for axes in ("rel", "abs"))
    return moves or bool(keys >> BTN_MOUSE & 1 or keys >> BTN_TOUCH & 1)


def _seen(node: Path, roots: Roots) -> Seen:
    device = node / "device"
    facts = usb_of(device) or _off_usb(device)
    return seen_as(
        DeviceKind.KEYBOARD, roots.dev / "input" / node.name, facts, text(device / "name"), "keyboard"
    )


def _off_usb(device: Path) -> Facts:
    """Take what the input layer knows of a keyboard that has no USB device behind it."""
    return Facts(
        number(device / "id" / "vendor"),
        number(device / "id" / "product"),
        text(device / "uniq") or None,
        text(device / "phys") or None,
    )
