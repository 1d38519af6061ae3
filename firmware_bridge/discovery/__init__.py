"""What is plugged in, by an identity that survives a replug.

Node names change when a device is plugged again, so a device is known by vendor, product and serial number;
many scanners have no serial number, so by the place they are plugged into. Where that is not enough to tell
two devices apart they are refused, never guessed. One device can show several kinds of interface (serial and
keyboard): identity and kind together name one of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from firmware_bridge.discovery.cameras import cameras
from firmware_bridge.discovery.hid import scanners
from firmware_bridge.discovery.identity import PATH_PREFIX, USB_PREFIX, Seen, names, told_apart
from firmware_bridge.discovery.keyboards import keyboards
from firmware_bridge.discovery.roots import ROOTS, Roots, real
from firmware_bridge.discovery.serial_ports import ListPorts, local_ports, serial_ports
from firmware_bridge.errors import BridgeError, Reason
from firmware_bridge.events import DeviceKind, DeviceSpec

__all__ = ["PATH_PREFIX", "ROOTS", "USB_PREFIX", "ListPorts", "Roots", "find", "list_devices"]

_LISTS: dict[DeviceKind, Callable[[ListPorts, Roots], Sequence[Seen]]] = {
    DeviceKind.SERIAL: serial_ports,
    DeviceKind.HID: lambda _, roots: scanners(roots),
    DeviceKind.KEYBOARD: lambda _, roots: keyboards(roots),
    DeviceKind.CAMERA: lambda _, roots: cameras(roots),
}


def list_devices(ports: ListPorts = local_ports, roots: Roots = ROOTS) -> list[DeviceSpec]:
    """List serial ports, HID scanners, keyboards and cameras; alike ones are told apart by location."""
    specs = [spec for seen in _LISTS.values() for spec in told_apart(seen(ports, roots))]
    return sorted(specs, key=lambda spec: (spec.identity, spec.kind, spec.path))


def find(
    identity: str,
    ports: ListPorts = local_ports,
    *,
    kind: DeviceKind = DeviceKind.SERIAL,
    roots: Roots = ROOTS,
) -> DeviceSpec:
    """Find a device by identity, path or URL; raises BridgeError PORT_ABSENT or AMBIGUOUS.

    `usb:VVVV:PPPP` without more is accepted as long as one such device is plugged in.
    """
    seen = _LISTS[kind]
    if identity.startswith(USB_PREFIX):
        return _find_usb(identity, seen(ports, roots))
    return _find_path(identity.removeprefix(PATH_PREFIX), kind, lambda: seen(ports, roots))


def _find_usb(identity: str, seen: Iterable[Seen]) -> DeviceSpec:
    wanted = identity.lower()
    matches = [one for one in seen if wanted in names(one)]
    if not matches:
        raise BridgeError(Reason.PORT_ABSENT, f"{identity} is not plugged in")
    if len(matches) > 1:
        raise BridgeError(
            Reason.AMBIGUOUS, f"{identity} is any of {_list(matches)}: name one by its location"
        )
    return replace(matches[0].spec, identity=identity)


def _find_path(path: str, kind: DeviceKind, seen: Callable[[], Iterable[Seen]]) -> DeviceSpec:
    bare = DeviceSpec(PATH_PREFIX + path, kind, path, description=path)
    if "://" in path:
        return bare
    if not Path(path).exists():
        raise BridgeError(Reason.PORT_ABSENT, f"{path} does not exist")
    return _enriched(bare, seen())


def _enriched(bare: DeviceSpec, seen: Iterable[Seen]) -> DeviceSpec:
    node = real(Path(bare.path))
    known = next((one.spec for one in seen if real(Path(one.spec.path)) == node), bare)
    return replace(known, identity=bare.identity, path=bare.path)


def _list(seen: Sequence[Seen]) -> str:
    places = [one.spec.location for one in seen]
    exact = len(set(places)) < len(places)
    return ", ".join(
        f"{one.spec.path} (@{one.interface if exact else one.spec.location})"
        for one in sorted(seen, key=lambda one: one.spec.path)
    )
