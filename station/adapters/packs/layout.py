"""The ZIP of a pack, byte by byte: members stored as they are, in one order, and nothing around them.

Nothing is compressed, so that there is one way only to write the same pack and a reader can account for
every byte; photos would not get smaller anyway. The forms are those of APPNOTE.TXT 6.3, sections 4.3.7,
4.3.12 and 4.3.16.
"""

import struct
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from station.domain.proof.pack import ALWAYS

_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_END_MARK = b"PK\x05\x06"
# More than any name of a pack takes.
LONGEST_NAME = 256
_VERSION = 20
_UNIX = 3 << 8
_MODE = 0o100644 << 16
# The first day that a ZIP can name: when a pack was made stands in its record.
_DAY = 1 << 5 | 1


@dataclass(frozen=True, slots=True)
class Placed:
    """One member as it lies in the file: sizes and the place of its header in bytes."""

    name: str
    size: int
    crc: int
    offset: int

    @property
    def data_at(self) -> int:
        return self.offset + _LOCAL.size + len(self.name)

    @property
    def end(self) -> int:
        return self.data_at + self.size


def in_order(names: Iterable[str]) -> list[str]:
    """Sort names as a pack has them: what is read first stands first."""
    return sorted(names, key=lambda name: (ALWAYS.index(name) if name in ALWAYS else len(ALWAYS), name))


def crc_of(data: bytes) -> int:
    return zlib.crc32(data)


def local_header(member: Placed) -> bytes:
    name = member.name.encode("ascii")
    sizes = (member.crc, member.size, member.size, len(name), 0)
    return _LOCAL.pack(b"PK\x03\x04", _VERSION, 0, 0, 0, _DAY, *sizes) + name


def directory(members: Iterable[Placed]) -> bytes:
    """Return what stands behind the members: the list of them, and the end of the file."""
    known = list(members)
    listed = b"".join(_listed(member) for member in known)
    begins = known[-1].end if known else 0
    return listed + _END.pack(_END_MARK, 0, 0, len(known), len(known), len(listed), begins, 0)


def members_at_end(file: BinaryIO) -> int | None:
    """Return how many members the end of a file promises, None where no ZIP ends like that.

    The list may not be longer than that many names make it.
    """
    if file.seek(0, 2) < _END.size:
        return None
    file.seek(-_END.size, 2)
    mark, _, _, _, members, listed, _, comment = _END.unpack(file.read(_END.size))
    fits = listed <= members * (_CENTRAL.size + LONGEST_NAME)
    return members if mark == _END_MARK and fits and not comment else None


def _listed(member: Placed) -> bytes:
    name = member.name.encode("ascii")
    sizes = (member.crc, member.size, member.size, len(name), 0, 0, 0, 0)
    made = (_UNIX | _VERSION, _VERSION, 0, 0, 0, _DAY)
    return _CENTRAL.pack(b"PK\x01\x02", *made, *sizes, _MODE, member.offset) + name


def placed(members: Iterable[tuple[str, int, int]]) -> Iterator[Placed]:
    """Place members, each with its name, size and CRC-32, one behind the other."""
    offset = 0
    for name, size, crc in members:
        member = Placed(name, size, crc, offset)
        yield member
        offset = member.end
