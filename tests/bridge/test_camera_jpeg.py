"""What a camera sends is kept as it is, mended where it could not be opened, refused where it is none."""

from __future__ import annotations

import contextlib

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firmware_bridge.drivers.camera_jpeg import standard_tables, whole
from firmware_bridge.vision.photo import UnreadablePhoto


def jpeg(height: int = 48, width: int = 64, *options: int) -> bytes:
    picture = np.random.default_rng(3).integers(0, 255, (height, width, 3), dtype=np.uint8)
    return cv2.imencode(".jpg", picture, list(options))[1].tobytes()


def without_tables(sent: bytes) -> bytes:
    """Leave the Huffman tables out, as many USB cameras do."""
    bare = sent.replace(standard_tables(), b"")
    assert len(bare) == len(sent) - len(standard_tables())
    return bare


GOOD = jpeg()


def test_a_whole_picture_is_the_very_same_bytes() -> None:
    assert whole(GOOD) is GOOD


def test_a_progressive_picture_has_several_scans_and_one_end() -> None:
    progressive = jpeg(48, 64, cv2.IMWRITE_JPEG_PROGRESSIVE, 1)
    assert whole(progressive) is progressive


@pytest.mark.parametrize("rest", [b"\x00" * 500, GOOD[100:], GOOD, b"\xff\xd9"])
def test_rests_of_older_pictures_behind_the_end_are_cut_off(rest: bytes) -> None:
    assert whole(GOOD + rest) == GOOD


def test_left_out_tables_are_put_in_where_they_were() -> None:
    assert whole(without_tables(GOOD)) == GOOD


@pytest.mark.parametrize("sent", [b"", b"GIF89a" + GOOD, b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xd9", GOOD[1:]])
def test_what_is_no_picture_is_refused(sent: bytes) -> None:
    with pytest.raises(UnreadablePhoto):
        whole(sent)


def test_a_picture_that_claims_to_be_enormous_is_refused_unopened() -> None:
    at = GOOD.index(b"\xff\xc0") + 5
    with pytest.raises(UnreadablePhoto, match="65535 x 65535"):
        whole(GOOD[:at] + b"\xff\xff\xff\xff" + GOOD[at + 4 :])


@given(st.integers(0, len(GOOD) - 1))
def test_half_a_picture_is_never_whole(length: int) -> None:
    with pytest.raises(UnreadablePhoto):
        whole(GOOD[:length])


@settings(max_examples=300)
@given(st.binary(max_size=400), st.integers(0, len(GOOD)))
def test_no_bytes_do_more_than_be_refused(noise: bytes, at: int) -> None:
    for sent in (noise, GOOD[:at] + noise, b"\xff\xd8" + noise):
        with contextlib.suppress(UnreadablePhoto):
            assert whole(sent).startswith(b"\xff\xd8")
