"""What stands before the simulated camera: an item with its label on the bench, or the bench alone."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from firmware_bridge.sim import paint
from firmware_bridge.sim.bench import HEIGHT, WIDTH, bench, lamp
from firmware_bridge.sim.goods import Good, good
from firmware_bridge.sim.label import label

SIZE = (HEIGHT, WIDTH)
MAX_TURN = 5.0  # degrees either way
SHADOW = (
    (10, 8, 7, 0.45),
    (30, 38, 26, 0.38),
)  # right, down, softness in pixels, strength: contact, then cast


@dataclass(frozen=True, slots=True)
class Scene:
    """An item on the bench. `codes` are printed as real barcodes; each `seed` looks different."""

    title: str = ""
    codes: tuple[str, ...] = ()
    category: str = ""
    seed: int = 0

    @property
    def empty(self) -> bool:
        """Tell whether nothing lies on the bench."""
        return not self.title and not self.codes and not self.category


EMPTY_DESK = Scene()


def render(scene: Scene) -> paint.Picture:
    """Draw a scene as the camera sees it: 1080 x 1920 x 3, BGR."""
    canvas = bench() if scene.empty else _with_item(scene)
    return paint.finish(np.asarray(cv2.multiply(canvas, lamp()), np.float32))


def _with_item(scene: Scene) -> paint.Canvas:
    generator = np.random.default_rng(scene.seed)
    thing = _labelled(good(scene.category, generator), scene)
    where = _placement(generator, thing)
    picture = cv2.warpAffine(thing.picture, where, (WIDTH, HEIGHT), flags=cv2.INTER_CUBIC)
    alpha = np.asarray(
        cv2.warpAffine(thing.alpha, where, (WIDTH, HEIGHT), flags=cv2.INTER_LINEAR), np.float32
    )
    return paint.blend(_shaded(alpha), np.asarray(picture / np.float32(255), np.float32), alpha)


def _labelled(thing: Good, scene: Scene) -> Good:
    sheet = label(scene.title, scene.codes)
    left, top = thing.label_at
    room = thing.picture.shape[0] - top - 30
    if sheet.shape[0] > room:
        top = max(20, top - (sheet.shape[0] - room))
        sheet = sheet[: thing.picture.shape[0] - top - 10]
    picture = thing.picture.copy()
    _paper_shadow(picture, left, top, sheet)
    picture[top : top + sheet.shape[0], left : left + sheet.shape[1]] = sheet
    return Good(picture, thing.alpha, thing.label_at)


def _paper_shadow(picture: paint.Picture, left: int, top: int, sheet: paint.Picture) -> None:
    under = picture[top + 2 : top + sheet.shape[0] + 3, left + 2 : left + sheet.shape[1] + 3]
    under[:] = under // 2


def _placement(generator: np.random.Generator, thing: Good) -> paint.Canvas:
    height, width = thing.picture.shape[:2]
    turn = cv2.getRotationMatrix2D(
        (width / 2, height / 2), float(generator.uniform(-MAX_TURN, MAX_TURN)), 1.0
    )
    turn[0, 2] += (WIDTH - width) / 2 + generator.uniform(-220, 220)
    turn[1, 2] += (HEIGHT - height) / 2 + generator.uniform(-45, 45)
    return np.asarray(turn, np.float32)


def _shaded(alpha: paint.Canvas) -> paint.Canvas:
    dark = np.ones(SIZE, np.float32)
    for right, down, softness, strength in SHADOW:
        cast = np.roll(alpha, (down, right), (0, 1))
        dark *= 1 - strength * paint.soften(cast, softness)
    return np.asarray(cv2.multiply(bench(), paint.deep(dark)), np.float32)
