"""Words for how graders are measured."""

from collections.abc import Mapping
from enum import StrEnum

from station.domain.graders.blind import Sight
from station.domain.graders.drift import DriftState
from web.words.lazy import Lazy, _l

WORDS: Mapping[type[StrEnum], Mapping[str, Lazy]] = {
    DriftState: {
        DriftState.TOO_FEW: _l("too few to say"),
        DriftState.STEADY: _l("as ever"),
        DriftState.WORSE: _l("wrong more often than before"),
        DriftState.BELOW: _l("wrong more often than everybody else"),
    },
    Sight: {
        Sight.PHOTOS: _l("from the photos alone"),
        Sight.ITEM: _l("with the item in hand"),
    },
}
