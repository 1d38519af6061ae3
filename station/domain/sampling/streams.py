"""When a stream's inspection gets harder or easier: the switching rules of ISO 2859-1, clause 9.3 and 9.4.

MIL-STD-105E, 4.7 and 4.8, has the same ones but for reduced inspection, which it begins after ten accepted
lots; the switching score took its place.
"""

from dataclasses import dataclass, field, replace

from station.domain.sampling.lots import Lot, Verdict
from station.domain.sampling.plans import Plan, Severity

# Two lots rejected among so many in a row tighten inspection; so many accepted in a row make it normal again.
WINDOW = 5
REJECTED_IN_WINDOW = 2
ACCEPTED_IN_A_ROW = 5
# So many lots rejected since inspection was tightened end it.
REJECTED_IN_ALL = 5
# From this score on inspection may be reduced.
REDUCE_AT = 30
POINTS_TIGHTER = 3
POINTS_ACCEPTED = 2


@dataclass(frozen=True, slots=True)
class Stream:
    """Items of one kind, and how their lots went since the last switch.

    ``grader`` and ``category`` are empty where the site's rules do not keep them apart. ``last`` are up to
    four verdicts on normal lots before the next one, True for accepted; ``run`` are accepted tightened lots
    in a row, ``rejected`` rejected ones in all. ``lots`` counts every lot that was begun.
    """

    key: str
    grader: str = ""
    category: str = ""
    severity: Severity = Severity.NORMAL
    era: int = 1
    lots: int = 0
    last: tuple[bool, ...] = field(default=())
    score: int = 0
    run: int = 0
    rejected: int = 0


def to_severity(stream: Stream, severity: Severity) -> Stream:
    """Switch; every count begins anew."""
    counts = {"last": (), "score": 0, "run": 0, "rejected": 0}
    return replace(stream, severity=severity, era=stream.era + 1, **counts)  # type: ignore[arg-type]


def switched(stream: Stream, lot: Lot, may_reduce: bool) -> Stream:
    """Count a lot that was judged, and switch where the rules say so.

    A lot drawn before the last switch counts for nothing. ``may_reduce`` is the site's consent to reduced
    inspection, which the standards want beside the score.
    """
    if lot.era != stream.era or lot.verdict is None:
        return stream
    if stream.severity is Severity.NORMAL:
        return _normal(stream, lot, lot.verdict, may_reduce)
    if stream.severity is Severity.TIGHTENED:
        return _tightened(stream, lot.verdict.accepted)
    dry = lot.short or not may_reduce
    back = stream.severity is Severity.REDUCED and (dry or lot.verdict is not Verdict.ACCEPTED)
    return to_severity(stream, Severity.NORMAL) if back else stream


def _normal(stream: Stream, lot: Lot, verdict: Verdict, may_reduce: bool) -> Stream:
    outcomes = (*stream.last, verdict.accepted)[-WINDOW:]
    if outcomes.count(False) >= REJECTED_IN_WINDOW:
        return to_severity(stream, Severity.TIGHTENED)
    points = gained(lot.plan, lot.nonconforming, verdict)
    counted = replace(stream, last=outcomes[-(WINDOW - 1) :], score=stream.score + points if points else 0)
    if may_reduce and counted.score >= REDUCE_AT and not lot.short:
        return to_severity(counted, Severity.REDUCED)
    return counted


def gained(plan: Plan, nonconforming: int, verdict: Verdict) -> int:
    """Return what a normal lot adds to the switching score, 0 where the score begins anew."""
    if not verdict.accepted:
        return 0
    if plan.tighter is None:
        return POINTS_ACCEPTED
    return POINTS_TIGHTER if nonconforming <= plan.tighter else 0


def _tightened(stream: Stream, accepted: bool) -> Stream:
    if accepted:
        longer = replace(stream, run=stream.run + 1)
        return to_severity(longer, Severity.NORMAL) if longer.run >= ACCEPTED_IN_A_ROW else longer
    rejected = stream.rejected + 1
    if rejected >= REJECTED_IN_ALL:
        return to_severity(stream, Severity.DISCONTINUED)
    return replace(stream, run=0, rejected=rejected)


def resumed(stream: Stream) -> Stream:
    """Let a discontinued stream go on, under tightened inspection, once something was done about it."""
    return to_severity(stream, Severity.TIGHTENED) if stream.severity is Severity.DISCONTINUED else stream
