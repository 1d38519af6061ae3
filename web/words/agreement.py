"""Words for agreement: where gradings come from, and why no number can be told."""

from collections.abc import Mapping
from enum import StrEnum

from station.domain.graders.agreement import Untold
from station.domain.graders.pairs import PairKind
from web.words.lazy import Lazy, _l

WORDS: Mapping[type[StrEnum], Mapping[str, Lazy]] = {
    PairKind: {
        PairKind.SECOND: _l("Second grades by another person"),
        PairKind.CALIBRATION: _l("Calibration items with known answers"),
    },
    Untold: {
        Untold.NONE: _l("nothing to compare"),
        Untold.TOO_FEW: _l("too few to tell"),
        Untold.ALL_ALIKE: _l("all graded alike: nothing to tell"),
    },
}
