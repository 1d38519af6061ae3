"""Encoded bytes to gray pixels, refused before decoding when they claim too much."""

import struct
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

Gray = NDArray[np.uint8]
"""Brightness 0..255, shape (height, width), row-major."""

MAX_BYTES: Final = 32_000_000
MAX_PIXELS: Final = 50_000_000
SIDES: Final = range(1, 16_385)
"""Longer sides hold no code; OpenCV turns nothing beyond 32,767."""

_JPEG_START: Final = b"\xff\xd8\xff"
_JPEG_END: Final = b"\xff\xd9"
_PNG_START: Final = b"\x89PNG\r\n\x1a\n"
_PNG_END: Final = b"IEND"
# What else is found under the name of a photo, by its first bytes.
_OTHER_KINDS: Final = {
    b"GIF8": "a GIF",
    b"BM": "a BMP",
    b"II*\0": "a TIFF",
    b"MM\0*": "a TIFF",
    b"%PDF": "a PDF",
    b"PK": "a ZIP archive",
}
# Start-of-frame markers: C4, C8 and CC lie in the same range and mean other things.
_FRAME_MARKERS: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


class UnreadablePhoto(ValueError):
    """Say that bytes are no photo this station will decode."""


def decode(photo: bytes) -> Gray:
    """Decode a JPEG, PNG or WebP to gray at full resolution.

    The size is read from the header first, so that a small file that unfolds to gigabytes is refused
    unopened. Raises UnreadablePhoto above MAX_BYTES or MAX_PIXELS, outside SIDES, and for
    files that are cut, damaged or of another kind.
    """
    refuse_large(photo)
    return opened(photo, cv2.IMREAD_GRAYSCALE)


def decode_small(photo: bytes) -> Gray:
    """Decode to gray at a quarter of the resolution, in a third of the time; refuses what `decode` does."""
    refuse_large(photo)
    return opened(photo, cv2.IMREAD_REDUCED_GRAYSCALE_4)


def opened(photo: bytes, how: int) -> NDArray[np.uint8]:
    """Decode what was found not too large; raises UnreadablePhoto where the decoder sees no picture."""
    try:
        pixels = cv2.imdecode(np.frombuffer(photo, np.uint8), how)
    except cv2.error as error:
        raise UnreadablePhoto("damaged image") from error
    if pixels is None or pixels.size == 0:
        raise UnreadablePhoto("damaged image")
    return np.ascontiguousarray(pixels, np.uint8)


def refuse_large(photo: bytes) -> None:
    """Raise UnreadablePhoto for what is cut short, no picture, or larger than any camera's."""
    if len(photo) > MAX_BYTES:
        raise UnreadablePhoto(f"{len(photo)} bytes, at most {MAX_BYTES}")
    width, height = header_size(photo)
    if width not in SIDES or height not in SIDES or width * height > MAX_PIXELS:
        most = f"at most {MAX_PIXELS // 1_000_000} megapixels and {SIDES.stop - 1} a side"
        raise UnreadablePhoto(f"{width} x {height} pixels, {most}")


def header_size(photo: bytes) -> tuple[int, int]:
    """Read width and height in pixels from a JPEG, PNG or WebP header.

    Raises UnreadablePhoto for anything else and for a file whose end is missing: the decoder would fill
    the lost part with gray and call it a photo.
    """
    try:
        if photo.startswith(_PNG_START):
            return _png_size(photo)
        if photo.startswith(_JPEG_START):
            _refuse_cut(photo, _JPEG_END, _jpeg_frame(photo))
            return jpeg_size(photo)
        if photo[:4] == b"RIFF" and photo[8:12] == b"WEBP":
            return _webp_size(photo)
    except struct.error as error:
        raise UnreadablePhoto("image cut short") from error
    raise UnreadablePhoto(_kind(photo))


def _kind(photo: bytes) -> str:
    if not photo:
        return "empty file"
    found = next((name for start, name in _OTHER_KINDS.items() if photo.startswith(start)), None)
    return f"{found}, not a JPEG, PNG or WebP" if found else "neither JPEG, PNG nor WebP"


def _png_size(photo: bytes) -> tuple[int, int]:
    width, height = struct.unpack_from(">II", photo, 16)
    _refuse_cut(photo, _PNG_END, 24)
    return width, height


def jpeg_size(photo: bytes) -> tuple[int, int]:
    """Read width and height in pixels from the beginning of a JPEG; raises UnreadablePhoto."""
    try:
        height, width = struct.unpack_from(">HH", photo, _jpeg_frame(photo) + 5)
    except struct.error as error:
        raise UnreadablePhoto("image cut short") from error
    return width, height


def _jpeg_frame(photo: bytes) -> int:
    at = 2
    while True:
        lead, marker, length = struct.unpack_from(">BBH", photo, at)
        if lead != 0xFF:
            raise UnreadablePhoto("damaged JPEG header")
        if marker in _FRAME_MARKERS:
            return at
        at += 1 if marker == 0xFF else 2 + length


def _webp_size(photo: bytes) -> tuple[int, int]:
    """Read the three kinds of WebP (RFC 9649 2.5 to 2.7): lossy, lossless and extended."""
    (length,) = struct.unpack_from("<I", photo, 4)
    if length + 8 > len(photo):
        raise UnreadablePhoto("image cut short")
    kind = photo[12:16]
    if kind == b"VP8X":
        low, high = struct.unpack_from("<I", photo, 24)[0], struct.unpack_from("<I", photo, 26)[0] >> 8
        return (low & 0xFFFFFF) + 1, high + 1
    if kind == b"VP8L":
        (packed,) = struct.unpack_from("<I", photo, 21)
        return (packed & 0x3FFF) + 1, (packed >> 14 & 0x3FFF) + 1
    width, height = struct.unpack_from("<HH", photo, 26)
    return width & 0x3FFF, height & 0x3FFF


def _refuse_cut(photo: bytes, end: bytes, start: int) -> None:
    if photo.find(end, start) < 0:
        raise UnreadablePhoto("image cut short")
