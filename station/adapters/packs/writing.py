"""Write a pack: member after member into one file, so that no pack has to fit into memory."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from typing import BinaryIO

from station.adapters.packs import layout
from station.adapters.packs.layout import Placed
from station.domain.proof.pack import SEAL, SUMS, sums_of

Sign = Callable[[bytes], bytes]


def write(out: BinaryIO, members: Mapping[str, Callable[[], bytes]], sign: Sign) -> None:
    """Write a pack of members by name; each is asked for twice, to be hashed and to be written.

    The hashes of all of them and what ``sign`` makes of that list come along.
    """
    sums = sums_of({name: hashlib.sha256(read()).hexdigest() for name, read in members.items()})
    seal = sign(sums)
    every = {**members, SUMS: lambda: sums, SEAL: lambda: seal}
    _write(out, [(name, every[name]) for name in layout.in_order(every)])


def _write(out: BinaryIO, members: Iterable[tuple[str, Callable[[], bytes]]]) -> None:
    offset, known = 0, []
    for name, read in members:
        data = read()
        member = Placed(name, len(data), layout.crc_of(data), offset)
        out.write(layout.local_header(member))
        out.write(data)
        known.append(member)
        offset = member.end
    out.write(layout.directory(known))
