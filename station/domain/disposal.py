"""Nothing is thrown away without a reason, a weight, a category and, where the law asks, a derogation."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from station.domain.texts import Texts


@dataclass(frozen=True, slots=True)
class DisposalReason:
    """Why something is thrown away; ``id`` is the code that goes into the ledger."""

    id: str
    text: Texts


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


@dataclass(frozen=True, slots=True)
class Disposal:
    """One line of the ledger. ``grams`` were ``measured``, or come from the catalogue or the rules.

    ``evidence`` are photos by their SHA-256.
    """

    reason: str
    category: str
    grams: int
    measured: bool
    derogation: str = ""
    evidence: tuple[str, ...] = ()
