"""What is wrong with a routing table as a whole: rows that never fire, gaps, rows that contradict each other.

The answers are exact over every case that the rows can tell apart (``boxes``). What a checklist or the policy
makes impossible, such as sealed with grade E, is not known here and counts as possible.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from station.domain.boxes import Box, Effort, Space, TooMuch, common, left_over, space, within
from station.domain.disposition import Fact, Row, Table

# What may be spent on one row: about ten milliseconds. Rows that people write need a tenth of it.
LOOKS = 4_000


class FlawKind(StrEnum):
    """``NEVER``: earlier rows take all of it. ``IMPOSSIBLE``: its own conditions exclude each other.

    ``CONTRADICTS``: an earlier row has the same conditions and another outcome. ``GAP``: the last row has
    conditions. ``OVERLAP`` is a hint only: two rows that force different dispositions share some cases,
    and neither is a special case of the other, so their order matters more than it seems to.
    """

    NEVER = "never"
    IMPOSSIBLE = "impossible"
    CONTRADICTS = "contradicts"
    GAP = "gap"
    OVERLAP = "overlap"


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong with a row, and because of which earlier ones; rows by their numbers from 1.

    ``example`` is a case by its facts, where one tells more: one that no row catches, or one that both
    rows would take. None as a fact is a name that no row names, or a number that is not known.
    """

    kind: FlawKind
    row: int
    others: tuple[int, ...] = ()
    example: Mapping[str, Fact | None] = field(default_factory=dict)


def flaws(table: Table, looks: int = LOOKS) -> tuple[Flaw, ...]:
    """List what has to be mended, by row. A row that would take too long to check is not accused."""
    if not table.rows:
        return ()
    known = space(table.rows)
    boxes = [known.box(row) for row in table.rows]
    found = (_flaw(table.rows, boxes, index, Effort(looks)) for index in range(len(boxes)))
    return (*(flaw for flaw in found if flaw), *_gap(table.rows, known, boxes, Effort(looks)))


def _flaw(rows: Sequence[Row], boxes: Sequence[Box], index: int, effort: Effort) -> Flaw | None:
    number, box = index + 1, boxes[index]
    if not all(box):
        return Flaw(FlawKind.IMPOSSIBLE, number)
    for other in range(index):
        if boxes[other] == box and _disagree(rows[other], rows[index]):
            return Flaw(FlawKind.CONTRADICTS, number, (other + 1,))
    takers = _takers(box, boxes[:index], effort)
    return Flaw(FlawKind.NEVER, number, takers) if takers else None


def _disagree(one: Row, other: Row) -> bool:
    """Tell whether rows that ask for the same facts decide otherwise."""
    return one.when.keys() == other.when.keys() and set(one.open) != set(other.open)


def _takers(box: Box, before: Sequence[Box], effort: Effort) -> tuple[int, ...]:
    """Return the numbers of the earlier rows that take all of a box together, none if they do not."""
    alone = next((number for number, other in enumerate(before, 1) if within(box, other)), None)
    if alone:
        return (alone,)
    needed = {number: other for number, other in enumerate(before, 1) if common(box, other)}
    if not _covered(box, needed.values(), effort):
        return ()
    for number in tuple(needed):
        fewer = {other: taken for other, taken in needed.items() if other != number}
        needed = fewer if _covered(box, fewer.values(), effort) else needed
    return tuple(needed)


def _covered(box: Box, covers: Iterable[Box], effort: Effort) -> bool:
    try:
        return left_over(box, tuple(covers), effort) is None
    except TooMuch:
        return False


def _gap(rows: Sequence[Row], known: Space, boxes: Sequence[Box], effort: Effort) -> tuple[Flaw, ...]:
    if not rows[-1].when:
        return ()
    try:
        missed = left_over(known.whole, boxes, effort)
    except TooMuch:
        missed = None
    return (Flaw(FlawKind.GAP, len(rows), example=known.example(missed) if missed else {}),)


def hints(table: Table, looks: int = LOOKS) -> tuple[Flaw, ...]:
    """List pairs of rows whose order is worth a second look. None of them is a mistake by itself."""
    known = space(table.rows)
    boxes = [known.box(row) for row in table.rows]
    efforts = [Effort(looks) for _ in boxes]
    pairs = [(one, other) for other in range(len(boxes)) for one in range(other)]
    found = (_overlap(table.rows, known, boxes, pair, efforts[pair[1]]) for pair in pairs)
    return tuple(flaw for flaw in found if flaw)


def _overlap(
    rows: Sequence[Row], known: Space, boxes: Sequence[Box], pair: tuple[int, int], effort: Effort
) -> Flaw | None:
    first, second = pair
    forced = {rows[index].open for index in pair if len(rows[index].open) == 1}
    both = common(boxes[first], boxes[second]) if len(forced) == 2 else None
    if both is None or both in (boxes[first], boxes[second]):
        return None
    try:
        open_case = left_over(both, boxes[:first], effort)
    except TooMuch:
        return None
    if open_case is None:
        return None
    return Flaw(FlawKind.OVERLAP, second + 1, (first + 1,), known.example(open_case))
