"""Exposure and focus are set at every opening, in an order that cameras take, and read back."""

from __future__ import annotations

from dataclasses import dataclass, field

import cv2
import pytest

from firmware_bridge.drivers.camera_capture import four_letters
from firmware_bridge.drivers.camera_controls import apply, complete


@dataclass
class Stubborn:
    """A camera that has limits, and takes no exposure while it chooses one by itself (V4L2: 3)."""

    has: dict[int, float] = field(default_factory=lambda: {cv2.CAP_PROP_AUTO_EXPOSURE: 3.0})

    def set(self, prop: int, value: float) -> bool:
        if prop == cv2.CAP_PROP_EXPOSURE and self.get(cv2.CAP_PROP_AUTO_EXPOSURE) != 1:
            return False
        self.has[prop] = min(value, 500)
        return True

    def get(self, prop: int) -> float:
        return self.has.get(prop, 0.0)


def test_an_exposure_by_hand_switches_the_cameras_own_off_first() -> None:
    camera = Stubborn()
    assert apply(camera, {"exposure": 250}) == []
    assert camera.get(cv2.CAP_PROP_EXPOSURE) == 250
    assert camera.get(cv2.CAP_PROP_AUTO_EXPOSURE) == 1


def test_what_the_camera_did_not_take_is_said_with_what_it_has() -> None:
    said = apply(Stubborn(), {"focus": 900, "autofocus": 0, "gain": 3})
    assert said == ["focus 900 was asked for, the camera has 500"]
    assert "exposure 200" in apply(Stubborn(), {"auto_exposure": 1, "exposure": 200})[0]


@pytest.mark.parametrize(
    ("given", "switched"),
    [("exposure", "auto_exposure"), ("focus", "autofocus"), ("white_balance", "auto_white_balance")],
)
def test_a_value_by_hand_implies_its_switch_unless_that_is_said(given: str, switched: str) -> None:
    assert complete({given: 5})[switched] == 0
    assert complete({given: 5, switched: 1})[switched] == 1


def test_a_codec_is_spelled() -> None:
    assert four_letters(cv2.VideoWriter.fourcc(*"YUYV")) == "YUYV"
    assert four_letters(0) == ""
    assert four_letters(-1) == ""
