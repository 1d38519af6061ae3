"""How full bins are, and which one an item goes to: its own category before all, a full bin passed over."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from station.domain.catalog import Bin
from station.domain.disposition import Disposition
from station.domain.identifiers import BinCode


class FullBecause(StrEnum):
    """Why a bin takes nothing more: so many items are in it, or a person found it full."""

    COUNT = "count"
    MARKED = "marked"


@dataclass(frozen=True, slots=True)
class Passed:
    """A full bin that would have come before the one proposed."""

    bin: BinCode
    because: FullBecause


@dataclass(frozen=True, slots=True)
class Proposal:
    """Where an item goes; no bin where none accepts it, or where all that do are full."""

    bin: BinCode | None = None
    passed: tuple[Passed, ...] = ()


# Says why a bin is full, None for one that takes more.
Full = Callable[[Bin], FullBecause | None]


def why_full(bin_: Bin, count: int, marked: bool) -> FullBecause | None:
    """Say why a bin takes nothing more. Without a capacity only a person finds it full."""
    if marked:
        return FullBecause.MARKED
    return FullBecause.COUNT if bin_.capacity is not None and count >= bin_.capacity else None


def propose(bins: Iterable[Bin], full: Full, disposition: Disposition, category: str) -> Proposal:
    """Choose a bin: one for the item's own category before one for all, then by code."""
    passed: list[Passed] = []
    fitting = (b for b in bins if b.takes(disposition, category))
    for bin_ in sorted(fitting, key=lambda b: (not b.categories, b.code)):
        because = full(bin_)
        if because is None:
            return Proposal(bin_.code, tuple(passed))
        passed.append(Passed(bin_.code, because))
    return Proposal(None, tuple(passed))
