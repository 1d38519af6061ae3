"""What a replay comes to: items by old and new disposition, money, load per bin."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from station.domain.disposition import Disposition
from station.domain.replaying import Tried


@dataclass(frozen=True, slots=True)
class Move:
    """How many items go from one disposition to another, or stay where they are."""

    old: Disposition
    new: Disposition
    items: int


@dataclass(frozen=True, slots=True)
class Tally:
    """The sum of a replay. Amounts are in minor units.

    ``moves`` counts all items, unchanged ones too. ``amount_was`` is what was reckoned then, ``amount_now``
    by the new rules, ``worth`` what the changed items bring more by the new disposition than by the old
    one, both at the new prices. ``bins`` is the load of each bin, before and after. ``unanswered`` items
    were never asked all that the new checklist asks. ``different`` are those with another disposition,
    grade or ruling.
    """

    moves: tuple[Move, ...]
    amount_was: int
    amount_now: int
    worth: int
    regraded: int
    ruled_otherwise: int
    unanswered: int
    bins: Mapping[str, tuple[int, int]]
    different: tuple[Tried, ...] = ()

    @property
    def inspections(self) -> int:
        return sum(move.items for move in self.moves)

    @property
    def changed(self) -> tuple[Tried, ...]:
        """Return the items that would go elsewhere."""
        return tuple(each for each in self.different if each.changed)

    def by_disposition(self, side: str) -> dict[Disposition, int]:
        """Count items by their "old" disposition or their "new" one."""
        counts = Counter[Disposition]()
        for move in self.moves:
            counts[move.old if side == "old" else move.new] += move.items
        return {disposition: counts[disposition] for disposition in Disposition}


def tally(tried: Iterable[Tried]) -> Tally:
    """Sum up a replay. Items that are the same by both sets of rules are only counted."""
    moves: Counter[tuple[Disposition, Disposition]] = Counter()
    bins: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
    sums: Counter[str] = Counter()
    different: list[Tried] = []
    for each in tried:
        was, now = each.was, each.now
        moves[was.disposition, now.disposition] += 1
        bins[0][was.bin] += 1
        bins[1][now.bin] += 1
        _add(sums, each)
        if each.changed or each.regraded or each.ruled_otherwise:
            different.append(each)
    return Tally(
        moves=tuple(Move(old, new, items) for (old, new), items in sorted(moves.items())),
        **{name: sums[name] for name in _SUMS},
        bins={code: (bins[0][code], bins[1][code]) for code in sorted({*bins[0], *bins[1]}) if code},
        different=tuple(different),
    )


_SUMS = ("amount_was", "amount_now", "worth", "regraded", "ruled_otherwise", "unanswered")


def _add(sums: Counter[str], each: Tried) -> None:
    sums["amount_was"] += each.was.amount
    sums["amount_now"] += each.now.amount
    sums["worth"] += each.now.amount - each.instead
    sums["regraded"] += each.regraded
    sums["ruled_otherwise"] += each.ruled_otherwise
    sums["unanswered"] += each.unanswered
