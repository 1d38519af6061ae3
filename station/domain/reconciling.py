"""What came against what was announced, line by line."""

from dataclasses import dataclass
from enum import StrEnum

from station.domain.identifiers import Rma, Sku


class Difference(StrEnum):
    """How what came differs from what was announced."""

    NONE = "none"
    MISSING = "missing"
    EXTRA = "extra"
    WRONG_ITEM = "wrong_item"
    WRONG_SERIAL = "wrong_serial"
    EMPTY_BOX = "empty_box"
    QUANTITY = "quantity"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class LineResult:
    """One line of a return as it was reconciled. An extra item has no line number.

    ``LATER`` says that another parcel is still to come.
    """

    line: int | None
    sku: Sku
    expected: int
    received: int
    difference: Difference


@dataclass(frozen=True, slots=True)
class Reconciled:
    """A return, or one parcel of it, against its announcement."""

    rma: Rma
    parcel: str
    lines: tuple[LineResult, ...]
    complete: bool
