"""Words for decisions of central that wait at a station."""

from collections.abc import Mapping
from enum import StrEnum

from station.domain.sync.about import DecisionAbout
from station.domain.sync.events import Took, Unfit
from web.words.lazy import Lazy, _l

WORDS: Mapping[type[StrEnum], Mapping[str, Lazy]] = {
    DecisionAbout: {
        DecisionAbout.RULES: _l("Rules"),
        DecisionAbout.RECALL: _l("A recall"),
        DecisionAbout.PERSON: _l("A person"),
        DecisionAbout.ITEM: _l("An item"),
        DecisionAbout.LIST: _l("A list that was loaded"),
        DecisionAbout.PLACE: _l("A bin or work center"),
        DecisionAbout.SENDER: _l("Who sent a return"),
        DecisionAbout.SAMPLING: _l("Sampling"),
        DecisionAbout.OTHER: _l("Something else"),
    },
    Unfit: {
        Unfit.UNREADABLE: _l("What came cannot be read."),
        Unfit.UNKNOWN_KIND: _l(
            "Central is newer and says what this program does not know. Bring it up to date."
        ),
        Unfit.NOT_KNOWN_HERE: _l("It is about something that this station does not know."),
        Unfit.DOES_NOT_FIT: _l("It does not fit what is so here now."),
        Unfit.RULES_DIFFER: _l(
            "This station published a version of that number itself, which says something else. Publish the "
            "rules once more at central."
        ),
        Unfit.BADGE_TAKEN: _l("Somebody else has that badge here."),
        Unfit.DOCUMENT_MISSING: _l("The list did not come whole. It is asked for again by itself."),
        Unfit.IN_HAND: _l("The item is in hand at the bench. Finish it first."),
        Unfit.FAILED: _l("The program failed at it. Whoever looks after it finds more in its log."),
    },
    Took: {
        Took.APPLIED: _l("carried out"),
        Took.SAME: _l("was so already"),
        Took.DECIDED_HERE: _l("the station decided before"),
        Took.PARKED: _l("waits at the station"),
    },
}
