"""Which programs have a device node open, as far as the system tells."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

PROCESSES = Path("/proc")


def holders(path: str) -> list[str]:
    """Name the other programs that have a node open, as "name (process id)"; other users' may stay unseen."""
    node = os.path.realpath(path)
    return [f"{_name(process)} ({process.name})" for process in _others() if node in _open(process)]


def _others() -> Iterator[Path]:
    return (p for p in PROCESSES.glob("[0-9]*") if p.name != str(os.getpid()))


def _open(process: Path) -> set[str]:
    try:
        return {_target(link) for link in (process / "fd").iterdir()}
    except OSError:
        return set()  # it ended, or is another user's


def _target(link: Path) -> str:
    try:
        return str(link.readlink())
    except OSError:
        return ""


def _name(process: Path) -> str:
    try:
        return (process / "comm").read_text().strip()
    except OSError:
        return "a program that ended"
