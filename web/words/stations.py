"""Words for how a station is, seen from central."""

from collections.abc import Mapping
from enum import StrEnum

from station.domain.sync.condition import Condition
from web.words.lazy import Lazy, _l

WORDS: Mapping[type[StrEnum], Mapping[str, Lazy]] = {
    Condition: {
        Condition.CLONED: _l("Two with one key"),
        Condition.FORKED: _l("Its record is not what it was"),
        Condition.RESTORED: _l("Came back from a backup"),
        Condition.STOPPED: _l("Central takes nothing from it"),
        Condition.REVOKED: _l("Revoked"),
        Condition.SILENT: _l("Silent"),
        Condition.NEVER: _l("Not heard of yet"),
        Condition.PARKED_HERE: _l("Something of it waits at central"),
        Condition.PARKED_THERE: _l("Something was set aside at the station"),
        Condition.CLOCK_OFF: _l("Its clock is off"),
        Condition.DEVICES: _l("A device needs somebody"),
        Condition.LATE: _l("Late"),
        Condition.FINE: _l("Fine"),
    },
}

# What is to be done, where something is.
TO_DO: Mapping[Condition, Lazy] = {
    Condition.CLONED: _l(
        "Two machines use the key of this station. Switch the copy off, then let the station back"
        " in here. If nobody can tell which is the copy, revoke it and enrol it anew."
    ),
    Condition.FORKED: _l(
        "What it sends does not follow from what it sent before, so nothing is taken. Leave it as"
        " it is and run station verify there: it names the place."
    ),
    Condition.RESTORED: _l(
        "Records that are here are missing there. Stop the station and run on its computer: "
        "station sync heal. It fetches them and loses nothing."
    ),
    Condition.STOPPED: _l("Look at the station: its page of what waits says more."),
    Condition.REVOKED: _l("Nothing is taken from it. It can be let back in, or enrolled anew."),
    Condition.SILENT: _l(
        "It goes on working alone and keeps everything. See whether it is switched on and has a network."
    ),
    Condition.NEVER: _l("Start the station, or start it again: it comes by itself."),
    Condition.PARKED_HERE: _l("Nothing of it is lost. It is tried again after an upgrade of central."),
    Condition.PARKED_THERE: _l(
        "Its page of what waits names each, with the reason. There it can be tried again or taken"
        " out as a file."
    ),
    Condition.CLOCK_OFF: _l("Set the clock of that computer. The order of records does not depend on it."),
    Condition.DEVICES: _l("Look at the device at the station."),
    Condition.LATE: _l("It is catching up by itself."),
}
