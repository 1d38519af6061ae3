"""What the system knows of the device behind a node: on USB, from its descriptors."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from firmware_bridge.discovery.identity import Seen, identity_of
from firmware_bridge.discovery.roots import denied, number, real, text
from firmware_bridge.discovery.words import connection_words, vendor_words
from firmware_bridge.events import DeviceKind, DeviceSpec


@dataclass(frozen=True, slots=True)
class Facts:
    """One device and the interface that was asked about.

    `location` is its socket, as "1-2.3"; off USB it is whatever the system calls its place. `interface` is
    empty off USB.
    """

    vendor_id: int | None
    product_id: int | None
    serial_number: str | None
    location: str | None
    manufacturer: str = ""
    product: str = ""
    interface: str = ""


def usb_of(folder: Path) -> Facts | None:
    """Find the USB device that a sysfs folder belongs to; None for what is not on USB."""
    interface = ""
    start = real(folder)
    for parent in (start, *start.parents):
        if (parent / "bInterfaceNumber").exists():
            interface = parent.name
        elif (parent / "idVendor").exists():
            return _facts(parent, interface)
    return None


def seen_as(kind: DeviceKind, path: Path, facts: Facts, name: str, what: str) -> Seen:
    """Put a device's facts together; `name` is what the node is called, `what` says what it acts as."""
    spec = DeviceSpec(
        identity_of(str(path), facts.vendor_id, facts.product_id, facts.serial_number, facts.location),
        kind,
        str(path),
        facts.vendor_id,
        facts.product_id,
        facts.serial_number,
        facts.location,
        description=name or facts.product or path.name,
        vendor=vendor_words(facts.vendor_id, facts.manufacturer),
        model=facts.product or name,
        connection=connection_words(facts.location if facts.interface else "", what),
        denied=denied(path),
    )
    return Seen(spec, facts.interface)


def _facts(device: Path, interface: str) -> Facts:
    return Facts(
        number(device / "idVendor"),
        number(device / "idProduct"),
        text(device / "serial") or None,
        device.name,
        text(device / "manufacturer"),
        text(device / "product"),
        interface,
    )
