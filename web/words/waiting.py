"""Words for what waits to reach central, why something was set aside, and what to do where it was stopped."""

from collections.abc import Mapping
from enum import StrEnum

from station.domain.sync.keeping import RoomLeft
from station.domain.sync.messages import Refusal
from station.domain.sync.standing import Stuck
from station.services.syncing.waiting import Line
from web.words.lazy import Lazy, _l

WORDS: Mapping[type[StrEnum], Mapping[str, Lazy]] = {
    Line: {
        Line.KEPT: _l("Kept here"),
        Line.IN_TOUCH: _l("In touch with central"),
        Line.NEVER: _l("Not in touch yet"),
        Line.OFFLINE: _l("Offline"),
        Line.PARKED: _l("In touch; something was set aside"),
        Line.STOPPED: _l("Stopped"),
    },
    Stuck: {
        Stuck.MISSING: _l(
            "The photo is not on this station's disk any more. Put it back from a backup, then try again."
        ),
        Stuck.CHANGED: _l(
            "The file is not the photo that was taken: its bytes changed on the disk. Put it back from a "
            "backup, then try again."
        ),
        Stuck.CUTS_OFF: _l(
            "The line broke each time at this one, while all else went through. Something on the way may "
            "stop it, such as a filter."
        ),
    },
    RoomLeft: {
        RoomLeft.ENOUGH: _l("enough room"),
        RoomLeft.LITTLE: _l("nearly full"),
        RoomLeft.NONE: _l("no room left"),
    },
}

# What somebody does at a station that was stopped, by why.
WHAT_TO_DO: Mapping[Refusal, Lazy] = {
    Refusal.UNKNOWN_STATION: _l(
        "Central does not know this station. Ask a manager at central for a code, and enrol the station "
        "with it."
    ),
    Refusal.REVOKED: _l(
        "If that was a mistake, a manager lets the station back in at central, on the page of stations."
    ),
    Refusal.CLONED: _l(
        "Two computers report with the key of this station, or it came back from a backup. Find out which "
        "computer is the real one and switch any other off; then a manager lets the station back at central, "
        "on the page of stations. After a backup stop it then and run: station sync heal."
    ),
    Refusal.RESTORED: _l(
        "This station came back from a backup and lacks records that central has. Stop it, and run on its"
        " computer: station sync heal. It fetches them and loses nothing."
    ),
    Refusal.FORKED: _l(
        "Central has other records under the same numbers, as after a backup was put back. A manager lets "
        "the station back at central; then stop it and run on its computer: station sync heal. It loses "
        "nothing."
    ),
    Refusal.WRONG_HEAD: _l(
        "The records here and those at central part. Run on this computer: station verify. If it finds "
        "nothing, the station came back from a backup: a manager lets it back at central, then stop it and "
        "run: station sync heal."
    ),
    Refusal.WRONG_SIGNATURE: _l(
        "Central knows another key for this station. If its key file came from elsewhere, put its own "
        "back; if the key is lost, enrol the station again with a new code."
    ),
    Refusal.PROTOCOL_TOO_OLD: _l(
        "This station's program is too old for central. Bring the station up to date."
    ),
    Refusal.PROTOCOL_TOO_NEW: _l(
        "This station's program is newer than central understands. Bring central up to date; until then "
        "everything is kept here."
    ),
}
