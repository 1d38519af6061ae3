"""What a replay comes to: items by old and new disposition, money, load per bin."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from station.domain.disposition import Disposition
from station.domain.replaying import Tried

Moves = Mapping[tuple[Disposition, Disposition], int]


@dataclass(frozen=True, slots=True)
class Tally:
    """The sum of a replay. Amounts are in minor units.

    ``moves`` counts items by old and new disposition, unchanged ones too. ``amount_was`` is what was
    reckoned then, ``amount_now`` by the new rules, ``worth`` what the changed items bring more by the new
    disposition than by the old one, both at the new prices. ``bins`` is the load of each bin, before and
    after. ``unanswered`` items were never asked all that the new checklist asks.
    """

    inspections: int
    moves: Moves
    amount_was: int
    amount_now: int
    worth: int
    regraded: int
    ruled_otherwise: int
    unanswered: int
    bins: Mapping[str, tuple[int, int]]
    changed: tuple[Tried, ...]

    def by_disposition(self, side: int) -> dict[Disposition, int]:
        """Count items by their old disposition (0) or their new one (1)."""
        counts: Counter[Disposition] = Counter()
        for move, items in self.moves.items():
            counts[move[side]] += items
        return {disposition: counts[disposition] for disposition in Disposition}


def tally(tried: Iterable[Tried]) -> Tally:
    """Sum up a replay. Only changed items are kept."""
    moves: Counter[tuple[Disposition, Disposition]] = Counter()
    bins: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
    sums: Counter[str] = Counter()
    changed: list[Tried] = []
    for each in tried:
        moves[each.was.disposition, each.now.disposition] += 1
        bins[0][each.was.bin] += 1
        bins[1][each.now.bin] += 1
        _add(sums, each)
        if each.changed:
            changed.append(each)
    return Tally(
        inspections=sum(moves.values()),
        moves=dict(moves),
        **{name: sums[name] for name in _SUMS},
        bins={code: (bins[0][code], bins[1][code]) for code in sorted({*bins[0], *bins[1]}) if code},
        changed=tuple(changed),
    )


_SUMS = ("amount_was", "amount_now", "worth", "regraded", "ruled_otherwise", "unanswered")


def _add(sums: Counter[str], each: Tried) -> None:
    was, now = each.was, each.now
    sums["amount_was"] += was.amount
    sums["amount_now"] += now.amount
    sums["worth"] += now.amount - each.instead
    sums["regraded"] += was.grade is not now.grade
    sums["ruled_otherwise"] += (was.verdict, was.remedy) != (now.verdict, now.remedy)
    sums["unanswered"] += each.unanswered
