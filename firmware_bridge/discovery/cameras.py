"""Cameras: the video nodes that capture, by the links that survive a replug."""

from __future__ import annotations

import os
from fcntl import ioctl
from pathlib import Path

from firmware_bridge.discovery.identity import Seen
from firmware_bridge.discovery.roots import Roots, number, target, text
from firmware_bridge.discovery.usb import Facts, seen_as, usb_of
from firmware_bridge.events import DeviceKind

# Source: linux/videodev2.h.
VIDIOC_QUERYCAP = 0x80685600
DEVICE_CAPS = slice(88, 92)
CAPTURES = 0x00000001 | 0x00001000  # one plane or several


def cameras(roots: Roots) -> list[Seen]:
    """List the cameras. `path` is the link in v4l/by-id where there is one, `model` the card's name."""
    links = _links(roots.dev / "v4l" / "by-id")
    nodes = [node for node in roots.nodes("video4linux", "video") if _captures(node, roots.dev / node.name)]
    return [_seen(node, links.get(node.name, roots.dev / node.name)) for node in nodes]


def _links(folder: Path) -> dict[str, Path]:
    try:
        links = sorted(folder.iterdir(), reverse=True)
    except OSError:
        return {}
    return {target(link): link for link in links}


def _captures(node: Path, path: Path) -> bool:
    """Ask the node what it does; where it may not be opened, take a device's first node for its camera."""
    try:
        return bool(device_caps(path) & CAPTURES)
    except OSError:
        return number(node / "index", 10) in (0, None)


def device_caps(path: Path) -> int:
    """Return what a video node can do; raises OSError."""
    answer = bytearray(104)
    descriptor = os.open(path, os.O_RDWR | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        ioctl(descriptor, VIDIOC_QUERYCAP, answer)
    finally:
        os.close(descriptor)
    return int.from_bytes(answer[DEVICE_CAPS], "little")


def _seen(node: Path, path: Path) -> Seen:
    name = text(node / "name")
    facts = usb_of(node / "device") or Facts(None, None, None, None)
    return seen_as(DeviceKind.CAMERA, path, facts, name, "camera")
