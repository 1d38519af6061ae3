"""Scanners on USB HID: HID POS in two layouts, and a keyboard wedge."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.lab.guest.gadget import Gadget, Identity
from tests.lab.guest.usb_scanner import UsbScanner

# One field of a report: usage page, usages, bytes. Source: HID Point of Sale Usage Tables 1.02.
COUNT = ("05 01", "09 3b", 1)
AIM = ("05 8c", "09 fb 09 fc 09 fd", 3)
MAKERS = ("06 66 ff", "09 04", 1)
RESERVED = ("06 66 ff", "09 05", 1)
MORE = ("05 8c", "09 ff", 0)  # one bit and seven of padding
BOOT_KEYBOARD = bytes.fromhex(
    "05010906a101050719e029e71500250175019508810295017508810395057501050819012905910295017503910395067508"
    "150025650507190029658100c0"
)


def text_of(size: int) -> tuple[str, str, int]:
    """Return the field of scanned data."""
    return ("05 8c", "09 fe", size)


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a HID POS scanner keeps what."""

    report: int
    fields: tuple[tuple[str, str, int], ...]

    @property
    def size(self) -> int:
        """Return the report's bytes, with its number."""
        return 1 + sum(size or 1 for _, _, size in self.fields)

    @property
    def room(self) -> int:
        """Return how many bytes of a code fit."""
        return next(size for _, usages, size in self.fields if usages == "09 fe")

    def descriptor(self) -> bytes:
        """Write the report descriptor."""
        head = f"05 8c 09 02 a1 01 09 12 a1 02 85 {self.report:02x} 15 00"
        return bytes.fromhex(" ".join((head, *map(_described, self.fields), "c0 c0")))

    def reports(self, code: bytes, aim: bytes) -> Iterator[bytes]:
        """Cut a code into reports."""
        parts = [code[at : at + self.room] for at in range(0, len(code), self.room)]
        for number, part in enumerate(parts, 1):
            values = {"09 3b": bytes([len(part)]), "09 fe": part, "09 ff": bytes([number < len(parts)])}
            values["09 fb 09 fc 09 fd"] = aim
            packed = (values.get(usages, b"").ljust(size or 1, b"\0") for _, usages, size in self.fields)
            yield bytes([self.report]) + b"".join(packed)


def _described(part: tuple[str, str, int]) -> str:
    page, usages, size = part
    if size == 0:
        return f"{page} {usages} 25 01 75 01 95 01 81 02 75 07 95 01 81 03"
    way = "82 02 01" if usages == "09 fe" else "81 02"
    return f"{page} {usages} 26 ff 00 75 08 95 {size:02x} {way}"


PUBLISHED = Layout(2, (COUNT, AIM, text_of(56), MAKERS, RESERVED, MORE))
OTHER = Layout(5, (MORE, text_of(40), RESERVED, AIM, COUNT))


@dataclass(slots=True)
class HidGadget(UsbScanner):
    """A HID device on dummy_hcd that sends whole reports."""

    descriptor: bytes
    size: int
    boot: int = 0

    def __post_init__(self) -> None:
        facts = {"protocol": self.boot, "subclass": self.boot, "report_length": self.size}
        attributes = {name: str(value).encode() for name, value in facts.items()}
        self._gadget = Gadget(self.name, self.identity, "hid", {**attributes, "report_desc": self.descriptor})
        self._gadget.make()

    def _end(self) -> Path:
        device = (self._gadget.instance / "dev").read_text().strip()
        return Path(f"/dev/char/{device}")


@dataclass(slots=True)
class PosScanner:
    """A HID POS scanner."""

    name: str
    identity: Identity
    layout: Layout = PUBLISHED
    aim: bytes = b"]C0"
    usb: HidGadget = field(init=False)

    def __post_init__(self) -> None:
        self.usb = HidGadget(
            self.name, self.identity, "/dev/hidraw*", self.layout.descriptor(), self.layout.size
        )

    def plug(self, socket: str = "dummy_udc.0") -> tuple[Path, float]:
        """Plug in; return the host's node and when it came."""
        return self.usb.plug(socket)

    def reports(self, code: str) -> list[bytes]:
        """Return what a code is sent as."""
        return list(self.layout.reports(code.encode(), self.aim))

    def scan(self, code: str) -> None:
        """Send one code as a scanner does."""
        for report in self.reports(code):
            self.usb.send(report)


SHIFT = 0x02
KEYS = {
    **{letter: (0, 4 + number) for number, letter in enumerate("abcdefghijklmnopqrstuvwxyz")},
    **{letter: (SHIFT, 4 + number) for number, letter in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZ")},
    **{digit: (0, 30 + number) for number, digit in enumerate("1234567890")},
    **{"\r": (0, 40), " ": (0, 44), "-": (0, 45), ".": (0, 55), "/": (0, 56)},
    **{"+": (SHIFT, 46), "$": (SHIFT, 33), "%": (SHIFT, 34)},
}


@dataclass(slots=True)
class Wedge:
    """A scanner that types like a boot keyboard, US layout, as fast as its endpoint is asked."""

    name: str
    identity: Identity
    usb: HidGadget = field(init=False)

    def __post_init__(self) -> None:
        self.usb = HidGadget(self.name, self.identity, "/dev/input/event*", BOOT_KEYBOARD, 8, boot=1)

    def plug(self, socket: str = "dummy_udc.0") -> tuple[Path, float]:
        """Plug in; return the host's node and when it came."""
        return self.usb.plug(socket)

    def scan(self, code: str) -> None:
        """Type one code and Enter."""
        self.type(code + "\r")

    def type(self, text: str) -> None:
        """Type; a key is let go in the report that presses the next one, unless it is the same key."""
        last = 0
        for letter in text:
            shift, key = KEYS[letter]
            if key == last:
                self.usb.send(bytes(8))
            self.usb.send(bytes([shift, 0, key, 0, 0, 0, 0, 0]))
            last = key
        self.usb.send(bytes(8))


@contextlib.contextmanager
def lent(scanner: PosScanner | Wedge) -> Iterator[None]:
    """Take a scanner away at the end of the block."""
    try:
        yield
    finally:
        scanner.usb.remove()
