"""Text in printer dots: OpenCV's own typeface has Latin, Cyrillic and Hebrew, so nothing is installed."""

import re
import threading
import unicodedata
from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
from bidi import get_display

from station.adapters.printing.media import Box, Picture, paste
from station.domain.labels import ELLIPSIS

REGULAR, BOLD = 400, 700
LEADING = 1.25  # a line's height beside the size of its letters
_DESCENT = 0.25
_BRACKETS = r"()\[\]{}<>«»"
_TURNED = str.maketrans("()[]{}<>«»", ")(][}{><»«")
_MARK = "\u034f"  # combining and without ink of its own
_ink = threading.Lock()  # the typeface keeps the glyphs it has drawn, and pages draw from many threads


@cache
def _face() -> "cv2.FontFace":
    return cv2.FontFace("sans")


def runs_left(text: str) -> bool:
    """Tell whether a line's first letter is read from right to left."""
    ways = (unicodedata.bidirectional(character) for character in text)
    return next((way for way in ways if way in ("L", "R", "AL")), "L") != "L"


def seen(text: str, leftward: bool = False) -> str:
    """Return text in the order in which it is seen. A line of codes alone keeps its order everywhere."""
    mixed = any(unicodedata.bidirectional(c) in ("R", "AL") for c in text)
    return _reordered(text, "R" if leftward else "L") if mixed else text


def _reordered(text: str, base: str) -> str:
    """Reorder, and turn round the brackets that came to be read from right to left.

    The reordering tells no directions; a mark put behind each bracket stands before it where its run
    was turned round, because marks share the direction of what they follow.
    """
    marked = re.sub(f"([{_BRACKETS}])", rf"\1{_MARK}", text.replace(_MARK, ""))
    shown = str(get_display(marked, base_dir=base))
    turned = re.sub(f"{_MARK}([{_BRACKETS}])", lambda found: found[1].translate(_TURNED), shown)
    return turned.replace(_MARK, "")


def width_of(text: str, size: int, weight: int = REGULAR) -> int:
    """Return how wide text gets, dots; the order of its letters does not matter."""
    with _ink:
        return int(cv2.getTextSize((0, 0), text, (0, 0), _face(), size, weight)[2])


def fitted(text: str, width: int, most: int, least: int, weight: int = REGULAR) -> tuple[str, int]:
    """Return text and size that fit a width: smaller letters first, then an ellipsis."""
    for size in range(most, least - 1, -1):
        if width_of(text, size, weight) <= width:
            return text, size
    return _cut(text, width, least, weight), least


def _cut(text: str, width: int, size: int, weight: int) -> str:
    """Keep as many letters as fit with an ellipsis behind them, perhaps none at all."""
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        fits = width_of(text[:middle].rstrip() + ELLIPSIS, size, weight) <= width
        low, high = (middle, high) if fits else (low, middle - 1)
    kept = text[:low].rstrip() + ELLIPSIS
    return kept if width_of(kept, size, weight) <= width else ""


@dataclass(frozen=True, slots=True)
class Style:
    """How a line is written; ``leftward`` puts it at the right edge, to be read from there."""

    most: int
    least: int
    weight: int = REGULAR
    leftward: bool = False
    centred: bool = False


def write(onto: Picture, text: str, box: Box, style: Style) -> int:
    """Write one line into a box from its top and return the dots of height it took, 0 without room."""
    fitting, size = fitted(text, box.width, style.most, style.least, style.weight)
    height = round(size * LEADING)
    if not fitting or height > box.height:
        return 0
    ink = _line(seen(fitting, style.leftward), size, style.weight)
    room = max(0, box.width - ink.shape[1])
    paste(onto, ink, box.x + (room // 2 if style.centred else room if style.leftward else 0), box.y)
    return height


def _line(text: str, size: int, weight: int) -> Picture:
    """Draw one line in exactly its own width."""
    width, height = max(1, width_of(text, size, weight)), round(size * LEADING)
    paper = np.full((height, width), 255, np.uint8)
    with _ink:
        cv2.putText(paper, text, (0, height - round(size * _DESCENT)), 0, _face(), size, weight)
    return paper < 128
