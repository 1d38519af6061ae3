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
# What may have been cut off before the photo was shown again: left, top, right and bottom, in twentieths. Put
# back as more of the edge, it brings the print of the whole photo to within a dozen bits.
_CUTS: Final = (
    *((1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 1, 0), (0, 0, 0, 1), (1, 1, 1, 1)),
    *((1, 1, 0, 0), (0, 1, 1, 0), (0, 0, 1, 1), (1, 0, 0, 1)),
)
_CUT: Final = 0.05
# How much smaller than it could be a crop may lie in the whole, and by which steps that is looked for.
_SMALLEST: Final = 0.88
_SCALES: Final = 13
_COARSE: Final = 4
_PROMISING: Final = 0.75
_SAME: Final = 0.95
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
    """Give the prints by which a photo is looked for: its own first.

    Then those of its turns by right angles, of the mirror image of each, and of the photo with what may have
    been cut off at its edges put back.
    """
    small = _sampled(copy)
    laid = (_print(_laid(small, way)) for way in range(2 * _TURNS))
    return *laid, *(_print(_sampled(_whole_again(copy, cut))) for cut in _CUTS)


def _sampled(copy: Gray) -> NDArray[np.float32]:
    return np.asarray(cv2.resize(copy, (_SAMPLED,) * 2, interpolation=cv2.INTER_AREA), np.float32)


def _whole_again(copy: Gray, cut: tuple[int, int, int, int]) -> Gray:
    """Put back what a crop took away, as more of the edge that is left."""
    height, width = copy.shape
    left, top, right, bottom = (each * _CUT for each in cut)
    wide, high = width / (1 - left - right), height / (1 - top - bottom)
    edges = (round(high * top), round(high * bottom), round(wide * left), round(wide * right))
    return np.asarray(cv2.copyMakeBorder(copy, *edges, cv2.BORDER_REPLICATE), np.uint8)


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
    if way >= 2 * _TURNS:
        return _fitted(copy, earlier)
    laid = np.ascontiguousarray(_laid(copy, way))
    found = _template(laid, earlier) if laid.shape == earlier.shape else 0.0
    return found if way or found >= _SAME else max(found, _fitted(copy, earlier))


def _fitted(part: Gray, whole: Gray) -> float:
    """Correlate a copy that was cropped with the place in the whole that it shows.

    How much was cut off is looked for in small copies first; nothing that is far from fitting there is
    looked at again.
    """
    if min(*part.shape, *whole.shape) <= 4 * _SLACK:
        return 0.0
    most = min(whole.shape[1] / part.shape[1], whole.shape[0] / part.shape[0])
    shrunk = cv2.resize(whole, None, fx=1 / _COARSE, fy=1 / _COARSE, interpolation=cv2.INTER_AREA)
    small = np.asarray(shrunk, np.uint8)
    tried = [
        (_placed(part, small, scale / _COARSE, 1), scale)
        for scale in np.linspace(_SMALLEST * most, most, _SCALES)
    ]
    best, scale = max(tried)
    if best < _PROMISING:
        return 0.0
    step = (1 - _SMALLEST) * most / (_SCALES - 1) / 2
    return max(_placed(part, whole, scale + side * step, _COARSE) for side in (-1, 0, 1))


def _placed(part: Gray, whole: Gray, scale: float, margin: int) -> float:
    """Correlate a part, scaled and without its margin in px, with the whole where it fits best."""
    height, width = (round(side * scale) for side in part.shape)
    scaled = np.asarray(cv2.resize(part, (width, height), interpolation=cv2.INTER_AREA), np.uint8)
    inner = scaled[margin:-margin, margin:-margin]
    if not inner.size or inner.shape[0] > whole.shape[0] or inner.shape[1] > whole.shape[1]:
        return 0.0
    return float(cv2.matchTemplate(whole, inner, cv2.TM_CCOEFF_NORMED).max())


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
        self._first = np.zeros(1024, np.uint64)  # side by side: nearly all that a search reads
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
            self._first = room[:, 0].copy()
        self._held[self._count : self._count + len(new)] = new
        self._first[self._count : self._count + len(new)] = new[:, 0]
        self._count += len(new)

    def nearest(self, ways: tuple[bytes, ...], most: int) -> list[Near]:
        """Find the entries within NEAR_BITS of one of these prints, the nearest first, at most so many.

        The first 64 bits sort out nearly all, which is why a million cost milliseconds.
        """
        best: dict[int, Near] = {}
        for start in range(0, self._count, _STEP):
            part = slice(start, min(start + _STEP, self._count))
            held, first = self._held[part], self._first[part]
            for number, way in enumerate(map(_words, ways)):
                for place, bits in _close(held, first, way):
                    new = Near(start + place, bits, number)
                    best[new.place] = min(new, best.get(new.place, new), key=_bits)
        return sorted(best.values(), key=_bits)[:most]


def _bits(near: Near) -> int:
    return near.bits


def _close(held: Words, first: Words, way: Words) -> list[tuple[int, int]]:
    places = np.flatnonzero(np.bitwise_count(first ^ way[0]) <= _COARSE_BITS)
    bits = np.bitwise_count(held[places] ^ way).sum(axis=1)
    near = bits <= NEAR_BITS
    return list(zip(places[near].tolist(), bits[near].tolist(), strict=True))
