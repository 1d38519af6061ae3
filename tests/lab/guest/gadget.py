"""USB devices made by the kernel itself: configfs describes them, dummy_hcd's sockets take them."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

GADGETS = Path("/sys/kernel/config/usb_gadget")
SOCKETS = tuple(f"dummy_udc.{number}" for number in range(4))
ENGLISH = "strings/0x409"


@dataclass(frozen=True, slots=True)
class Identity:
    """What a device says that it is; many scanners have no serial number."""

    vendor_id: int
    product_id: int
    serial: str | None = None
    maker: str = "Lab"
    product: str = "Scanner"


@dataclass(slots=True)
class Gadget:
    """One USB device with one function, such as "acm" or "hid"; `attributes` are the function's own."""

    name: str
    identity: Identity
    function: str
    attributes: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def folder(self) -> Path:
        """Return where configfs keeps the device."""
        return GADGETS / self.name

    @property
    def instance(self) -> Path:
        """Return where configfs keeps its function."""
        return self.folder / "functions" / f"{self.function}.lab"

    def make(self) -> None:
        """Describe the device; it is not plugged in yet."""
        (self.folder / ENGLISH).mkdir(parents=True)
        self._describe()
        self.instance.mkdir()
        for name, value in self.attributes.items():
            (self.instance / name).write_bytes(value)
        (self.folder / "configs/c.1").mkdir()
        (self.folder / "configs/c.1" / self.instance.name).symlink_to(self.instance)

    def plug(self, socket: str) -> None:
        """Plug it into a socket."""
        (self.folder / "UDC").write_text(socket)

    def unplug(self) -> None:
        """Pull the cable; does nothing where there is none."""
        with contextlib.suppress(OSError):
            (self.folder / "UDC").write_text("\n")

    def remove(self) -> None:
        """Forget the device."""
        self.unplug()
        (self.folder / "configs/c.1" / self.instance.name).unlink()
        for folder in ("configs/c.1", f"functions/{self.instance.name}", ENGLISH, "."):
            _remove(self.folder / folder)

    def _describe(self) -> None:
        identity = self.identity
        (self.folder / "idVendor").write_text(f"{identity.vendor_id:#06x}")
        (self.folder / "idProduct").write_text(f"{identity.product_id:#06x}")
        (self.folder / ENGLISH / "manufacturer").write_text(identity.maker)
        (self.folder / ENGLISH / "product").write_text(identity.product)
        if identity.serial:
            (self.folder / ENGLISH / "serialnumber").write_text(identity.serial)


def appeared(folder: str, before: set[str], pattern: str, seconds: float = 10.0) -> tuple[Path, float]:
    """Wait for a new node in a folder; return it and when it was seen (monotonic)."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        fresh = nodes(folder, pattern) - before
        if fresh:
            return Path(folder) / fresh.pop(), time.monotonic()
        time.sleep(0.002)
    raise AssertionError(f"no new {folder}/{pattern} within {seconds:g} s")


def gone(node: Path | None, seconds: float = 10.0) -> None:
    """Wait until a node is gone: its name may be the next one's."""
    end = time.monotonic() + seconds
    while node is not None and node.exists():
        assert time.monotonic() < end, f"{node} stays"
        time.sleep(0.002)


def nodes(folder: str, pattern: str) -> set[str]:
    """Name the nodes that are there."""
    return {path.name for path in Path(folder).glob(pattern)}


def _remove(folder: Path) -> None:
    # The kernel lets go of a function a moment after its device is gone.
    for _ in range(200):
        with contextlib.suppress(OSError):
            folder.rmdir()
            return
        time.sleep(0.01)
    raise AssertionError(f"{folder} cannot be removed")
