"""What is plugged in, by an identity that survives a replug.

Node names change when a device is plugged again, so a device is known by vendor, product and serial number;
many scanners have no serial number, so by the place they are plugged into. Where that is not enough to tell
two devices apart they are refused, never guessed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from serial.tools.list_ports import comports
from serial.tools.list_ports_common import ListPortInfo

from firmware_bridge.errors import BridgeError, Reason
from firmware_bridge.events import DeviceKind, DeviceSpec

PATH_PREFIX = "path:"
USB_PREFIX = "usb:"
ListPorts = Callable[[], Iterable[ListPortInfo]]


def list_devices(ports: ListPorts = comports) -> list[DeviceSpec]:
    """List the serial ports; devices with one and the same serial number are told apart by location."""
    specs = [_spec(port) for port in ports()]
    counts = Counter(spec.identity for spec in specs)
    return sorted((_unique(spec, counts) for spec in specs), key=lambda spec: spec.identity)


def find(identity: str, ports: ListPorts = comports) -> DeviceSpec:
    """Find a device by identity, path or URL; raises BridgeError PORT_ABSENT or AMBIGUOUS.

    `usb:VVVV:PPPP` without more is accepted as long as one such device is plugged in.
    """
    if identity.startswith(USB_PREFIX):
        return _find_usb(identity, ports)
    return _find_path(identity.removeprefix(PATH_PREFIX), ports)


def _find_usb(identity: str, ports: ListPorts) -> DeviceSpec:
    wanted = identity.lower()
    matches = [spec for spec in map(_spec, ports()) if wanted in _names(spec)]
    if not matches:
        raise BridgeError(Reason.PORT_ABSENT, f"{identity} is not plugged in")
    if len(matches) > 1:
        raise BridgeError(
            Reason.AMBIGUOUS, f"{identity} is any of {_list(matches)}: name one by its location"
        )
    return replace(matches[0], identity=identity)


def _find_path(path: str, ports: ListPorts) -> DeviceSpec:
    bare = DeviceSpec(PATH_PREFIX + path, DeviceKind.SERIAL, path, description=path)
    if "://" in path:
        return bare
    if not Path(path).exists():
        raise BridgeError(Reason.PORT_ABSENT, f"{path} does not exist")
    return _enriched(bare, ports)


def _enriched(bare: DeviceSpec, ports: ListPorts) -> DeviceSpec:
    node = str(Path(bare.path).resolve())
    known = next((spec for spec in map(_spec, ports()) if spec.path == node), bare)
    return replace(known, identity=bare.identity, path=bare.path)


def _spec(port: ListPortInfo) -> DeviceSpec:
    return DeviceSpec(
        identity=_identity(port),
        kind=DeviceKind.SERIAL,
        path=port.device,
        vendor_id=port.vid,
        product_id=port.pid,
        serial_number=port.serial_number,
        location=port.location,
        description=port.description or port.device,
    )


def _identity(port: ListPortInfo) -> str:
    if port.vid is None or port.pid is None:
        return PATH_PREFIX + str(port.device)
    model = _model(port.vid, port.pid)
    return f"{model}:{port.serial_number}" if port.serial_number else f"{model}@{port.location}"


def _model(vendor_id: int, product_id: int) -> str:
    return f"{USB_PREFIX}{vendor_id:04x}:{product_id:04x}"


def _names(spec: DeviceSpec) -> set[str]:
    if spec.vendor_id is None or spec.product_id is None:
        return {spec.identity.lower()}
    model = _model(spec.vendor_id, spec.product_id)
    return {model, spec.identity.lower(), f"{model}@{spec.location}".lower()}


def _unique(spec: DeviceSpec, counts: Counter[str]) -> DeviceSpec:
    if counts[spec.identity] == 1 or spec.vendor_id is None or spec.product_id is None:
        return spec
    return replace(spec, identity=f"{_model(spec.vendor_id, spec.product_id)}@{spec.location}")


def _list(specs: Iterable[DeviceSpec]) -> str:
    return ", ".join(f"{spec.path} (@{spec.location})" for spec in specs)
