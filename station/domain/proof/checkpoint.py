"""The head of a journal as a C2SP tlog-checkpoint (c2sp.org/tlog-checkpoint), read strictly."""

import base64
import binascii
from dataclasses import dataclass

from station.domain.proof.merkle import HASH_BYTES
from station.domain.proof.signed_note import Malformed

MOST_DIGITS = 18


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a head says: whose journal, how many entries, and the root of the tree over them."""

    origin: str
    size: int
    root: bytes

    def __str__(self) -> str:
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


def origin_of(station: str) -> str:
    """Return the name that a station's journal has in the world, and its keys too."""
    return f"returns-station/{station}"


def read_checkpoint(text: str) -> Checkpoint:
    """Read the text of a note as a checkpoint; extension lines are passed over. Raises Malformed."""
    lines = text.split("\n")
    if len(lines) < 4 or lines.pop() or not all(lines):
        raise Malformed("a checkpoint has at least three lines, and none is empty")
    origin, size, root, *_ = lines
    return Checkpoint(origin, _size(size), _root(root))


def _size(text: str) -> int:
    plain = text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS
    if not plain or str(int(text)) != text:
        raise Malformed(f"{text[:40]!r} is not a tree size: digits with no zero before them")
    return int(text)


def _root(text: str) -> bytes:
    try:
        root = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        root = b""
    if len(root) != HASH_BYTES or base64.b64encode(root).decode() != text:
        raise Malformed(f"{text[:60]!r} is not a root hash: 32 bytes in base64")
    return root
