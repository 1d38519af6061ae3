"""A drawn scene is good enough for the station's own gates, and its barcodes are real."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
import zxingcpp

from firmware_bridge.sim.goods import PAINTERS
from firmware_bridge.sim.paint import Picture
from firmware_bridge.sim.reel import Reel, blurred
from firmware_bridge.sim.scene import EMPTY_DESK, Scene, render

CODES = ("4006381333931", "SKU-10442")
SCENES = [Scene("Something returned", CODES, category, seed) for seed, category in enumerate(PAINTERS)]


def as_sent(scene: Scene) -> Picture:
    """Return a scene as a client decodes it."""
    return decode(Reel(render(scene)).frame(0))


def decode(jpeg: bytes) -> Picture:
    return np.asarray(cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR), np.uint8)


def reblur_ratio(picture: Picture) -> float:
    """Measure how much detail a blur takes away: near 1 in a sharp picture, low in a blurred one."""
    gray = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY).astype(np.float32)
    soft = cv2.blur(gray, (9, 1))
    before, after = (np.abs(np.diff(image, axis=1)) for image in (gray, soft))
    return float(np.maximum(0, before - after).sum() / before.sum())


@pytest.mark.parametrize("scene", [EMPTY_DESK, *SCENES], ids=lambda scene: scene.category or "empty")
def test_a_scene_is_lit_sharp_and_readable(scene: Scene) -> None:
    picture = as_sent(scene)
    gray = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    assert picture.shape == (1080, 1920, 3)
    assert np.percentile(gray, 99) >= 150
    assert np.mean(gray >= 251) < 0.12
    assert reblur_ratio(picture) >= 0.72
    assert {found.text for found in zxingcpp.read_barcodes(picture)} == set(scene.codes)


def test_a_blurred_scene_is_not_sharp() -> None:
    assert reblur_ratio(blurred(render(SCENES[0]))) < 0.72


@pytest.mark.parametrize(
    ("code", "read"),
    [
        ("4006381333931", "4006381333931"),
        ("036000291452", "0036000291452"),
        ("96385074", "96385074"),
        ("4006381333932", "4006381333932"),
        ("RMA-0001", "RMA-0001"),
        (
            "https://id.example.org/01/04006381333931/21/XYZ",
            "https://id.example.org/01/04006381333931/21/XYZ",
        ),
        ("קוד", "קוד"),
    ],
)
def test_any_code_can_be_printed_and_read_back(code: str, read: str) -> None:
    assert [found.text for found in zxingcpp.read_barcodes(as_sent(Scene("x", (code,), "general")))] == [read]


def test_every_seed_looks_different_and_one_seed_always_the_same() -> None:
    first, again, second = (render(Scene("x", CODES, "toys", seed)) for seed in (1, 1, 2))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, second)


def test_consecutive_frames_differ() -> None:
    reel = Reel(render(EMPTY_DESK))
    assert len({reel.frame(number) for number in range(4)}) == 4
    assert reel.frame(0) == reel.frame(4)


def test_a_title_and_codes_that_do_not_fit_do_no_harm() -> None:
    crowded = Scene("Ж" * 300, tuple(f"CODE-NUMBER-{number}" for number in range(9)), "apparel", 3)
    assert render(crowded).shape == (1080, 1920, 3)
