"""Whatever bytes come as a photo, they are read or refused, and nothing else happens."""

import struct

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firmware_bridge.vision.codes import read_codes
from firmware_bridge.vision.photo import MAX_PIXELS, UnreadablePhoto, decode, decode_small, header_size

PATTERN = np.random.default_rng(2).integers(0, 255, (40, 60), np.uint8)
GOOD = {kind: cv2.imencode(kind, PATTERN)[1].tobytes() for kind in (".jpg", ".png", ".webp")}
LOSSLESS = cv2.imencode(".webp", PATTERN, [cv2.IMWRITE_WEBP_QUALITY, 101])[1].tobytes()
CLEAR = cv2.imencode(".webp", np.dstack([PATTERN] * 4), [cv2.IMWRITE_WEBP_QUALITY, 80])[1].tobytes()
STARTS = st.sampled_from([b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF\0\0\0\0WEBPVP8X", b"GIF89a"])


def read_or_refused(photo: bytes) -> None:
    for read in (read_codes, decode, decode_small):
        try:
            read(photo)
        except UnreadablePhoto as refused:
            assert str(refused)


@given(STARTS, st.binary(max_size=400))
def test_random_bytes_are_refused(start: bytes, rest: bytes) -> None:
    read_or_refused(start + rest)


@given(st.sampled_from(list(GOOD.values())), st.integers(0, 4000), st.binary(min_size=1, max_size=6))
def test_damaged_photos_are_read_or_refused(photo: bytes, at: int, new: bytes) -> None:
    at %= len(photo)
    read_or_refused(photo[:at] + new + photo[at + len(new) :])


@pytest.mark.parametrize("photo", [*GOOD.values(), LOSSLESS, CLEAR])
def test_the_size_is_told_before_anything_is_opened(photo: bytes) -> None:
    assert header_size(photo) == (60, 40)
    assert decode(photo).shape == (40, 60)


@pytest.mark.parametrize("photo", GOOD.values(), ids=GOOD.keys())
def test_a_photo_cut_short_is_refused_as_that(photo: bytes) -> None:
    with pytest.raises(UnreadablePhoto, match="cut short"):
        decode(photo[: len(photo) // 2])


def png(width: int, height: int) -> bytes:
    return b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", width, height) + b"\x08\0\0\0\0....IEND"


@pytest.mark.parametrize(
    ("photo", "why"),
    [
        (b"", "empty file"),
        (b"GIF89a" + b"\0" * 100, "a GIF"),
        (b"%PDF-1.7", "a PDF"),
        (b"hello", "neither JPEG"),
        (png(20_000, 20_000), f"at most {MAX_PIXELS // 1_000_000} megapixels"),
    ],
)
def test_a_refusal_says_what_the_bytes_are(photo: bytes, why: str) -> None:
    with pytest.raises(UnreadablePhoto, match=why):
        decode(photo)
