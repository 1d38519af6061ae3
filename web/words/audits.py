"""Words for the supervisor's queue: why an item waits, what is decided of it, and what has become of it."""

from collections.abc import Mapping
from enum import StrEnum

from station.domain.auditing.decisions import Audited, Course, Decision, ErrandKind
from station.domain.auditing.queue import Standing, Why
from web.words.lazy import Lazy, _l

WORDS: Mapping[type[StrEnum], Mapping[str, Lazy]] = {
    Why: {
        Why.HOLD: _l("On hold"),
        Why.SIGNAL: _l("Does not add up"),
        Why.OVERRIDE: _l("Overridden"),
        Why.DIFFERS: _l("Two grades differ"),
        Why.QUALITY: _l("Poor photo"),
        Why.SAMPLE: _l("Sample"),
    },
    Standing: {
        Standing.WAITING: _l("waits for a supervisor"),
        Standing.CONFIRMED: _l("confirmed"),
        Standing.OVERRIDDEN: _l("overridden"),
        Standing.SENT_BACK: _l("sent back"),
        Standing.RELEASED: _l("released"),
        Standing.KEPT: _l("kept on hold"),
        Standing.GIVEN_UP: _l("given up"),
    },
    Decision: {
        Decision.CONFIRM: _l("Confirm"),
        Decision.OVERRIDE: _l("Override"),
        Decision.SEND_BACK: _l("Send back"),
        Decision.RELEASE: _l("Release"),
        Decision.KEEP_HOLD: _l("Keep on hold"),
    },
    Audited: {
        Audited.HELD: _l("Put on hold"),
        Audited.HELD: _l("Put on hold"),
        Audited.CONFIRMED: _l("Confirmed at the desk"),
        Audited.OVERRIDDEN: _l("Overridden at the desk"),
        Audited.SENT_BACK: _l("Sent back to the bench"),
        Audited.RELEASED: _l("Taken off hold"),
        Audited.HOLD_KEPT: _l("Kept on hold"),
        Audited.TAKEN_OUT: _l("Taken out of its bin"),
        Audited.MOVED: _l("Put into its new bin"),
    },
    ErrandKind: {
        ErrandKind.MOVE: _l("Waits to be moved to another bin"),
        ErrandKind.TAKE_UP: _l("Waits to be taken up at the bench"),
        ErrandKind.INSPECT_AGAIN: _l("Waits to be inspected again"),
    },
    Course: {
        Course.OPENED: _l("Opened"),
        Course.ANSWERED: _l("Answered"),
        Course.PHOTOGRAPHED: _l("Photo"),
        Course.WEIGHED: _l("Weighed"),
        Course.NOTICED: _l("Does not add up"),
        Course.SETTLED: _l("Settled"),
        Course.OVERRIDDEN_AT_BENCH: _l("Overridden at the bench"),
        Course.HELD: _l("Put on hold"),
        Course.CLOSED: _l("Closed"),
    },
}
