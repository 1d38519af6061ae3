"""Whether a photo was seen before: a print of 256 bits to search by, a small copy to make sure with.

A print alone cannot tell at a fixed bench: different items on one desk are a few bits apart in a print of 64
bits, and half of all pairs there are within the 110 of 256 in which copies lie. So the nearest are compared
by their pictures.
"""

from dataclasses import dataclass
from typing import Final, TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from firmware_bridge.vision.photo import Gray

NEAR_BITS: Final = 110
"""Beyond so many of 256 bits two photos are different; within them their pictures decide."""

_BITS: Final = 16
_SAMPLED: Final = 64
_WORDS: Final = _BITS * _BITS // 64
_TURNS: Final = 4
_COPY_SIDE: Final = 320
# The copies may lie so many px apart: a photo that was cropped or printed and taken again is never level.
_SLACK: Final = 12
_COARSE_BITS: Final = 20
_STEP: Final = 65_536

T = TypeVar("T", bound=np.generic)
Words = NDArray[np.uint64]


def fingerprint(gray: Gray) -> bytes:
    """Give 32 bytes that near-copies of the photo share for the most part.

    One bit for each of the 16 x 16 slowest cosine terms of a 64 x 64 copy: whether it is above their median
    (Zauner 2010, pHash). The slowest 8 x 8 come first.
    """
    return fingerprints(small_copy(gray))[0]


def fingerprints(copy: Gray) -> tuple[bytes, ...]:
    """Give the print of a small copy, of its turns by right angles, and of the mirror image of each."""
    small = np.asarray(cv2.resize(copy, (_SAMPLED,) * 2, interpolation=cv2.INTER_AREA), np.float32)
    return tuple(_print(_laid(small, way)) for way in range(2 * _TURNS))


def _print(small: NDArray[np.float32]) -> bytes:
    terms = np.asarray(cv2.dct(np.ascontiguousarray(small)))[:_BITS, :_BITS]
    bits = terms > np.median(terms)
    return np.packbits(
        np.concatenate([bits[:8, :8].ravel(), bits[:8, 8:].ravel(), bits[8:].ravel()])
    ).tobytes()


def bits_apart(one: bytes, other: bytes) -> int:
    """Count the bits in which two prints differ, 0 to 256."""
    return int(np.bitwise_count(_words(one) ^ _words(other)).sum())


def _words(fingerprint_: bytes) -> Words:
    return np.frombuffer(fingerprint_, np.uint64)


def small_copy(gray: Gray) -> Gray:
    """Give a copy whose longer side is 320 px."""
    scale = _COPY_SIDE / max(gray.shape)
    height, width = (max(1, round(side * scale)) for side in gray.shape)
    return np.asarray(cv2.resize(gray, (width, height), interpolation=cv2.INTER_AREA), np.uint8)


def correlation(copy: Gray, way: int, earlier: Gray) -> float:
    """Correlate a small copy, laid as its print number `way` has it, with an earlier one; 1 is the same."""
    laid = np.ascontiguousarray(_laid(copy, way))
    return _template(laid, earlier) if laid.shape == earlier.shape else 0.0


def _laid(picture: NDArray[T], way: int) -> NDArray[T]:
    """Turn by right angles, four ways, then the mirror image in the same four."""
    return np.rot90(picture if way < _TURNS else np.fliplr(picture), way % _TURNS)


def _template(one: Gray, other: Gray) -> float:
    if min(one.shape) <= 4 * _SLACK:
        return 0.0
    part = other[_SLACK:-_SLACK, _SLACK:-_SLACK]
    return float(cv2.matchTemplate(one, part, cv2.TM_CCOEFF_NORMED).max())


@dataclass(frozen=True, slots=True)
class Near:
    """Say which entry of an index is near, by how many bits, and which of the prints asked for it is near."""

    place: int
    bits: int
    way: int


class PrintIndex:
    """Prints in memory, in the order in which they were added; a million of them take 32 MB."""

    def __init__(self) -> None:
        self._held = np.zeros((1024, _WORDS), np.uint64)
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def add(self, prints: bytes) -> None:
        """Add one print, or many end to end."""
        new = np.frombuffer(prints, np.uint64).reshape(-1, _WORDS)
        if self._count + len(new) > len(self._held):
            room = np.zeros((2 * (self._count + len(new)), _WORDS), np.uint64)
            room[: self._count] = self._held[: self._count]
            self._held = room
        self._held[self._count : self._count + len(new)] = new
        self._count += len(new)

    def nearest(self, ways: tuple[bytes, ...], most: int) -> list[Near]:
        """Find the entries within NEAR_BITS of one of these prints, the nearest first, at most so many.

        The first 64 bits sort out nearly all, which is why a million cost milliseconds.
        """
        best: dict[int, Near] = {}
        for start in range(0, self._count, _STEP):
            held = self._held[start : min(start + _STEP, self._count)]
            for number, way in enumerate(map(_words, ways)):
                for place, bits in _close(held, way):
                    new = Near(start + place, bits, number)
                    best[new.place] = min(new, best.get(new.place, new), key=_bits)
        return sorted(best.values(), key=_bits)[:most]


def _bits(near: Near) -> int:
    return near.bits


def _close(held: Words, way: Words) -> list[tuple[int, int]]:
    places = np.flatnonzero(np.bitwise_count(held[:, 0] ^ way[0]) <= _COARSE_BITS)
    bits = np.bitwise_count(held[places] ^ way).sum(axis=1)
    near = bits <= NEAR_BITS
    return list(zip(places[near].tolist(), bits[near].tolist(), strict=True))
