"""Words for why central said no to a station: short, for lists at the station and at central."""

from collections.abc import Mapping
from enum import StrEnum

from station.domain.sync.messages import Refusal
from web.words.lazy import Lazy, _l

WORDS: Mapping[type[StrEnum], Mapping[str, Lazy]] = {
    Refusal: {
        Refusal.UNKNOWN_STATION: _l("Central does not know this station."),
        Refusal.WRONG_CODE: _l(
            "This code does not count: it was used, it is more than a day old, or it was made for another "
            "station."
        ),
        Refusal.REVOKED: _l("A manager at central revoked this station."),
        Refusal.WRONG_SIGNATURE: _l("The key of this station is not the one that central knows."),
        Refusal.SIGN_IN_AGAIN: _l("The time at central was over. The station signs in again by itself."),
        Refusal.CLONED: _l("Two stations use one key. Central takes nothing from either."),
        Refusal.RESTORED: _l("The station came back from a backup and lacks records that central has."),
        Refusal.FORKED: _l("Central has another record under this number. Nothing was overwritten."),
        Refusal.GAP: _l("Central lacks what comes before. The station goes back by itself."),
        Refusal.PHOTOS_FIRST: _l("Central lacks a photo that a record names. The station sends it first."),
        Refusal.OTHER_STATION: _l("The record says that it is of another station."),
        Refusal.OTHER_CONTENT: _l("Central has another record with the same identity."),
        Refusal.NOT_AN_ENTRY: _l("Central cannot read this as a record."),
        Refusal.WRONG_BYTES: _l("The bytes changed on the way."),
        Refusal.NOT_A_PHOTO: _l("The file is no photo."),
        Refusal.TOO_LARGE: _l("This is more than central takes at once."),
        Refusal.WRONG_HEAD: _l("The records are not those that the station signed."),
        Refusal.PROTOCOL_TOO_OLD: _l("The program of the station is too old for central."),
        Refusal.PROTOCOL_TOO_NEW: _l("The program of the station is newer than central understands."),
        Refusal.BUSY: _l("Central was busy. It is tried again."),
        Refusal.STORE_FAILED: _l("Central could not write it down. It is tried again."),
    },
}
