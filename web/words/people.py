"""Words for people's access and for what is kept of them."""

from collections.abc import Mapping
from enum import StrEnum

from station.domain.people import Neutral, Place
from station.domain.people_events import PhotoRemovedBecause
from web.words.lazy import Lazy, _l

WORDS: Mapping[type[StrEnum], Mapping[str, Lazy]] = {
    Neutral: {
        Neutral.GRADER: _l("grader"),
    },
    Place: {
        Place.BENCH: _l("at the bench"),
        Place.DESK: _l("at a desk"),
    },
    PhotoRemovedBecause: {
        PhotoRemovedBecause.PERSON: _l("it shows a person"),
        PhotoRemovedBecause.ADDRESS: _l("it shows a name or an address"),
        PhotoRemovedBecause.DOCUMENT: _l("it shows a private paper"),
        PhotoRemovedBecause.OTHER_PRIVATE: _l("it shows something else that is private"),
    },
}
