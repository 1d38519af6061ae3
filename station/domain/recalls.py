"""Recalls: a product, a lot or a range of serial numbers that goes on hold from the next scan on."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from station.domain.identifiers import Gtin
from station.domain.item import Item
from station.domain.phrases import Phrase, phrase
from station.domain.texts import Texts

_TAIL = re.compile(r"(?P<head>.*?)(?P<tail>[0-9]*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Recall:
    """What is called back, and what the bench says then. No lots and no serials mean every unit.

    ``serial_from`` and ``serial_to`` are the ends of a range, both within it. With lots and a range, a unit
    of either is called back.
    """

    id: str
    gtin: Gtin
    message: Texts
    since: datetime
    by: str
    lots: tuple[str, ...] = ()
    serial_from: str = ""
    serial_to: str = ""

    @property
    def of_all(self) -> bool:
        """Whether every unit of the product is called back."""
        return not self.lots and not self.serial_from

    def covers(self, item: Item) -> bool:
        """Tell whether an item is called back. Capitals make no difference.

        A unit whose serial number was not scanned counts as the one that was sent.
        """
        if item.gtin != self.gtin:
            return False
        serial = item.serial or item.expected_serial or ""
        lot = item.lot.casefold()
        by_lot = bool(lot) and lot in {each.casefold() for each in self.lots}
        return self.of_all or by_lot or within(serial, self.serial_from, self.serial_to)

    def asks_for_more(self, item: Item) -> bool:
        """Tell whether it may cover an item of which neither serial number nor lot is known enough."""
        if item.gtin != self.gtin or self.of_all:
            return False
        unknown_serial = bool(self.serial_from) and not (item.serial or item.expected_serial)
        return unknown_serial or (bool(self.lots) and not item.lot)


def covering(recalls: Iterable[Recall], item: Item) -> tuple[Recall, ...]:
    """List the recalls that an item falls under."""
    return tuple(recall for recall in recalls if recall.covers(item))


def within(serial: str, first: str, last: str) -> bool:
    """Tell whether a serial number lies in a range, its ends included.

    Numbers that differ only in the digits at their end are compared by those digits, as numbers. Others
    are compared as texts where all three are of one length; anything else cannot be compared and is not
    within.
    """
    if not (serial and first and last):
        return False
    texts = [text.strip().casefold() for text in (first, serial, last)]
    numbers = _numbers(texts)
    if numbers:
        return numbers[0] <= numbers[1] <= numbers[2]
    alike = len({len(text) for text in texts}) == 1
    return alike and texts[0] <= texts[1] <= texts[2]


def comparable(first: str, last: str) -> bool:
    """Tell whether two serial numbers can be the ends of a range."""
    ends = [first.strip().casefold(), last.strip().casefold()]
    return _numbers(ends) is not None or len(ends[0]) == len(ends[1])


def wrong_range(first: str, last: str) -> Phrase | None:
    """Say what is wrong with the ends of a range, None if nothing is; no range at all is right."""
    if bool(first) != bool(last):
        return phrase("both ends of the range, or neither")
    if not comparable(first, last):
        return phrase("two serial numbers that differ only in the digits at the end, or are of one length")
    return phrase("the smaller number first") if first and not within(first, first, last) else None


def _numbers(texts: list[str]) -> list[int] | None:
    """Return the numbers at the end of texts that are alike before them, None for any others."""
    parts = [_TAIL.fullmatch(text) for text in texts]
    heads = {part["head"] for part in parts if part}
    tails = [part["tail"] for part in parts if part]
    return [int(tail) for tail in tails] if len(heads) == 1 and all(tails) else None
