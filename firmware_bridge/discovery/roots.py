"""Where the system keeps what it knows of devices, and small reads from there that never fail."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

TEXT_LIMIT = 256  # longer than any string descriptor


@dataclass(frozen=True, slots=True)
class Roots:
    """The folders to look in: those of this machine, or a tree of the same shape."""

    sys: Path = Path("/sys")
    dev: Path = Path("/dev")

    def nodes(self, family: str, prefix: str) -> list[Path]:
        """List the folders of a class (`hidraw`, `input`) called by a prefix and a number, by number."""
        folder = self.sys / "class" / family
        try:
            names = [name for name in os.listdir(folder) if re.fullmatch(rf"{prefix}\d+", name)]  # noqa: PTH208
        except OSError:  # no such class while nothing of its kind is plugged in
            return []
        return [folder / name for name in sorted(names, key=lambda name: (len(name), name))]


ROOTS = Roots()


def text(path: Path) -> str:
    """Read one attribute as printable text; empty where there is none."""
    words = bytes_of(path)[:TEXT_LIMIT].decode("utf-8", "replace")
    return "".join(letter for letter in words if letter.isprintable()).strip()


def number(path: Path, base: int = 16) -> int | None:
    """Read one attribute as a number; None where there is none."""
    try:
        return int(text(path), base)
    except ValueError:
        return None


def bytes_of(path: Path) -> bytes:
    """Read one attribute as bytes; empty where there is none, also when it vanishes meanwhile."""
    try:
        return path.read_bytes()
    except OSError:
        return b""


def properties(path: Path) -> dict[str, str]:
    """Read a `uevent` file into its keys and values."""
    lines = bytes_of(path).decode("utf-8", "replace").splitlines()
    return dict(re.findall(r"^(\w+)=(.*)$", "\n".join(lines), re.MULTILINE))


def real(path: Path) -> Path:
    """Follow the links of a path; return it as it is where it vanishes meanwhile."""
    try:
        return path.resolve()
    except OSError:
        return path


def target(link: Path) -> str:
    """Return the name that a link leads to; empty where there is none."""
    try:
        return link.readlink().name
    except OSError:
        return ""


def denied(node: Path) -> bool:
    """Tell whether a node is there and this account may not open it."""
    return node.exists() and not os.access(node, os.R_OK | os.W_OK)
