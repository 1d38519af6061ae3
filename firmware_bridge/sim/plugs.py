"""Simulated devices as the system would list them: the links of a folder, each a scanner on a pty."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from firmware_bridge.events import DeviceKind, DeviceSpec


def links_in(folder: Path, prefix: str = "scanner") -> Callable[[], list[DeviceSpec]]:
    """Return what lists the scanners that are plugged in there now."""

    def listed() -> list[DeviceSpec]:
        found = sorted(folder.glob(f"{prefix}*"))
        return [_spec(link) for link in found if link.is_symlink() and link.exists()]

    return listed


def _spec(link: Path) -> DeviceSpec:
    return DeviceSpec(
        f"path:{link}",
        DeviceKind.SERIAL,
        str(link),
        description="Simulated scanner",
        simulated=True,
        vendor="Simulator",
        model=link.name.replace("-", " "),
        serial_number=f"SIM-{sum(link.name.encode()) % 9000 + 1000}",
        connection="pseudo-terminal",
    )
