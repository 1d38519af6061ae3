"""Serial ports, as pyserial lists them, in words of ours."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from serial.tools.list_ports import comports
from serial.tools.list_ports_common import ListPortInfo
from serial.tools.list_ports_linux import SysFS

from firmware_bridge.discovery.identity import Seen, identity_of
from firmware_bridge.discovery.roots import Roots, denied, target
from firmware_bridge.discovery.words import DRIVER_WORDS, connection_words, vendor_words
from firmware_bridge.events import DeviceKind, DeviceSpec

log = logging.getLogger(__name__)

PORT_NAMES = ("ttyS", "ttyUSB", "ttyXRUSB", "ttyACM", "ttyAMA", "rfcomm", "ttyAP")
ListPorts = Callable[[], Iterable[ListPortInfo]]


def serial_ports(ports: ListPorts, roots: Roots) -> list[Seen]:
    """List the serial ports."""
    return [Seen(_spec(port, roots), port.location or "") for port in _steady(ports)]


def local_ports() -> list[ListPortInfo]:
    """List this machine's serial ports, as pyserial's `comports` does at several times the cost.

    That one also fails as a whole when a device is unplugged meanwhile; here the others stay.
    """
    if sys.platform != "linux":
        return list(comports())
    found = (_port(name) for name in os.listdir("/dev") if name.startswith(PORT_NAMES))  # noqa: PTH208
    return [port for port in found if port is not None]


def _port(name: str) -> ListPortInfo | None:
    try:
        port = SysFS(f"/dev/{name}")
    except (TypeError, ValueError, OSError):
        return None
    return None if port.subsystem == "platform" else port  # a port that the board could have and has not


def _steady(ports: ListPorts) -> list[ListPortInfo]:
    # The list fails as a whole when one device is unplugged while it is made; the next is made without it.
    for _ in range(3):
        try:
            return list(ports())
        except (TypeError, ValueError, OSError) as error:
            log.debug("listing serial ports: %r", error)
    return []


def _spec(port: ListPortInfo, roots: Roots) -> DeviceSpec:
    return DeviceSpec(
        identity=identity_of(port.device, port.vid, port.pid, port.serial_number, port.location),
        kind=DeviceKind.SERIAL,
        path=port.device,
        vendor_id=port.vid,
        product_id=port.pid,
        serial_number=port.serial_number or None,
        location=port.location,
        description=port.description or port.device,
        vendor=vendor_words(port.vid, port.manufacturer),
        model=port.product or "",
        connection=_connection(port, roots),
        denied=denied(Path(port.device)),
    )


def _connection(port: ListPortInfo, roots: Roots) -> str:
    driver = target(roots.sys / "class" / "tty" / Path(port.device).name / "device" / "driver")
    on_usb = port.vid is not None
    return connection_words(port.location if on_usb else "", DRIVER_WORDS.get(driver, "serial"))
