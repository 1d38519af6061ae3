"""Text on drawn things, in OpenCV's own scalable typeface where it has one."""

from __future__ import annotations

import string
from functools import cache
from typing import Any

import cv2

from firmware_bridge.sim.paint import Picture

PRINTABLE = frozenset(string.printable) - frozenset("\t\n\r\x0b\x0c")
HERSHEY_HEIGHT = 30.0  # pixels a capital takes at scale 1, about


def write(
    picture: Picture, text: str, at: tuple[int, int], size: int, weight: int = 400, gray: int = 25
) -> None:
    """Draw one line of text; `at` is the left end of its base line, `size` its height in pixels."""
    if hasattr(cv2, "FontFace"):
        cv2.putText(picture, ascii_only(text), at, (gray, gray, gray), _typeface(), size, weight)
    else:
        _write_plain(picture, ascii_only(text), at, size, gray)


def width_of(text: str, size: int, weight: int = 400) -> int:
    """Return how many pixels across a line takes."""
    if hasattr(cv2, "FontFace"):
        return int(cv2.getTextSize((0, 0), ascii_only(text), (0, 0), _typeface(), size, weight)[2])
    return int(cv2.getTextSize(ascii_only(text), cv2.FONT_HERSHEY_DUPLEX, size / HERSHEY_HEIGHT, 1)[0][0])


def fitting(text: str, size: int, width: int, weight: int = 400) -> str:
    """Shorten a text until it fits a width in pixels."""
    if width_of(text, size, weight) <= width:
        return text
    while text and width_of(text + "...", size, weight) > width:
        text = text[:-1]
    return text.rstrip() + "..."


def ascii_only(text: str) -> str:
    """Replace what older OpenCV cannot draw."""
    return "".join(letter if letter in PRINTABLE else "?" for letter in text)


@cache
def _typeface() -> Any:
    return cv2.FontFace("sans")


def _write_plain(picture: Picture, text: str, at: tuple[int, int], size: int, gray: int) -> None:
    scale, face = size / HERSHEY_HEIGHT, cv2.FONT_HERSHEY_DUPLEX
    cv2.putText(picture, text, at, face, scale, (gray, gray, gray), 2, cv2.LINE_AA)
