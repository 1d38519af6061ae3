"""HID POS scanners: the hidraw nodes whose report descriptor says that they are bar code scanners."""

from __future__ import annotations

from pathlib import Path

from firmware_bridge.decode.hid_descriptor import parse
from firmware_bridge.discovery.identity import Seen
from firmware_bridge.discovery.roots import Roots, bytes_of, properties
from firmware_bridge.discovery.usb import Facts, seen_as, usb_of
from firmware_bridge.events import DeviceKind


def scanners(roots: Roots) -> list[Seen]:
    """List the HID POS scanners; a mouse or a keyboard's own hidraw node is none."""
    return [_seen(node, roots) for node in roots.nodes("hidraw", "hidraw") if _is_scanner(node)]


def _is_scanner(node: Path) -> bool:
    return parse(bytes_of(node / "device" / "report_descriptor")).is_scanner


def _seen(node: Path, roots: Roots) -> Seen:
    known = properties(node / "device" / "uevent")
    facts = usb_of(node / "device") or _off_usb(known)
    return seen_as(DeviceKind.HID, roots.dev / node.name, facts, known.get("HID_NAME", ""), "HID POS")


def _off_usb(known: dict[str, str]) -> Facts:
    """Take what HID itself knows of a scanner that has no USB device behind it, as on Bluetooth."""
    vendor_id, product_id = _ids(known.get("HID_ID", ""))
    return Facts(vendor_id, product_id, known.get("HID_UNIQ") or None, known.get("HID_PHYS") or None)


def _ids(words: str) -> tuple[int | None, int | None]:
    try:
        _, vendor_id, product_id = (int(part, 16) for part in words.split(":"))
    except ValueError:
        return None, None
    return vendor_id, product_id
