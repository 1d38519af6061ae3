"""Recalls: a product, a lot or a range of serial numbers that goes on hold from the next scan on."""

from dataclasses import dataclass
from datetime import datetime

from station.domain.identifiers import Gtin
from station.domain.texts import Texts


@dataclass(frozen=True, slots=True)
class Recall:
    """What is called back, and what the bench says then. No lots and no serials mean every unit.

    ``serial_from`` and ``serial_to`` are the ends of a range, both within it.
    """

    id: str
    gtin: Gtin
    message: Texts
    since: datetime
    by: str
    lots: tuple[str, ...] = ()
    serial_from: str = ""
    serial_to: str = ""
