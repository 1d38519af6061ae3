"""The Merkle tree of RFC 6962: a frontier that grows, proofs, and their check from hashes alone.

Hashes are SHA-256, 32 bytes. Leaves are numbered from 0; the subtree ``(level, index)`` holds the
``2 ** level`` leaves from ``index * 2 ** level`` on.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

EMPTY = hashlib.sha256().digest()
HASH_BYTES = 32
# Whole subtrees of every eighth level are worth keeping: a proof folds at most 255 hashes of each.
KEPT_EVERY = 8

Whole = Callable[[int, int], bytes]


@dataclass(frozen=True, slots=True)
class Frontier:
    """A tree that can grow: how many leaves it has, and the roots of its whole subtrees, largest first."""

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    @property
    def root(self) -> bytes:
        return _fold(self.peaks)


@dataclass(frozen=True, slots=True)
class Node:
    """The root of one whole subtree."""

    level: int
    index: int
    hash: bytes


def leaf_hash(entry: bytes) -> bytes:
    """Return the hash of a leaf, which no inner node can have (RFC 6962, 2.1)."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node (RFC 6962, 2.1)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def grow(tree: Frontier, leaves: Iterable[bytes], keep: Callable[[Node], None] | None = None) -> Frontier:
    """Return the tree with more leaf hashes; ``keep`` gets each subtree of a kept level that became whole."""
    size, peaks = tree.size, list(tree.peaks)
    for leaf in leaves:
        hash_, level, index = leaf, 0, size
        while index & 1:
            hash_ = node_hash(peaks.pop(), hash_)
            index >>= 1
            level += 1
            if keep and not level % KEPT_EVERY:
                keep(Node(level, index, hash_))
        peaks.append(hash_)
        size += 1
    return Frontier(size, tuple(peaks))


def whole_root(hashes: Sequence[bytes]) -> bytes:
    """Return the root over a power of two of neighbours."""
    while len(hashes) > 1:
        hashes = [node_hash(*hashes[n : n + 2]) for n in range(0, len(hashes), 2)]
    return hashes[0]


def root_of(size: int, whole: Whole) -> bytes:
    """Return the root of the first ``size`` leaves, by the roots of whole subtrees."""
    return _range_root(0, size, whole)


def inclusion(index: int, size: int, whole: Whole) -> tuple[bytes, ...]:
    """Prove that a leaf is in the tree of ``size`` (RFC 6962, 2.1.1). Raises ValueError out of range."""
    if not 0 <= index < size:
        raise ValueError(f"no leaf {index} in a tree of {size}")
    path, start, end = [], 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append(_range_root(middle, end, whole))
            end = middle
        else:
            path.append(_range_root(start, middle, whole))
            start = middle
    return tuple(reversed(path))


def consistency(old: int, new: int, whole: Whole) -> tuple[bytes, ...]:
    """Prove that the tree of ``new`` begins with that of ``old`` (RFC 6962, 2.1.2).

    Empty where they are the same or the old one is empty. Raises ValueError out of range.
    """
    if not 0 <= old <= new:
        raise ValueError(f"a tree of {new} does not begin with one of {old}")
    path, start, end = [], 0, new
    while old and old != end:
        middle = start + _split(end - start)
        if old <= middle:
            path.append(_range_root(middle, end, whole))
            end = middle
        else:
            path.append(_range_root(start, middle, whole))
            start = middle
    if old and start:  # else the old root itself is where the check begins
        path.append(_range_root(start, end, whole))
    return tuple(reversed(path))


def root_by_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """Return the root that follows from a leaf's proof, None where it cannot be one (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return None
    hash_, place, last = leaf, index, size - 1
    for other in path:
        if not last:
            return None
        if place & 1 or place == last:
            hash_ = node_hash(other, hash_)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            hash_ = node_hash(hash_, other)
        place, last = place >> 1, last >> 1
    return None if last else hash_


def included(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Tell whether a proof shows that a leaf stands at this place of the tree with this root."""
    return root_by_inclusion(leaf, index, size, path) == root


def consistent(old: int, new: int, old_root: bytes, new_root: bytes, path: Sequence[bytes]) -> bool:
    """Tell whether a proof shows that one tree begins with another (RFC 9162, 2.1.4.2)."""
    if old == new or not old:
        return 0 <= old <= new and not path and (old_root == new_root if old == new else old_root == EMPTY)
    if not 0 < old < new or not path:
        return False
    given = iter(path)
    place, last = old - 1, new - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    first = next(given) if place else old_root
    return _both_roots(place, last, first, given) == (old_root, new_root)


def _both_roots(place: int, last: int, first: bytes, given: Iterator[bytes]) -> tuple[bytes, bytes] | None:
    """Follow a consistency proof from the last subtree that both trees have."""
    was = is_ = first
    for other in given:
        if not last:
            return None
        if place & 1 or place == last:
            was, is_ = node_hash(other, was), node_hash(other, is_)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            is_ = node_hash(is_, other)
        place, last = place >> 1, last >> 1
    return None if last else (was, is_)


def _split(count: int) -> int:
    """Return the largest power of two below a count of at least two."""
    return 1 << (count - 1).bit_length() - 1


def _range_root(start: int, end: int, whole: Whole) -> bytes:
    return _fold([whole(level, index) for level, index in _wholes(start, end)])


def _wholes(start: int, end: int) -> Iterator[tuple[int, int]]:
    """List the whole subtrees of a range that starts where its largest one may, the largest first."""
    while start < end:
        level = (end - start).bit_length() - 1
        yield level, start >> level
        start += 1 << level


def _fold(peaks: Sequence[bytes]) -> bytes:
    if not peaks:
        return EMPTY
    hash_ = peaks[-1]
    for peak in reversed(peaks[:-1]):
        hash_ = node_hash(peak, hash_)
    return hash_
