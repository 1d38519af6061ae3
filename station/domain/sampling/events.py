"""What happens to lots and streams, as facts for the journal."""

from collections.abc import Mapping
from dataclasses import dataclass

from station.domain.identifiers import Lpn
from station.domain.sampling.lots import Verdict
from station.domain.sampling.plans import Plan, Severity


@dataclass(frozen=True, slots=True)
class SampleDrawn:
    """A finished inspection waits for an audit because it was drawn, or is of a lot that was rejected.

    ``told`` are the facts behind it: plan, lot, severity.
    """

    inspection: str
    lpn: Lpn
    told: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class LotJudged:
    """Every drawn item of a lot was audited: plan, counts, verdict, and what follows for its stream.

    ``drawn`` are the inspections that were looked at. ``severity`` is the stream's from here on.
    """

    stream: str
    lot: int
    size: int
    plan: Plan
    drawn: tuple[str, ...]
    nonconforming: int
    verdict: Verdict
    severity: Severity


@dataclass(frozen=True, slots=True)
class SamplingResumed:
    """A supervisor let a discontinued stream go on, under tightened inspection."""

    stream: str
    by: str


SamplingEvent = SampleDrawn | LotJudged | SamplingResumed
