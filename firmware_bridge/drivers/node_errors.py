"""Why a device node cannot be opened, with what to do about it."""

from __future__ import annotations

from firmware_bridge.drivers.serial_errors import open_error
from firmware_bridge.errors import BridgeError, Reason

UDEV_RULE = "config/devices/70-returns-station.rules"


def node_error(path: str, error: Exception) -> BridgeError:
    """Tell why a hidraw or event node cannot be opened; a permission names the rule that grants it."""
    told = open_error(path, error)
    if told.reason is Reason.PERMISSION:
        return BridgeError(told.reason, f"{told.detail}; install {UDEV_RULE}")
    return told
