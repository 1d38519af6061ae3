"""A code held in view is told once, when it can be believed, and again only after it left."""

from __future__ import annotations

from dataclasses import dataclass, field

import cv2
import numpy as np
import pytest
import zxingcpp

from firmware_bridge.drivers.camera_looks import as_data
from firmware_bridge.vision.live import LiveReader, Read, middle, turned
from firmware_bridge.vision.photo import Gray

EAN, CODE39, QR = zxingcpp.BarcodeFormat.EAN13, zxingcpp.BarcodeFormat.Code39, zxingcpp.BarcodeFormat.QRCode
EMPTY = np.full((540, 960), 200, np.uint8)
STEP = 0.07


def held(text: str, kind: zxingcpp.BarcodeFormat = EAN, at: tuple[int, int] = (200, 330)) -> Gray:
    """Draw a code on an empty desk, its corner at (down, right)."""
    code = np.asarray(zxingcpp.write_barcode_to_image(zxingcpp.create_barcode(text, kind), scale=3))
    desk = EMPTY.copy()
    desk[at[0] : at[0] + code.shape[0], at[1] : at[1] + code.shape[1]] = code
    return desk


@dataclass
class Look:
    """Look at frames one after the other; something moves whenever another picture is shown."""

    reader: LiveReader = field(default_factory=LiveReader)
    now: float = 100.0
    moves: int = 0
    last: Gray = field(default_factory=lambda: EMPTY)

    def at(self, frame: Gray, seconds: float = STEP) -> list[Read]:
        """Look at one thing for so long."""
        self.moves += frame is not self.last
        self.last, told = frame, []
        for _ in range(max(1, round(seconds / STEP))):
            self.now += STEP
            told += self.reader.look(frame, self.now, self.moves)
        return told


SPEAKER = held("4006381333931")
SHIRT = held("7290002780557")


def test_a_code_is_told_once_however_long_it_stays() -> None:
    (code,) = Look().at(SPEAKER, 30)
    assert (code.text, code.aim) == ("4006381333931", "]E0")


@pytest.mark.parametrize(
    ("text", "kind", "frames"),
    [("4006381333931", EAN, 2), ("KT-17", CODE39, 3), ("SN-000123", QR, 1)],
    ids=["checked", "unchecked", "corrected"],
)
def test_it_is_told_once_enough_frames_agree(text: str, kind: zxingcpp.BarcodeFormat, frames: int) -> None:
    look, frame = Look(), held(text, kind)
    told = [look.at(frame) for _ in range(5)]
    assert [bool(codes) for codes in told].index(True) == frames - 1
    assert sum(map(len, told)) == 1


def test_a_code_seen_for_one_frame_is_not_believed_later() -> None:
    look = Look()
    look.at(SPEAKER)
    look.at(EMPTY, 3)
    assert look.at(SPEAKER) == []


def test_another_code_is_told_at_once_beside_the_first() -> None:
    look = Look()
    assert len(look.at(SPEAKER, 1)) == 1
    assert [code.text for code in look.at(SHIRT, 1)] == ["7290002780557"]


def test_it_is_told_again_after_it_left() -> None:
    look = Look()
    look.at(SPEAKER, 1)
    look.at(EMPTY, 2)
    assert len(look.at(SPEAKER, 1)) == 1


def test_a_code_that_was_hidden_for_a_moment_has_not_left() -> None:
    look = Look()
    look.at(SPEAKER, 1)
    look.at(EMPTY, 1)
    assert look.at(SPEAKER, 5) == []


def test_a_code_that_reads_badly_has_not_left_as_long_as_nothing_moves() -> None:
    look = Look()
    look.at(SPEAKER, 1)
    unreadable = np.asarray(cv2.GaussianBlur(SPEAKER, (0, 0), 9), np.uint8)
    look.last = unreadable  # no move
    look.at(unreadable, 5)
    look.last = SPEAKER
    assert look.at(SPEAKER, 5) == []


def test_what_nobody_looked_at_has_not_left() -> None:
    look = Look()
    look.at(SPEAKER, 1)
    look.now += 60
    assert look.at(SPEAKER, 5) == []


def test_codes_outside_the_frame_on_the_screen_are_left_alone() -> None:
    assert Look().at(held("4006381333931", at=(0, 0)), 1) == []
    assert len(Look(LiveReader(share=1.0)).at(held("4006381333931", at=(0, 0)), 1)) == 1
    assert middle(EMPTY, 0.5).shape == (270, 480)


@pytest.mark.parametrize("degrees", [40, 75, -35])
def test_a_code_may_be_held_askew(degrees: float) -> None:
    assert [code.text for code in Look().at(turned(SPEAKER, degrees), 2)] == ["4006381333931"]


def test_what_is_no_data_of_ours_is_no_scan() -> None:
    assert Look(LiveReader(share=1.0)).at(held("x" * 400, QR), 1) == []
    assert Look().at(held("12345678", zxingcpp.BarcodeFormat.ITF), 1) == []


def test_separators_stay_and_control_characters_go() -> None:
    (code,) = Look().at(held("AB\x1dCD\x07EF", QR), 1)
    assert as_data(code.text) == "AB\x1dCDEF"
