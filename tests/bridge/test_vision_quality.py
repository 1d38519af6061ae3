"""Photos are judged by what a lens and the light did to them."""

import struct

import cv2
import numpy as np
import pytest

from firmware_bridge.vision.photo import MAX_BYTES, UnreadablePhoto, decode, header_size
from firmware_bridge.vision.quality import NO_EDGES, Fault, Gates, Measures, judge, measure_gray

RANDOM = np.random.default_rng(7)


def jpeg(gray: np.ndarray) -> bytes:
    return cv2.imencode(".jpg", gray, [cv2.IMWRITE_JPEG_QUALITY, 92])[1].tobytes()


def scene(height: int = 720, width: int = 1280) -> np.ndarray:
    """Draw boxes, discs and print on a grainy bench, with the slight softness of a lens."""
    canvas = np.full((height, width), 150, np.uint8)
    for level in range(20, 240, 4):
        x, y = int(RANDOM.integers(width)), int(RANDOM.integers(height))
        cv2.rectangle(canvas, (x, y), (x + 140, y + 90), level, -1)
        cv2.circle(canvas, (y, x), 40, 255 - level, -1)
        cv2.putText(canvas, f"RETURN {level}", (x - 60, y), cv2.FONT_HERSHEY_SIMPLEX, 0.8, 245 - level, 2)
    return noisy(cv2.GaussianBlur(canvas, (0, 0), 0.7))


def noisy(gray: np.ndarray, levels: float = 2) -> np.ndarray:
    return np.clip(gray + RANDOM.normal(0, levels, gray.shape), 0, 255).astype(np.uint8)


def defocused(gray: np.ndarray, radius: int) -> np.ndarray:
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius + 1,) * 2).astype(np.float32)
    return noisy(cv2.filter2D(gray, -1, disc / disc.sum()))


def moved(gray: np.ndarray, length: int, slope: tuple[int, int]) -> np.ndarray:
    path = np.zeros((2 * length + 1,) * 2, np.float32)
    reach = np.array(slope) * length // 2
    cv2.line(path, (length - reach).tolist(), (length + reach).tolist(), 1.0)
    return noisy(cv2.filter2D(gray, -1, path / path.sum()))


def faults(gray: np.ndarray) -> tuple[Fault, ...]:
    return judge(measure_gray(decode(jpeg(gray))), Gates())


@pytest.fixture(scope="module")
def good() -> np.ndarray:
    return scene()


def test_a_good_photo_has_no_fault(good: np.ndarray) -> None:
    assert faults(good) == ()


@pytest.mark.parametrize("radius", [3, 6])
def test_a_photo_out_of_focus_is_blurred(good: np.ndarray, radius: int) -> None:
    assert faults(defocused(good, radius)) == (Fault.BLURRED,)


@pytest.mark.parametrize("slope", [(1, 0), (0, 1), (1, 1), (1, -1)])
@pytest.mark.parametrize("length", [12, 24])
def test_a_photo_moved_in_any_direction_is_blurred(
    good: np.ndarray, length: int, slope: tuple[int, int]
) -> None:
    assert faults(moved(good, length, slope)) == (Fault.BLURRED,)


def test_too_little_light_is_a_fault(good: np.ndarray) -> None:
    assert Fault.DARK in faults((good * 0.4).astype(np.uint8))


def test_too_much_light_is_a_warning_on_a_sharp_photo(good: np.ndarray) -> None:
    assert faults(np.where(np.arange(1280) < 320, 255, good).astype(np.uint8)) == (Fault.BRIGHT,)


@pytest.mark.parametrize("grain", [0, 3])
@pytest.mark.parametrize("level", [0, 12, 128, 255])
def test_a_covered_or_featureless_photo_is_refused(level: int, grain: float) -> None:
    found = faults(noisy(np.full((720, 1280), level, np.uint8), grain))
    assert Fault.BLURRED in found
    assert (Fault.DARK in found) == (level < 150)


def test_a_photo_without_edges_says_so() -> None:
    measured = measure_gray(decode(jpeg(np.full((480, 640), 128, np.uint8))))
    assert (measured.reblur, measured.edge_width) == (0.0, NO_EDGES)


def test_a_site_may_set_its_own_gates() -> None:
    measured = Measures(1920, 1080, reblur=0.4, edge_width=7.0, dark_p99=120.0, bright_share=0.2)
    assert judge(measured, Gates()) == (Fault.BLURRED, Fault.DARK, Fault.BRIGHT)
    assert judge(measured, Gates(0.3, 8.0, 100.0, 0.3)) == ()


@pytest.mark.parametrize("size", [(16, 16), (16, 4000), (17, 16), (4000, 16)])
def test_the_smallest_and_longest_photos_are_measured(size: tuple[int, int]) -> None:
    measured = measure_gray(decode(jpeg(noisy(np.full(size, 90, np.uint8), 40))))
    assert (measured.height, measured.width) == size


def png(width: int, height: int) -> bytes:
    """Write a header that promises a size and hold nothing else."""
    return b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", width, height) + b"\x08\0\0\0\0....IEND"


NO_PHOTOS = {
    "nothing": b"",
    "text": b"not a photo",
    "a start alone": b"\xff\xd8\xff",
    "a start and noise": b"\xff\xd8\xff" + b"\x00" * 100,
    "a start and fill": b"\xff\xd8" + b"\xff" * 1000,
    "a picture of another kind": b"GIF89a" + b"\0" * 100,
    "a huge promise": png(60_000, 60_000),
    "a long promise": png(20_000, 16),
    "no size": png(0, 0),
    "a header alone": png(640, 480),
    "too many bytes": b"\xff\xd8\xff" + b"\0" * MAX_BYTES,
}


@pytest.mark.parametrize("photo", NO_PHOTOS.values(), ids=NO_PHOTOS.keys())
def test_what_is_no_photo_is_refused(photo: bytes) -> None:
    with pytest.raises(UnreadablePhoto):
        measure_gray(decode(photo))


@pytest.mark.parametrize("kind", [".jpg", ".png"])
def test_a_cut_photo_is_refused_at_every_length(kind: str, good: np.ndarray) -> None:
    photo = cv2.imencode(kind, good[:64, :64])[1].tobytes()
    for length in range(0, len(photo) - 8, 7):
        with pytest.raises(UnreadablePhoto):
            decode(photo[:length])


@pytest.mark.parametrize("kind", [".jpg", ".png"])
def test_size_is_read_from_the_header(kind: str) -> None:
    colour = np.zeros((48, 80, 3), np.uint8)
    assert header_size(cv2.imencode(kind, colour)[1].tobytes()) == (80, 48)
