"""The empty bench under the camera: pale laminate, and a cutting mat with a printed grid."""

from __future__ import annotations

from functools import cache

import cv2
import numpy as np

from firmware_bridge.sim import paint
from firmware_bridge.sim.lettering import write

HEIGHT, WIDTH = 1080, 1920
LAMINATE = (0.79, 0.84, 0.87)
MAT = (0.40, 0.39, 0.31)
MAT_CORNER, MAT_SIZE = (150, 70), (1620, 940)
CELL, BOLD_EVERY = 60, 5
INK, FAINT_INK = 0.30, 0.13


@cache
def bench() -> paint.Canvas:
    """Draw the bench once; callers must not change it."""
    canvas = _laminate(np.random.default_rng(11))
    _mat_shadow(canvas)
    _lay_mat(canvas, np.random.default_rng(12))
    return canvas


@cache
def lamp() -> paint.Canvas:
    """Return the bench lamp as a multiplier for the whole picture."""
    light = paint.pool(HEIGHT, WIDTH, (0.46, 0.40), 1.05, 0.62)
    return np.asarray(light * (1.09, 1.12, 1.14), np.float32)  # a little warm


def _laminate(generator: np.random.Generator) -> paint.Canvas:
    canvas = paint.plain(HEIGHT, WIDTH, LAMINATE)
    canvas *= paint.grain(generator, (HEIGHT, WIDTH), (1, 2), 0.012)
    canvas *= paint.grain(generator, (HEIGHT, WIDTH), (5, 160), 0.012)
    return canvas


def _mat_shadow(canvas: paint.Canvas) -> None:
    mask = np.zeros((HEIGHT, WIDTH), np.float32)
    corner = (MAT_CORNER[0] + 6, MAT_CORNER[1] + 9)
    cv2.rectangle(mask, corner, (corner[0] + MAT_SIZE[0], corner[1] + MAT_SIZE[1]), 1.0, -1)
    canvas *= 1 - 0.45 * paint.soften(mask, 8)[..., None]


def _lay_mat(canvas: paint.Canvas, generator: np.random.Generator) -> None:
    width, height = MAT_SIZE
    mat = paint.plain(height, width, MAT) * paint.grain(generator, (height, width), (1, 1), 0.035)
    mat += _print(height, width)[..., None]
    mask = paint.round_mask(height, width, 18)
    x, y = MAT_CORNER
    canvas[y : y + height, x : x + width] = paint.blend(canvas[y : y + height, x : x + width], mat, mask)


def _print(height: int, width: int) -> paint.Canvas:
    ink = np.zeros((height, width), np.float32)
    _rule(ink, CELL, FAINT_INK)
    _rule(ink, CELL * BOLD_EVERY, INK)
    return np.maximum(ink, _numbers(height, width))


def _rule(ink: paint.Canvas, step: int, strength: float) -> None:
    height, width = ink.shape
    for x in range(CELL, width - CELL // 2, step):
        cv2.line(ink, (x, 40), (x, height - 40), strength, 2)
    for y in range(50, height - 40, step):
        cv2.line(ink, (CELL, y), (width - CELL, y), strength, 2)


def _numbers(height: int, width: int) -> paint.Canvas:
    sheet = np.zeros((height, width, 3), np.uint8)
    for x in range(CELL, width - CELL, CELL * BOLD_EVERY):
        write(sheet, str((x - CELL) // CELL * 5), (x - 8, 30), 20, gray=255)
    return np.asarray(sheet[..., 0] / 255 * INK, np.float32)
