"""JPEG bytes as a camera sends them: where they end, what is missing.

The first picture in the bytes is what counts. A camera's buffer may hold rests of older frames behind it, and
many USB cameras leave out the Huffman tables that every motion-JPEG decoder knows (ITU T.81, K.3).
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from functools import cache

import cv2
import numpy as np

from firmware_bridge.vision.photo import UnreadablePhoto, refuse_large

START, END = b"\xff\xd8", 0xD9
SCAN, TABLES = 0xDA, 0xC4
# In coded data FF00 is a byte of data, FFD0 to FFD7 are restart markers and FFFF is filling.
MARKER = re.compile(rb"\xff[\x01-\xcf\xd8-\xfe]")


def whole(sent: bytes) -> bytes:
    """Return the first JPEG in what was sent, ready to be opened; the very same bytes where nothing is amiss.

    What follows its end is cut off, and left-out Huffman tables are put in. Raises UnreadablePhoto for half
    a JPEG, for other formats, and for sizes that no camera here has.
    """
    refuse_large(sent)
    try:
        end, scan, has_tables = _walk(sent)
    except (struct.error, IndexError) as error:
        raise UnreadablePhoto("cut short") from error
    picture = sent if end == len(sent) else sent[:end]
    return picture if has_tables else picture[:scan] + standard_tables() + picture[scan:]


def _walk(sent: bytes) -> tuple[int, int, bool]:
    """Find the end, the first scan, and whether there are Huffman tables before it."""
    scan, has_tables = 0, False
    for at, marker, _ in _segments(sent):
        has_tables = has_tables or (marker == TABLES and not scan)
        scan = scan or (at if marker == SCAN else 0)
        if marker == END:
            return at + 2, _checked(scan), has_tables
    raise UnreadablePhoto("cut short")


def _checked(scan: int) -> int:
    if not scan:
        raise UnreadablePhoto("a JPEG without a picture")
    return scan


def _segments(jpeg: bytes) -> Iterator[tuple[int, int, int]]:
    """Go through (position, marker, length) of every segment up to the end of the first picture."""
    if not jpeg.startswith(START):
        raise UnreadablePhoto("not a JPEG")
    at, marker = 2, 0
    while at < len(jpeg) and marker != END:
        lead, marker = jpeg[at], jpeg[at + 1]
        if lead != 0xFF:
            raise UnreadablePhoto("a damaged JPEG")
        if marker == 0xFF:
            at += 1
            continue
        (length,) = (0,) if marker == END else struct.unpack_from(">H", jpeg, at + 2)
        yield at, marker, length
        at = _after(jpeg, at, marker, length)


def _after(jpeg: bytes, at: int, marker: int, length: int) -> int:
    after = at + 2 + length
    if marker != SCAN:
        return after
    found = MARKER.search(jpeg, after)
    return found.start() if found else len(jpeg)


@cache
def standard_tables() -> bytes:
    """Return the Huffman tables of ITU T.81, K.3, as the segments that a JPEG carries."""
    # The encoder at hand writes exactly these unless it is asked for better ones.
    grey = np.zeros((16, 16, 3), np.uint8)
    jpeg = cv2.imencode(".jpg", grey, [cv2.IMWRITE_JPEG_OPTIMIZE, 0])[1].tobytes()
    tables = [jpeg[at : at + 2 + length] for at, marker, length in _segments(jpeg) if marker == TABLES]
    return b"".join(tables)
