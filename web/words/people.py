"""Words for people's and programs' access, and for what is kept of people."""

from collections.abc import Mapping
from enum import StrEnum

from station.domain.api.tokens import Scope
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
    Scope: {
        Scope.RETURNS_READ: _l("ask where a return is"),
        Scope.RETURNS_WRITE: _l("announce returns"),
        Scope.ITEMS_READ: _l("read finished items"),
        Scope.EVIDENCE_READ: _l("fetch photos"),
        Scope.STOCK_READ: _l("read stock movements"),
        Scope.EVENTS_READ: _l("read what happens, as events"),
        Scope.CATALOGUE_WRITE: _l("change the catalogue"),
        Scope.PEOPLE_WRITE: _l("add and change people"),
        Scope.FORMS_WRITE: _l("make links to return forms"),
        Scope.STATIONS_READ: _l("read how stations are"),
    },
    PhotoRemovedBecause: {
        PhotoRemovedBecause.PERSON: _l("it shows a person"),
        PhotoRemovedBecause.ADDRESS: _l("it shows a name or an address"),
        PhotoRemovedBecause.DOCUMENT: _l("it shows a private paper"),
        PhotoRemovedBecause.OTHER_PRIVATE: _l("it shows something else that is private"),
    },
}
