"""What a check of the record finds, in the order of the journal, and never more than people can read."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum

from station.domain.proof.checkpoint import Checkpoint

# So many findings of one kind are told; more are counted.
MOST_TOLD = 20
_LAST = 1 << 62


class About(StrEnum):
    """Which part of the record a finding is about."""

    JOURNAL = "journal"
    TREE = "tree"
    HEAD = "head"
    KEYS = "keys"
    PHOTO = "photo"
    STATE = "state"
    ARRIVED = "arrived"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong; ``seq`` is the entry where it shows first, None where no entry does."""

    about: About
    text: str
    seq: int | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What was checked, and what was found: the first in the journal comes first.

    ``head`` is the signed head that holds; ``more`` counts findings beyond those that are listed. ``removed``
    says of each photo that was taken away on purpose when and by whom: that is no fault. ``pruned`` photos
    are at central alone, which proved that it has them. ``arrived`` counts entries of stations, at central.
    """

    entries: int
    photos: int
    head: Checkpoint | None
    findings: tuple[Finding, ...]
    more: int = 0
    removed: tuple[str, ...] = ()
    pruned: int = 0
    arrived: int = 0

    @property
    def sound(self) -> bool:
        return not self.findings


@dataclass(slots=True)
class Findings:
    """Findings as they come, bounded by kind."""

    found: list[Finding] = field(default_factory=list)
    counts: Counter[About] = field(default_factory=Counter)

    def add(self, about: About, text: str, seq: int | None = None) -> None:
        self.counts[about] += 1
        if self.counts[about] <= MOST_TOLD:
            self.found.append(Finding(about, text, seq))

    def in_order(self) -> tuple[Finding, ...]:
        """Put first what makes all the rest doubtful, then what shows at an entry, by its number."""
        return tuple(sorted(self.found, key=_place))

    @property
    def more(self) -> int:
        return self.counts.total() - len(self.found)


def _place(finding: Finding) -> int:
    if finding.seq is not None:
        return finding.seq
    return 0 if finding.about in (About.HEAD, About.KEYS) else _LAST


def span(first: int, last: int) -> str:
    """Return words for entries from one to another."""
    return f"entry {first} is" if first == last else f"entries {first} to {last} are"
