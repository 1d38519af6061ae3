"""A shift's worth of records at a rig: finished inspections with photos of their own, written at once."""

import itertools
from collections.abc import Callable
from dataclasses import replace
from functools import cache

import cv2
import numpy as np

from station.domain.events import InspectionFinished
from station.domain.identifiers import Lpn
from tests.support.made import ITEM, opened, photo
from tests.support.stations import Rig

_numbers = itertools.count(1)


@cache
def _plain() -> bytes:
    return bytes(cv2.imencode(".jpg", np.zeros((8, 8, 3), np.uint8))[1])


def jpeg(number: int, size: int = 2_000) -> bytes:
    """Return a photo like no other: what tells it apart is a comment in the file (ITU-T T.81, B.2.4.5)."""
    comment = number.to_bytes(8) * (size // 8)
    parts = [comment[n : n + 60_000] for n in range(0, len(comment), 60_000)]
    segments = b"".join(b"\xff\xfe" + (len(part) + 2).to_bytes(2) + part for part in parts)
    return b"\xff\xd8" + segments + _plain()[2:]


def work_shift(
    rig: Rig, items: int, photos: int = 2, size: int = 2_000, draw: Callable[[int, int], bytes] = jpeg
) -> list[str]:
    """Finish so many inspections; return their photos in the order of the entries that name them."""
    taken, station = [], rig.world.house.station
    for _ in range(items):
        number = next(_numbers)
        hashes = [rig.world.vault.put(draw(number * 10 + n, size)) for n in range(photos)]
        item = replace(ITEM, lpn=Lpn(f"L{station}-{number:07}-1"))
        shown = tuple(photo(f"slot{n}", sha256=sha256) for n, sha256 in enumerate(hashes))
        inspection = replace(opened(item), id=f"shift-{number}", station=station, photos=shown)
        with rig.world.begin() as uow:
            uow.journal.append(InspectionFinished(inspection), "dana")
        taken += hashes
    return taken
