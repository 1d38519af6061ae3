"""A small /sys and /dev as the kernel lays them out, written from facts: data, no behaviour."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from firmware_bridge.discovery import Roots

# Capabilities as Linux 6.1 prints them for a USB keyboard, its media keys, a mouse and a touchpad.
KEYBOARD_KEYS = "1000000000007 ff9f207ac14057ff febeffdfffefffff fffffffffffffffe"
MEDIA_KEYS = "3f000301ff 0 0 483ffff17aff32d bfd4444600000000 1 130c730b17c007 ffbf7bfad9415fff 0"
MOUSE_KEYS = "ff0000 0 0 0 0"
TOUCHPAD_KEYS = "e520 10000 0 0 0 0"


@dataclass
class Socket:
    """One USB device: where it is plugged in, and what its descriptors say."""

    location: str
    vendor: int = 0x05E0
    product: int = 0x1300
    serial: str = ""
    manufacturer: str = "Symbol Technologies, Inc, 2008"
    name: str = "Symbol Bar Code Scanner"


@dataclass
class FakeSystem:
    """The tree, grown device by device."""

    root: Path

    @property
    def roots(self) -> Roots:
        return Roots(self.root / "sys", self.root / "dev")

    def hidraw(self, number: int, socket: Socket, descriptor: bytes, interface: int = 0) -> Path:
        """Plug a HID interface in, as hidrawN."""
        ids = f"0003:{socket.vendor:08X}:{socket.product:08X}"
        device = self.interface(socket, interface) / f"{ids}.{number:04}"
        self._write(device, report_descriptor=descriptor)
        names = f"HID_ID={ids}\nHID_NAME={socket.name}\nHID_PHYS=usb-x/input0\nHID_UNIQ={socket.serial}\n"
        self._write(device, uevent=names)
        return self._node("hidraw", f"hidraw{number}", device / "hidraw", device)

    def event(
        self, number: int, socket: Socket, interface: int = 0, keys: str = KEYBOARD_KEYS, **axes: str
    ) -> Path:
        """Plug an input device in, as eventN."""
        device = self.interface(socket, interface) / f"input/input{number}"
        self._write(device, name=socket.name, phys="usb-x/input0", uniq=socket.serial)
        self._write(
            device / "id", bustype="0003", vendor=f"{socket.vendor:04x}", product=f"{socket.product:04x}"
        )
        self._write(device / "capabilities", key=keys, rel=axes.get("rel", "0"), abs=axes.get("abs", "0"))
        return self._node("input", f"event{number}", device, device, self.roots.dev / "input")

    def video(self, number: int, index: int, parent: Path, card: str) -> Path:
        """Plug a video node in, as videoN."""
        self._write(parent / "video4linux" / f"video{number}", name=card, index=str(index))
        return self._node("video4linux", f"video{number}", parent / "video4linux", parent)

    def interface(self, socket: Socket, number: int) -> Path:
        """Return the folder of one interface of a USB device, made where it is not there."""
        device = self.roots.sys / "devices/pci0000:00/0000:00:14.0/usb1" / socket.location
        self._write(device, idVendor=f"{socket.vendor:04x}", idProduct=f"{socket.product:04x}")
        self._write(device, manufacturer=socket.manufacturer, product=socket.name)
        if socket.serial:
            self._write(device, serial=socket.serial)
        folder = device / f"{socket.location}:1.{number}"
        self._write(folder, bInterfaceNumber=f"{number:02x}")
        return folder

    def _node(self, family: str, name: str, folder: Path, device: Path, dev: Path | None = None) -> Path:
        (folder / name).mkdir(parents=True, exist_ok=True)
        (folder / name / "device").symlink_to(device)
        link = self.roots.sys / "class" / family / name
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to(folder / name)
        node = (dev or self.roots.dev) / name
        node.parent.mkdir(parents=True, exist_ok=True)
        node.touch()
        return node

    def _write(self, folder: Path, **attributes: str | bytes) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        for name, value in attributes.items():
            data = value if isinstance(value, bytes) else f"{value}\n".encode()
            (folder / name).write_bytes(data)
