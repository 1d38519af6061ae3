"""What can be set on a camera beside its format: a table of names, applied at every opening and read back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Protocol

import cv2

Controls = Mapping[str, float]
"""Values by name; switches are 0 and 1, the rest is in the camera's own units."""

# Switches first: a camera refuses an exposure while it chooses one by itself.
_PROPERTIES: Final[Mapping[str, int]] = {
    "auto_exposure": cv2.CAP_PROP_AUTO_EXPOSURE,
    "autofocus": cv2.CAP_PROP_AUTOFOCUS,
    "auto_white_balance": cv2.CAP_PROP_AUTO_WB,
    "exposure": cv2.CAP_PROP_EXPOSURE,
    "gain": cv2.CAP_PROP_GAIN,
    "focus": cv2.CAP_PROP_FOCUS,
    "white_balance": cv2.CAP_PROP_WB_TEMPERATURE,
}
# A value that is set by hand switches off what would change it again.
_SWITCHES: Final = {
    "exposure": "auto_exposure",
    "focus": "autofocus",
    "white_balance": "auto_white_balance",
}
# V4L2's menu of exposure modes: 1 is by hand, 3 leaves the opening alone and chooses the time.
_EXPOSURE_MODES: Final = {0.0: 1.0, 1.0: 3.0}


class Handle(Protocol):
    """The part of OpenCV's capture that controls need."""

    def set(self, prop: int, value: float, /) -> bool: ...
    def get(self, prop: int, /) -> float: ...


def apply(handle: Handle, controls: Controls) -> list[str]:
    """Set the controls that are asked for; list those that the camera did not take, with what it has."""
    wanted = complete(controls)
    refused = [_set(handle, name, wanted[name]) for name in _PROPERTIES if name in wanted]
    return [said for said in refused if said]


def complete(controls: Controls) -> dict[str, float]:
    """Add the switches that follow from values."""
    implied = {switch: 0.0 for value, switch in _SWITCHES.items() if value in controls}
    return {**implied, **controls}


def _set(handle: Handle, name: str, value: float) -> str:
    raw = _EXPOSURE_MODES.get(value, value) if name == "auto_exposure" else value
    handle.set(_PROPERTIES[name], raw)
    has = handle.get(_PROPERTIES[name])
    return "" if has == raw else f"{name} {raw:g} was asked for, the camera has {has:g}"
