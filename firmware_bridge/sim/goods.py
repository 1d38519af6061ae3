"""Returned goods, seen from above: one painter a kind, chosen by category."""

from __future__ import annotations

import colorsys
from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np

from firmware_bridge.sim import paint
from firmware_bridge.sim.lettering import write

WIDTH, HEIGHT = 1020, 780
FRONT, SIDE = 64, 36  # what is seen of a box's front and right faces, in pixels
Generator = np.random.Generator


@dataclass(frozen=True, slots=True)
class Good:
    """A drawn thing: its picture, its outline as alpha, and where a label goes (left, top)."""

    picture: paint.Picture
    alpha: paint.Canvas
    label_at: paint.Point


def good(category: str, generator: Generator) -> Good:
    """Draw a thing of a category; one that is not known comes in a plain carton."""
    return PAINTERS.get(category.lower(), carton)(generator)


def carton(generator: Generator) -> Good:
    """Draw a corrugated carton, taped shut."""
    top = _kraft(generator)
    _seam_and_tape(top, generator)
    picture = _boxed(top)
    _stamp(picture, "FRAGILE", (WIDTH - 250, 92), 44)
    _arrows(picture, (WIDTH - 230, 128))
    return Good(picture, _outline(picture, 6), (70, 250))


def gadget_box(generator: Generator) -> Good:
    """Draw a dark retail box with a device printed on it."""
    hue = float(generator.uniform(0, 1))
    top = paint.plain(HEIGHT, WIDTH, _color(hue, 0.45, 0.17)) * paint.slope(HEIGHT, WIDTH, 1.9, 0.8, 35)
    _band(top, _color(hue, 0.75, 0.85), generator)
    _speaker(top, (WIDTH - 205, 200), 140, _color(hue, 0.2, 0.6))
    picture = _boxed(top * paint.grain(generator, (HEIGHT, WIDTH), (1, 1), 0.012))
    _stamp(picture, _pick(generator, ("NOVA", "ARCO", "LUMEN", "VOLTA")), (70, 150), 96, gray=238, weight=800)
    _stamp(picture, "wireless  |  2 year warranty", (74, 196), 28, gray=200)
    return Good(picture, _outline(picture, 5), (70, 260))


def homeware_box(generator: Generator) -> Good:
    """Draw a light retail box with a pot printed on it."""
    hue = float(generator.uniform(0, 1))
    top = paint.plain(HEIGHT, WIDTH, _color(hue, 0.14, 0.86)) * paint.slope(HEIGHT, WIDTH, 1.06, 0.9, 60)
    paint.rectangle(top, (0, HEIGHT - 130), (WIDTH, 130), _color(hue, 0.65, 0.62))
    _pot(top, (WIDTH - 240, 190), _color(hue, 0.55, 0.7))
    picture = _boxed(top * paint.grain(generator, (HEIGHT, WIDTH), (1, 1), 0.012))
    _stamp(picture, _pick(generator, ("casa", "hearth", "olive & oak", "plain")), (70, 140), 92, weight=600)
    _stamp(picture, "for everyday use", (74, 190), 30, gray=70)
    return Good(picture, _outline(picture, 5), (70, 250))


def garment(generator: Generator) -> Good:
    """Draw a folded shirt in a clear bag."""
    color = _color(float(generator.uniform(0, 1)), float(generator.uniform(0.2, 0.6)), 0.62)
    cloth = paint.plain(HEIGHT, WIDTH, color) * _weave(generator) * _folds(generator)
    _collar(cloth, color)
    _bag_shine(cloth, generator)
    return Good(paint.finish(cloth), paint.round_mask(HEIGHT, WIDTH, 46), (190, 300))


PAINTERS: dict[str, Callable[[Generator], Good]] = {
    "electronics": gadget_box,
    "computing": gadget_box,
    "phones": gadget_box,
    "audio": gadget_box,
    "apparel": garment,
    "clothing": garment,
    "shoes": carton,
    "footwear": carton,
    "home": homeware_box,
    "homeware": homeware_box,
    "kitchen": homeware_box,
    "beauty": homeware_box,
    "toys": homeware_box,
    "general": carton,
}


def _outline(picture: paint.Picture, radius: int) -> paint.Canvas:
    height, width = picture.shape[:2]
    return paint.round_mask(height, width, radius)


def _color(hue: float, saturation: float, value: float) -> paint.Color:
    red, green, blue = colorsys.hsv_to_rgb(hue, saturation, value)
    return blue, green, red


def _pick(generator: Generator, names: tuple[str, ...]) -> str:
    return names[int(generator.integers(len(names)))]


def _stamp(
    picture: paint.Picture, text: str, at: paint.Point, size: int, gray: int = 40, weight: int = 700
) -> None:
    write(picture, text, at, size, weight, gray)


def _boxed(top: paint.Canvas) -> paint.Picture:
    """Give a top face its front and right faces: darker, and a bright edge where the faces meet."""
    front = cv2.resize(top[-FRONT * 2 :], (WIDTH, FRONT)) * paint.slope(FRONT, WIDTH, 0.62, 0.42)
    side = cv2.resize(top[:, -SIDE * 2 :], (SIDE, HEIGHT)) * paint.slope(HEIGHT, SIDE, 0.78, 0.66, 0)
    corner = np.repeat(front[:, -1:], SIDE, axis=1) * 0.8
    whole = np.vstack([np.hstack([top, side]), np.hstack([front, corner])]).astype(np.float32)
    _edge(whole)
    return paint.finish(whole)


def _edge(whole: paint.Canvas) -> None:
    whole[HEIGHT - 2 : HEIGHT, :WIDTH] *= 1.35
    whole[:HEIGHT, WIDTH - 2 : WIDTH] *= 1.3
    whole[:3, :WIDTH] *= 1.2
    whole[:HEIGHT, :3] *= 1.15
    whole[HEIGHT : HEIGHT + 2] *= 0.7


def _kraft(generator: Generator) -> paint.Canvas:
    shade = float(generator.uniform(0.9, 1.08))
    canvas = paint.plain(HEIGHT, WIDTH, (0.40 * shade, 0.56 * shade, 0.71 * shade))
    for stretch, strength in (((1, 1), 0.022), ((2, 40), 0.025), ((180, 220), 0.035)):
        canvas *= paint.grain(generator, (HEIGHT, WIDTH), stretch, strength)
    return canvas * paint.slope(HEIGHT, WIDTH, 1.06, 0.92, 50)


def _seam_and_tape(top: paint.Canvas, generator: Generator) -> None:
    middle = 110 + int(generator.integers(60))
    top[middle - 2 : middle + 2] *= 0.35
    tape = top[middle - 46 : middle + 46]
    tape *= 0.86
    tape += np.array((0.05, 0.10, 0.13), np.float32)
    tape *= paint.grain(generator, tape.shape[:2], (30, 90), 0.05)
    top[middle - 47 : middle - 45] *= 1.25
    top[middle + 45 : middle + 47] *= 0.75


def _arrows(picture: paint.Picture, at: paint.Point) -> None:
    for left in (at[0], at[0] + 90):
        cv2.arrowedLine(picture, (left, at[1] + 100), (left, at[1] + 6), (40, 45, 50), 9, cv2.LINE_AA, 0, 0.4)
    cv2.line(picture, (at[0] - 35, at[1] + 116), (at[0] + 125, at[1] + 116), (40, 45, 50), 7)


def _band(top: paint.Canvas, color: paint.Color, generator: Generator) -> None:
    left = int(generator.integers(560, 680))
    corners = np.array([[left, 0], [left + 90, 0], [left + 330, HEIGHT], [left + 240, HEIGHT]], np.int32)
    cv2.fillPoly(top, [corners], color, cv2.LINE_AA)


def _speaker(top: paint.Canvas, center: paint.Point, radius: int, color: paint.Color) -> None:
    rings = ((1.0, 0.55), (0.93, 0.25), (0.86, 0.9), (0.60, 0.5), (0.56, 0.2), (0.26, 1.0), (0.20, 1.25))
    for share, light in rings:
        shaded = tuple(min(1.0, part * light) for part in color)
        cv2.circle(top, center, round(radius * share), shaded, -1, cv2.LINE_AA)
    glint = (center[0] - radius // 3, center[1] - radius // 3)
    cv2.ellipse(top, glint, (radius // 5, radius // 9), -45, 0, 360, (0.9, 0.9, 0.9), -1, cv2.LINE_AA)


def _pot(top: paint.Canvas, center: paint.Point, color: paint.Color) -> None:
    x, y = center
    dark = tuple(part * 0.55 for part in color)
    cv2.ellipse(top, (x + 96, y + 40), (54, 60), 0, 0, 360, dark, 20, cv2.LINE_AA)
    cv2.ellipse(top, (x, y + 60), (104, 120), 0, 0, 360, color, -1, cv2.LINE_AA)
    cv2.ellipse(top, (x, y - 32), (80, 20), 0, 0, 360, dark, -1, cv2.LINE_AA)
    cv2.circle(top, (x, y - 62), 17, dark, -1, cv2.LINE_AA)
    cv2.ellipse(top, (x - 52, y + 40), (11, 58), 12, 0, 360, (0.97, 0.97, 0.97), -1, cv2.LINE_AA)


def _weave(generator: Generator) -> paint.Canvas:
    rows, columns = np.mgrid[0:HEIGHT, 0:WIDTH]
    threads = 1 + 0.055 * np.where((rows // 2 + columns // 2) % 2, 1.0, -1.0)
    return np.asarray(threads[..., None], np.float32) * paint.grain(generator, (HEIGHT, WIDTH), (1, 1), 0.05)


def _folds(generator: Generator) -> paint.Canvas:
    rows, columns = np.mgrid[0 : 1 : HEIGHT * 1j, 0 : 1 : WIDTH * 1j]
    light = np.ones((HEIGHT, WIDTH))
    for _ in range(5):
        across, down, phase = generator.uniform(-9, 9), generator.uniform(-5, 5), generator.uniform(0, 6.3)
        light += 0.05 * np.sin(across * columns + down * rows + phase)
    light *= np.where((columns < 0.16) | (columns > 0.84), 0.86, 1.0)  # the sleeves, folded behind
    return np.asarray(light[..., None], np.float32)


def _collar(cloth: paint.Canvas, color: paint.Color) -> None:
    middle = (WIDTH // 2, 0)
    shades = ((190, 120, 1.12), (172, 104, 0.62), (166, 98, 0.42))
    for across, down, light in shades:
        shaded = tuple(min(1.0, part * light) for part in color)
        cv2.ellipse(cloth, middle, (across, down), 0, 0, 180, shaded, -1, cv2.LINE_AA)
    cv2.rectangle(cloth, (WIDTH // 2 - 42, 6), (WIDTH // 2 + 42, 50), (0.9, 0.9, 0.9), -1)


def _bag_shine(cloth: paint.Canvas, generator: Generator) -> None:
    shine = np.zeros((HEIGHT, WIDTH), np.float32)
    for _ in range(16):
        start = (int(generator.integers(WIDTH)), int(generator.integers(HEIGHT)))
        bends = np.cumsum(generator.integers((-70, 20), (70, 60), (5, 2)), axis=0)
        crease = np.vstack([[start], start + bends]).astype(np.int32)
        cv2.polylines(shine, [crease], False, float(generator.uniform(0.03, 0.12)), 2, cv2.LINE_AA)
    shine += paint.soften(shine, 9) * 4.0
    cv2.rectangle(shine, (14, 14), (WIDTH - 15, HEIGHT - 15), 0.16, 3)
    cloth += shine[..., None]
