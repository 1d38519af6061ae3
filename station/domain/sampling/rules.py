"""What a site decides about sampling: which items make a stream, and how large and how strict lots are."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from station.domain.sampling.plans import Tables


class Apart(StrEnum):
    """What keeps streams apart: lots never mix what differs in it."""

    GRADER = "grader"
    CATEGORY = "category"


@dataclass(frozen=True, slots=True)
class Terms:
    """How lots are drawn: items a lot, inspection level, AQL in percent nonconforming."""

    lot_size: int
    level: str
    aql: float


@dataclass(frozen=True, slots=True)
class Special:
    """Terms of their own for a grader, a category or both; what is empty fits everything."""

    terms: Terms
    grader: str = ""
    category: str = ""

    def fits(self, grader: str, category: str) -> bool:
        return self.grader in ("", grader) and self.category in ("", category)


@dataclass(frozen=True, slots=True)
class Sampling:
    """A site's sampling. A lot not full at ``lot_age`` is closed as it is; the first special terms count."""

    version: int
    tables: Tables
    apart: tuple[Apart, ...]
    usual: Terms
    lot_age: timedelta
    may_reduce: bool
    special: tuple[Special, ...] = ()

    def key(self, grader: str, category: str) -> tuple[str, str]:
        """Return whose stream an item is in: grader and category, empty where they are not kept apart."""
        return (
            grader if Apart.GRADER in self.apart else "",
            category if Apart.CATEGORY in self.apart else "",
        )

    def terms(self, grader: str, category: str) -> Terms:
        fitting = (special.terms for special in self.special if special.fits(grader, category))
        return next(fitting, self.usual)
