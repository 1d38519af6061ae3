"""A photo is known again, turned, mirrored and worse as it may be; another one is not."""

import itertools
from collections.abc import Sequence
from functools import cache

import cv2
import numpy as np
import pytest

from firmware_bridge.sim.scene import Scene, render
from firmware_bridge.vision.photo import Gray
from firmware_bridge.vision.prints import (
    NEAR_BITS,
    PrintIndex,
    bits_apart,
    correlation,
    fingerprint,
    fingerprints,
    small_copy,
)
from firmware_bridge.vision.quality import Gates

RANDOM = np.random.default_rng(5)
KINDS = {"kitchen": "9501101530003", "shoes": "4006381333931", "electronics": "5901234123457"}


@cache
def scene(kind: str, seed: int) -> Gray:
    return cv2.cvtColor(render(Scene(kind, (KINDS[kind],), kind, seed)), cv2.COLOR_BGR2GRAY)


def compressed(gray: Gray, quality: int) -> Gray:
    return cv2.imdecode(cv2.imencode(".jpg", gray, [cv2.IMWRITE_JPEG_QUALITY, quality])[1], 0)


COPIES = {
    "itself": lambda g: g,
    "compressed": lambda g: compressed(g, 40),
    "darker": lambda g: (g * 0.7 + 10).astype(np.uint8),
    "noisy": lambda g: np.clip(g + RANDOM.normal(0, 6, g.shape), 0, 255).astype(np.uint8),
    "moved": lambda g: np.roll(g, (20, 20), (0, 1)),
    "smaller": lambda g: cv2.resize(g, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA),
    "on its side": lambda g: np.ascontiguousarray(np.rot90(g)),
    "upside down": lambda g: np.ascontiguousarray(np.rot90(g, 2)),
    "mirrored": lambda g: np.ascontiguousarray(np.fliplr(g)),
    "mirrored on its side": lambda g: np.ascontiguousarray(np.rot90(np.fliplr(g), 3)),
}


def alike(new: Gray, earlier: Gray) -> bool:
    """Say what the station would: near by the print, and the same by the picture."""
    copy = small_copy(new)
    return known_as(copy, fingerprints(copy), small_copy(earlier), fingerprint(earlier))


def known_as(copy: Gray, ways: Sequence[bytes], earlier: Gray, print_: bytes) -> bool:
    index = PrintIndex()
    index.add(print_)
    near = index.nearest(ways, 1)
    return bool(near) and correlation(copy, near[0].way, earlier) >= Gates().least_alike


@pytest.mark.parametrize("change", COPIES.values(), ids=COPIES.keys())
def test_a_copy_is_known_again(change: object) -> None:
    earlier = scene("shoes", 3)
    assert alike(change(earlier), earlier)  # type: ignore[operator]


# Cut off at the left, the top, the right and the bottom, in parts of the side.
CROPS = ((0.05, 0, 0, 0), (0, 0.05, 0, 0), (0, 0, 0.05, 0), (0, 0, 0, 0.05), (0.05,) * 4, (0.02, 0.03, 0, 0))


@pytest.mark.parametrize("cut", CROPS)
def test_a_copy_that_was_cropped_made_smaller_and_compressed_is_known_among_many(
    cut: tuple[float, float, float, float],
) -> None:
    """Its original is the nearest, also among other items of the bench, and the same by its picture."""
    earlier, others = scene("shoes", 3), [scene(kind, seed) for kind in KINDS for seed in (1, 2, 4, 5, 6)]
    copy = small_copy(compressed(COPIES["smaller"](cropped(earlier, *cut)), 40))
    index = PrintIndex()
    index.add(RANDOM.bytes(32 * 5000) + b"".join(map(fingerprint, others)) + fingerprint(earlier))
    near = index.nearest(fingerprints(copy), 1)[0]
    assert near.place == len(index) - 1
    assert correlation(copy, near.way, small_copy(earlier)) >= Gates().least_alike


def cropped(gray: Gray, left: float, top: float, right: float, bottom: float) -> Gray:
    height, width = gray.shape
    rows = slice(int(height * top), height - int(height * bottom))
    return gray[rows, int(width * left) : width - int(width * right)]


def test_different_items_on_one_bench_are_different() -> None:
    """Also two of one product: no two are put down in the same way."""
    copies = {(kind, seed): small_copy(scene(kind, seed)) for kind in KINDS for seed in range(1, 7)}
    ways = {name: fingerprints(copy) for name, copy in copies.items()}
    assert [
        (one, other)
        for one, other in itertools.combinations(copies, 2)
        if known_as(copies[one], ways[one], copies[other], ways[other][0])
    ] == []


def test_prints_of_one_bench_alone_could_not_tell() -> None:
    one, other = scene("kitchen", 1), scene("kitchen", 2)
    assert min(bits_apart(way, fingerprint(other)) for way in fingerprints(small_copy(one))) <= NEAR_BITS


def test_the_nearest_come_first_among_many() -> None:
    index, sought = PrintIndex(), fingerprint(scene("shoes", 3))
    index.add(RANDOM.bytes(32 * 5000))
    index.add(flipped(sought, 9))
    index.add(RANDOM.bytes(32 * 5000))
    index.add(sought)
    index.add(flipped(sought, 30))
    found = index.nearest((sought,), 3)
    assert [(near.place, near.bits) for near in found] == [(10_001, 0), (5000, 9), (10_002, 30)]
    assert len(index) == 10_003


def flipped(fingerprint_: bytes, count: int) -> bytes:
    """Change so many bits, spread over the whole print."""
    bits = np.unpackbits(np.frombuffer(fingerprint_, np.uint8))
    bits[np.linspace(0, 255, count).astype(int)] ^= 1
    return np.packbits(bits).tobytes()


def test_an_empty_index_knows_nothing() -> None:
    assert PrintIndex().nearest(fingerprints(small_copy(scene("shoes", 3))), 5) == []


@pytest.mark.parametrize("size", [(16, 16), (16, 4000), (4000, 17)])
def test_the_smallest_and_longest_photos_have_prints(size: tuple[int, int]) -> None:
    copy = small_copy(RANDOM.integers(0, 255, size, np.uint8))
    assert {len(way) for way in fingerprints(copy)} == {32}
    assert correlation(copy, 0, copy) <= 1
