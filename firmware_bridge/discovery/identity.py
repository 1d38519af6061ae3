"""The names a device goes by: `usb:05e0:1701:S123`, `usb:05e0:1701@1-2`, or its path."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from firmware_bridge.events import DeviceSpec

PATH_PREFIX = "path:"
USB_PREFIX = "usb:"


@dataclass(frozen=True, slots=True)
class Seen:
    """A device as it was listed; `interface` ("1-2:1.0") tells two interfaces of one device apart."""

    spec: DeviceSpec
    interface: str = ""


def model_of(vendor_id: int, product_id: int) -> str:
    """Return the name that all devices of one model share."""
    return f"{USB_PREFIX}{vendor_id:04x}:{product_id:04x}"


def identity_of(
    path: str,
    vendor_id: int | None,
    product_id: int | None,
    serial_number: str | None,
    location: str | None,
) -> str:
    """Return the name that survives a replug: by serial number, else by location, else by path."""
    if vendor_id is None or product_id is None:
        return PATH_PREFIX + path
    model = model_of(vendor_id, product_id)
    if serial_number:
        return f"{model}:{serial_number}"
    return f"{model}@{location}" if location else PATH_PREFIX + path


def names(seen: Seen) -> set[str]:
    """Return every name that a device may be asked for by, in lower case."""
    spec = seen.spec
    if spec.vendor_id is None or spec.product_id is None:
        return {spec.identity.lower()}
    model = model_of(spec.vendor_id, spec.product_id)
    socket = (spec.location or "").partition(":")[0]  # a serial port's location may name its interface too
    places = {f"{model}@{place}" for place in (spec.location, seen.interface, socket) if place}
    return {name.lower() for name in {model, spec.identity, *places}}


def told_apart(seen: Sequence[Seen]) -> list[DeviceSpec]:
    """Name devices of one kind apart: those alike by location, interfaces of one device by interface."""
    placed = _renamed(seen, [one.spec.location for one in seen])
    return [one.spec for one in _renamed(placed, [one.interface for one in placed])]


def _renamed(seen: Sequence[Seen], places: Sequence[str | None]) -> list[Seen]:
    counts = Counter(one.spec.identity for one in seen)
    return [
        _at(one, place) if counts[one.spec.identity] > 1 else one
        for one, place in zip(seen, places, strict=True)
    ]


def _at(seen: Seen, place: str | None) -> Seen:
    spec = seen.spec
    if spec.vendor_id is None or spec.product_id is None or not place:
        return seen
    identity = f"{model_of(spec.vendor_id, spec.product_id)}@{place}"
    return replace(seen, spec=replace(spec, identity=identity))
