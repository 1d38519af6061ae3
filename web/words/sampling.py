"""Words for sampling: how hard a stream is looked at, why, and what became of a lot."""

from collections.abc import Mapping
from enum import StrEnum

from station.domain.sampling.lots import Verdict
from station.domain.sampling.plans import Severity
from web.words.lazy import Lazy, _l

WORDS: Mapping[type[StrEnum], Mapping[str, Lazy]] = {
    Severity: {
        Severity.NORMAL: _l("Normal"),
        Severity.TIGHTENED: _l("Tightened"),
        Severity.REDUCED: _l("Reduced"),
        Severity.DISCONTINUED: _l("Sampling has ended"),
    },
    Verdict: {
        Verdict.ACCEPTED: _l("accepted"),
        Verdict.MARGINAL: _l("just accepted"),
        Verdict.REJECTED: _l("rejected"),
    },
}

# Why an item waits for an audit, by what is told of it.
DRAWN = _l(
    "Drawn by chance: %(sample_size)s of the %(sample_of)s items of lot %(sample_lot)s are looked at "
    "(%(severity)s inspection; %(sample_plan)s)."
)
WHOLE = _l("Every item of this stream is looked at: too many of its lots were rejected.")
REJECTED = _l(
    "Lot %(sample_lot)s was rejected: %(sample_bad)s of the %(sample_size)s items drawn of it were wrong. "
    "All of its %(sample_of)s items are looked at."
)

# Why inspection is as it is, and what would change it.
BECAUSE: Mapping[str, Lazy] = {
    Severity.NORMAL: _l(
        "%(bad)s of the last %(count)s lots were rejected. Two among five make inspection tightened."
    ),
    Severity.TIGHTENED: _l(
        "%(run)s of 5 lots in a row accepted: at 5 inspection is normal again. %(rejected)s of 5 lots "
        "rejected: at 5 sampling ends."
    ),
    Severity.REDUCED: _l(
        "The last lots were good, so fewer items are drawn. A lot that is rejected or does not get full "
        "makes inspection normal again."
    ),
    Severity.DISCONTINUED: _l(
        "Five lots were rejected while inspection was tightened. Every item waits for an audit until "
        "something was done about it."
    ),
}
SCORE = _l("Score %(score)s of 30: at 30 fewer items are drawn.")
NEXT = _l("%(more)s of the next %(left)s items are drawn by chance.")
NEXT_NONE = _l("None of the next %(left)s items is drawn: the sample is complete.")
NEXT_ALL = _l("Each of the next %(left)s items is drawn.")
BEGINS = _l("The next item begins a lot.")
WAITING = _l("%(waits)s drawn items wait for an audit.")
