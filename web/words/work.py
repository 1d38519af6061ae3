"""Words for bins that are full and for work at work centers."""

from collections.abc import Mapping
from enum import StrEnum

from station.domain.filling import FullBecause
from station.domain.refurbishing import GaveUp, WorkState
from web.words.lazy import Lazy, _l

WORDS: Mapping[type[StrEnum], Mapping[str, Lazy]] = {
    FullBecause: {
        FullBecause.COUNT: _l("full"),
        FullBecause.MARKED: _l("found full"),
    },
    WorkState: {
        WorkState.WAITING: _l("waits for somebody to start"),
        WorkState.STARTED: _l("work is under way"),
        WorkState.DONE: _l("work is done"),
        WorkState.GIVEN_UP: _l("work was given up"),
    },
    GaveUp: {
        GaveUp.NO_PART: _l("A part cannot be had"),
        GaveUp.TOO_DEAR: _l("It would cost more than it brings"),
        GaveUp.BEYOND_REPAIR: _l("Beyond repair"),
        GaveUp.DANGEROUS: _l("Dangerous: battery, liquid, sharp"),
        GaveUp.OTHER: _l("Another reason"),
        GaveUp.SENT_ELSEWHERE: _l("A supervisor sent it elsewhere"),
        GaveUp.LOOKED_AT_AGAIN: _l("Inspected again before the work was done"),
    },
}
