"""What came against what was announced, line by line."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from station.domain.catalog import ExpectedReturn, RmaLine
from station.domain.identifiers import Rma, Sku
from station.domain.inspection import Inspection, State
from station.domain.signals import SignalKind


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


# What a person can say of a line that did not come. The order is the order of the keys.
NOT_HERE = (Difference.LATER, Difference.MISSING, Difference.EMPTY_BOX)


@dataclass(frozen=True, slots=True)
class LineResult:
    """One line of a return as it was reconciled. An extra item has no line number.

    ``received`` counts what was announced and is there: no empty boxes, no other products. ``LATER`` says
    that another parcel is still to come.
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


@dataclass(frozen=True, slots=True)
class Ended:
    """One time that a return was reconciled. What comes after it is reconciled anew; the last one counts."""

    at: datetime
    by: str
    result: Reconciled


@dataclass(frozen=True, slots=True)
class Unpacked:
    """A return that is or was unpacked here. ``number`` is what was scanned on its parcel, empty where
    an item of it was scanned first; ``unfinished`` until every line is accounted for."""

    rma: Rma
    number: str
    opened_at: datetime
    opened_by: str
    unfinished: bool = True
    ended: tuple[Ended, ...] = ()

    def again(self, number: str, at: datetime, by: str) -> "Unpacked":
        """Open it once more: another parcel of the return came, or the same one after all."""
        return replace(self, number=number, opened_at=at, opened_by=by, unfinished=True)


@dataclass(frozen=True, slots=True)
class Came:
    """The items that came for one line, without those given up, and how the line stands.

    ``difference`` is None while the line is still open.
    """

    line: RmaLine
    items: tuple[Inspection, ...]
    difference: Difference | None


@dataclass(frozen=True, slots=True)
class Standing:
    """A return as it stands now: its lines, and items that nobody announced."""

    expected: ExpectedReturn
    lines: tuple[Came, ...]
    extras: tuple[Inspection, ...] = field(default=())

    @property
    def open(self) -> int:
        """Count the units that are still to come."""
        return sum(came.line.quantity - came.line.received for came in self.lines if came.difference is None)


def standing(
    expected: ExpectedReturn, arrived: Sequence[Inspection], said: Mapping[int, Difference] | None = None
) -> Standing:
    """Put what came beside each line. ``said`` is what a person says of the lines that are still open."""
    came = (item for item in arrived if item.state is not State.VOIDED)
    counted = tuple(item for item in came if item.item.visit == 1)  # one inspected again came only once
    lines = tuple(_came(line, counted, (said or {}).get(line.number)) for line in expected.lines)
    return Standing(expected, lines, tuple(item for item in counted if item.item.line is None))


def _came(line: RmaLine, arrived: Iterable[Inspection], said: Difference | None) -> Came:
    items = tuple(item for item in arrived if item.item.line == line.number)
    return Came(line, items, _difference(line, items, said))


def is_empty_box(item: Inspection) -> bool:
    return any(signal.kind is SignalKind.EMPTY_BOX for signal in item.signals)


def _difference(line: RmaLine, items: Sequence[Inspection], said: Difference | None) -> Difference | None:
    """Name the gravest difference: nothing in the box before something else before too few."""
    if line.still_expected and said is None:
        return None
    if any(map(is_empty_box, items)) or said is Difference.EMPTY_BOX:
        return Difference.EMPTY_BOX
    if any(item.item.wrong_item for item in items):
        return Difference.WRONG_ITEM
    if any(item.item.wrong_serial for item in items):
        return Difference.WRONG_SERIAL
    return _too_few(line, said)


def _too_few(line: RmaLine, said: Difference | None) -> Difference:
    if line.received >= line.quantity:
        return Difference.NONE
    if said is Difference.LATER:
        return Difference.LATER
    return Difference.QUANTITY if line.received else Difference.MISSING


def reconciled(
    expected: ExpectedReturn, parcel: str, arrived: Sequence[Inspection], said: Mapping[int, Difference]
) -> Reconciled:
    """Compare a return with what came, line by line, extra items after them.

    A line that nothing is said of although it is open counts as still to come.
    """
    stands = standing(expected, arrived, said)
    lines = [_result(came) for came in stands.lines]
    complete = all(result.difference is not Difference.LATER for result in lines)
    return Reconciled(expected.rma, parcel, (*lines, *_extras(stands.extras)), complete)


def _result(came: Came) -> LineResult:
    right = [item for item in came.items if not (is_empty_box(item) or item.item.wrong_item)]
    difference = came.difference or Difference.LATER
    return LineResult(came.line.number, came.line.sku, came.line.quantity, len(right), difference)


def _extras(items: Iterable[Inspection]) -> tuple[LineResult, ...]:
    counts: dict[Sku, int] = {}
    for item in items:
        counts[item.item.sku] = counts.get(item.item.sku, 0) + 1
    return tuple(LineResult(None, sku, 0, count, Difference.EXTRA) for sku, count in counts.items())


def without_missing(expected: ExpectedReturn, said: Mapping[int, Difference]) -> ExpectedReturn:
    """Settle the lines that will not come, so that nothing waits for them any more."""
    gone = {number for number, what in said.items() if what is not Difference.LATER}
    lines = (replace(line, settled=line.settled or line.number in gone) for line in expected.lines)
    return replace(expected, lines=tuple(lines))
