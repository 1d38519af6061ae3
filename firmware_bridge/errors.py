"""Why the metal did not answer: one exception with a closed set of reasons."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """Name what went wrong with a device, for people and for code."""

    PORT_ABSENT = "port_absent"
    PORT_BUSY = "port_busy"
    PERMISSION = "permission"
    AMBIGUOUS = "ambiguous"
    UNPLUGGED = "unplugged"
    NOT_A_PORT = "not_a_port"
    BAD_SETTINGS = "bad_settings"
    WRITE_TIMEOUT = "write_timeout"
    FLOODING = "flooding"
    CAMERA_STARTING = "camera_starting"
    CAMERA_ABSENT = "camera_absent"
    CAMERA_FROZEN = "camera_frozen"
    CAMERA_TIMEOUT = "camera_timeout"
    CAMERA_DIED = "camera_died"
    CAMERA_STOPPED = "camera_stopped"
    SCALE_SILENT = "scale_silent"
    SCALE_MOVING = "scale_moving"
    SCALE_EMPTY = "scale_empty"
    SCALE_OVERLOAD = "scale_overload"
    SIMULATOR = "simulator"


class BridgeError(Exception):
    """Say why a device cannot be used: a reason to act on and a detail to read."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(f"{reason.value}: {detail}")
        self.reason = reason
        self.detail = detail

    def __reduce__(self) -> tuple[type[BridgeError], tuple[Reason, str]]:
        return type(self), (self.reason, self.detail)
