"""Draw the reference pictures of the shipped checklists: what counts as a scratch, and what is only wear.

    python tools/draw_examples.py config/checklists/pictures

Drawn, not photographed: a site puts its own photos in their place.
"""

import sys
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

WIDTH, HEIGHT = 480, 320
Picture = NDArray[np.float32]


def surface(seed: int) -> Picture:
    """A brushed panel under a lamp: light from the upper left, fine grain along it."""
    grain = np.random.default_rng(seed).normal(0, 9, (HEIGHT, WIDTH)).astype(np.float32)
    grain = cv2.GaussianBlur(grain, (0, 0), sigmaX=14, sigmaY=0.6)
    across, down = np.meshgrid(np.linspace(0, 1, WIDTH), np.linspace(0, 1, HEIGHT))
    light = 168 - 46 * across - 30 * down
    return (light + 3 * grain).astype(np.float32)


def scratch(picture: Picture) -> Picture:
    """Cut two lines into it: sharp, bright on one side and dark on the other. A nail would catch."""
    for (x1, y1), (x2, y2), width in (((96, 76), (398, 226), 2), ((236, 238), (330, 193), 1)):
        lit, dark = np.zeros_like(picture), np.zeros_like(picture)
        cv2.line(lit, (x1, y1), (x2, y2), 1.0, width, cv2.LINE_AA)
        cv2.line(dark, (x1, y1 + width), (x2, y2 + width), 1.0, width, cv2.LINE_AA)
        picture = picture * (1 - 0.75 * dark) + 20 * dark
        picture = picture * (1 - 0.9 * lit) + 235 * lit
    return picture


def wear(picture: Picture) -> Picture:
    """Polish a patch: soft at its edge, nothing to catch a nail."""
    patch = np.zeros_like(picture)
    cv2.ellipse(patch, (236, 166), (128, 62), -18, 0, 360, 1.0, -1, cv2.LINE_AA)
    patch = cv2.GaussianBlur(patch, (0, 0), 26)
    smooth = cv2.GaussianBlur(picture, (0, 0), 6)
    return picture * (1 - patch) + (smooth + 26) * patch


PICTURES = {"scratch.png": scratch, "wear.png": wear}


def main(folder: Path) -> None:
    """Draw every picture into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, mark in PICTURES.items():
        drawn = np.clip(mark(surface(seed=7)), 0, 255).astype(np.uint8)
        cv2.imwrite(str(folder / name), drawn, [cv2.IMWRITE_PNG_COMPRESSION, 9])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
