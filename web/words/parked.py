"""Words for why a record of a station is not worked into central's tables, and what helps."""

from collections.abc import Mapping
from enum import StrEnum

from station.domain.sync.parked import ParkedBecause
from web.words.lazy import Lazy, _l

WORDS: Mapping[type[StrEnum], Mapping[str, Lazy]] = {
    ParkedBecause: {
        ParkedBecause.UNREADABLE: _l("It cannot be read."),
        ParkedBecause.TOO_NEW: _l("A newer program wrote it. Upgrade central, then try again."),
        ParkedBecause.UNKNOWN_KIND: _l("Central does not know this kind. Upgrade central, then try again."),
        ParkedBecause.NOT_ITS_OWN: _l("It tells of what another station did."),
        ParkedBecause.MISSING: _l("It tells of something that central does not know."),
        ParkedBecause.REFUSED: _l("It cannot be taken over as it stands."),
        ParkedBecause.WAITS: _l("An earlier record of the same item has to come first."),
    },
}
