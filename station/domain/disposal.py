"""Nothing is thrown away without a reason, a weight, a category and, where the law asks, a derogation."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from station.domain.texts import Texts


@dataclass(frozen=True, slots=True)
class DisposalReason:
    """Why something is thrown away; ``id`` is the code that goes into the ledger.

    ``rows`` are rows of the routing table that say as much by themselves: nobody is asked then.
    """

    id: str
    text: Texts
    rows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DisposalRules:
    """The site's reasons and derogations, and the categories of which the law wants one.

    ``typical_grams`` stands in, marked as an estimate, where an item was neither weighed nor has a
    weight in the catalogue.
    """

    version: int
    reasons: tuple[DisposalReason, ...]
    derogations: tuple[DisposalReason, ...] = ()
    need_derogation: tuple[str, ...] = ()
    typical_grams: Mapping[str, int] = field(default_factory=dict)

    def reason_of(self, row: str) -> str:
        """Return the reason that a routing row stands for, empty where somebody has to be asked."""
        return next((reason.id for reason in self.reasons if row in reason.rows), "")

    def text_of(self, id_: str) -> Texts:
        """Return the words of a reason or derogation; the code itself where these rules have dropped it."""
        found = (each.text for each in (*self.reasons, *self.derogations) if each.id == id_)
        return next(found, Texts(id_))


class GramsFrom(StrEnum):
    """Where a weight comes from: all but the first are estimates."""

    SCALE = "scale"
    CATALOGUE = "catalogue"
    TYPICAL = "typical"


@dataclass(frozen=True, slots=True)
class Disposal:
    """One line of the ledger; before the item's bin was scanned, what is known of it so far.

    ``evidence`` are photos by their SHA-256; only a disposal with a derogation names them.
    """

    reason: str
    category: str
    grams: int = 0
    grams_from: GramsFrom | None = None
    derogation: str = ""
    evidence: tuple[str, ...] = ()
    sku: str = ""

    @property
    def measured(self) -> bool:
        return self.grams_from is GramsFrom.SCALE


class Lacks(StrEnum):
    """What is still missing before something may be thrown away, in the order in which it is asked for."""

    REASON = "reason"
    DEROGATION = "derogation"
    PHOTO = "photo"
    WEIGHT = "weight"


def lacks(disposal: Disposal, rules: DisposalRules) -> Lacks | None:
    """Return the first thing that is missing, None if the line is complete."""
    must_derogate = disposal.category in rules.need_derogation
    missing = {
        Lacks.REASON: not disposal.reason,
        Lacks.DEROGATION: must_derogate and not disposal.derogation,
        Lacks.PHOTO: must_derogate and not disposal.evidence,
        Lacks.WEIGHT: disposal.grams <= 0,
    }
    return next((what for what, is_missing in missing.items() if is_missing), None)


def weight_of(
    measured: float | None, catalogue: int | None, typical: int | None
) -> tuple[int, GramsFrom | None]:
    """Choose the weight in whole grams, at least one: the scale's, else the catalogue's, else the typical."""
    known = (
        (GramsFrom.SCALE, measured and max(1, round(measured))),
        (GramsFrom.CATALOGUE, catalogue),
        (GramsFrom.TYPICAL, typical),
    )
    return next(((int(grams), source) for source, grams in known if grams), (0, None))


# Totals ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Total:
    """How many items, and what they weigh in grams, weighed and estimated apart."""

    items: int = 0
    measured: int = 0
    estimated: int = 0

    def plus(self, line: Disposal) -> "Total":
        grams = line.grams
        weighed = (grams, 0) if line.measured else (0, grams)
        return Total(self.items + 1, self.measured + weighed[0], self.estimated + weighed[1])

    @property
    def grams(self) -> int:
        return self.measured + self.estimated


@dataclass(slots=True)
class Totals:
    """Totals of a period: of everything, by reason and by category; filled line by line."""

    all: Total = field(default_factory=Total)
    by_reason: dict[str, Total] = field(default_factory=dict)
    by_category: dict[str, Total] = field(default_factory=dict)

    def add(self, line: Disposal) -> None:
        self.all = self.all.plus(line)
        self.by_reason[line.reason] = self.by_reason.get(line.reason, Total()).plus(line)
        self.by_category[line.category] = self.by_category.get(line.category, Total()).plus(line)
