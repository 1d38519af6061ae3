"""Words for files that are taken over, and for what customers say of their returns."""

from collections.abc import Mapping
from enum import StrEnum

from station.domain.forms.form import CustomerReason
from station.domain.importing.kinds import Encoding, ImportKind, Way
from web.words.lazy import Lazy, _l

WORDS: Mapping[type[StrEnum], Mapping[str, Lazy]] = {
    ImportKind: {
        ImportKind.PRODUCTS: _l("Products"),
        ImportKind.COMPONENTS: _l("Components"),
        ImportKind.RETURNS: _l("Expected returns"),
        ImportKind.PEOPLE: _l("People"),
        ImportKind.BINS: _l("Bins"),
        ImportKind.CENTERS: _l("Work centers"),
        ImportKind.RECALLS: _l("Recalls"),
    },
    Encoding: {
        Encoding.UTF_8: _l("UTF-8"),
        Encoding.UTF_16_LE: _l("UTF-16, little end first"),
        Encoding.UTF_16_BE: _l("UTF-16, big end first"),
        Encoding.CP1255: _l("Windows-1255, Hebrew"),
        Encoding.CP1251: _l("Windows-1251, Cyrillic"),
    },
    Way: {
        Way.PAGE: _l("on this page"),
        Way.COMMAND: _l("by the command"),
        Way.FOLDER: _l("from the folder"),
        Way.API: _l("from another program"),
    },
    CustomerReason: {
        CustomerReason.CHANGED_MIND: _l("changed their mind"),
        CustomerReason.TOO_SMALL: _l("too small"),
        CustomerReason.TOO_LARGE: _l("too large"),
        CustomerReason.NOT_AS_DESCRIBED: _l("not as described"),
        CustomerReason.BROKEN_ON_ARRIVAL: _l("broken on arrival"),
        CustomerReason.STOPPED_WORKING: _l("stopped working"),
        CustomerReason.PARTS_MISSING: _l("parts missing"),
        CustomerReason.WRONG_ITEM: _l("wrong item"),
        CustomerReason.ARRIVED_LATE: _l("arrived too late"),
        CustomerReason.OTHER: _l("another reason"),
    },
}

# What a file of each kind is for, beside its name.
ABOUT: Mapping[ImportKind, Lazy] = {
    ImportKind.PRODUCTS: _l("the catalogue: names, codes, checklist, price new"),
    ImportKind.COMPONENTS: _l("what belongs into the box of a product"),
    ImportKind.RETURNS: _l("orders and what is to come back of them, with days of delivery"),
    ImportKind.PEOPLE: _l("who signs in, with badge and PIN"),
    ImportKind.BINS: _l("where items go, and how much fits"),
    ImportKind.CENTERS: _l("places that receive routed work"),
    ImportKind.RECALLS: _l("what is called back, and what the bench says"),
}

# The same reasons as a customer says them.
MINE: Mapping[CustomerReason, Lazy] = {
    CustomerReason.CHANGED_MIND: _l("I changed my mind"),
    CustomerReason.TOO_SMALL: _l("It is too small"),
    CustomerReason.TOO_LARGE: _l("It is too large"),
    CustomerReason.NOT_AS_DESCRIBED: _l("It is not as described"),
    CustomerReason.BROKEN_ON_ARRIVAL: _l("It was broken when it came"),
    CustomerReason.STOPPED_WORKING: _l("It stopped working"),
    CustomerReason.PARTS_MISSING: _l("Parts are missing"),
    CustomerReason.WRONG_ITEM: _l("I got the wrong item"),
    CustomerReason.ARRIVED_LATE: _l("It came too late"),
    CustomerReason.OTHER: _l("Another reason"),
}
