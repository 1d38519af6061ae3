"""Judge lots by their audits, switch inspection, and have a rejected lot looked at whole."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from station.domain.auditing.queue import Why
from station.domain.inspection import Inspection
from station.domain.people import Person
from station.domain.sampling.events import LotJudged, SampleDrawn, SamplingResumed
from station.domain.sampling.lots import Lot, decide
from station.domain.sampling.streams import Stream, resumed, switched
from station.ports import UnitOfWork, World
from station.services.auditing.case import may_decide
from station.services.auditing.queueing import enqueue


def judged(uow: UnitOfWork, inspection: Inspection, conforming: bool, now: datetime) -> None:
    """Count an audit of a drawn item, and judge its lot once none waits.

    Confirmed is conforming; overridden or sent back is not. The last word before the lot's verdict counts;
    after it, and for an item that was not drawn, nothing changes.
    """
    member = uow.sampling.member(inspection.id)
    lot = uow.sampling.lot(member.lot) if member else None
    if member is None or lot is None or not member.drawn or lot.verdict is not None:
        return
    uow.sampling.add(replace(member, conforming=conforming))
    counted = replace(
        lot,
        decided=lot.decided + (member.conforming is None),
        nonconforming=lot.nonconforming + (not conforming) - (member.conforming is False),
    )
    uow.sampling.put(counted)
    judge_ready(uow, counted, inspection, now)


def judge_ready(uow: UnitOfWork, lot: Lot, last: Inspection, now: datetime) -> None:
    """Judge a lot that is full and decided. ``last`` is the inspection that made it so."""
    if not lot.ready:
        return
    over = replace(lot, verdict=decide(lot), judged_at=now)
    stream = _switch(uow, over)
    uow.sampling.put(over)
    event = _event(uow, over, stream)
    uow.journal.append(event, last.station)
    if not event.verdict.accepted:
        _screen(uow, over, now)


def _switch(uow: UnitOfWork, lot: Lot) -> Stream:
    before = uow.sampling.stream(lot.stream)
    assert before is not None
    stream = switched(before, lot, lot.may_reduce)
    uow.sampling.put_stream(stream)
    return stream


def _event(uow: UnitOfWork, lot: Lot, stream: Stream) -> LotJudged:
    assert lot.verdict is not None
    drawn = tuple(member.inspection for member in uow.sampling.members(lot.id) if member.drawn)
    return LotJudged(
        stream=lot.stream,
        lot=lot.number,
        size=lot.size,
        plan=lot.plan,
        drawn=drawn,
        nonconforming=lot.nonconforming,
        verdict=lot.verdict,
        severity=stream.severity,
    )


def _screen(uow: UnitOfWork, lot: Lot, now: datetime) -> None:
    """Put the rest of a rejected lot into the queue: every item of it is looked at."""
    rest = (member for member in uow.sampling.members(lot.id) if not member.drawn)
    for member in rest:
        queue(uow, uow.inspections.get(member.inspection), screened(lot), now)


def queue(uow: UnitOfWork, known: Inspection, told: Mapping[str, str], now: datetime) -> None:
    """Have a drawn inspection wait for its audit, and tell the journal so: central draws nothing itself."""
    enqueue(uow, known, Why.SAMPLE, now, told)
    uow.journal.append(SampleDrawn(known.id, known.item.lpn, told), known.station)


def screened(lot: Lot) -> Mapping[str, str]:
    """Say of an item why it is looked at though it was not drawn."""
    return {
        "sample_lot": str(lot.number),
        "sample_of": str(lot.size),
        "sample_size": str(lot.drawn),
        "sample_bad": str(lot.nonconforming),
        "sample_rejected": "yes",
        "severity": lot.plan.severity.value,
    }


def resume(world: World, person: Person, stream: str) -> None:
    """Let a discontinued stream go on. The lot that is open keeps its plan. Raises KeyError.

    A stream that is not discontinued stays as it is. Raises NOT_ALLOWED, and OWN_WORK for one's own stream.
    """
    with world.begin() as uow:
        before = uow.sampling.stream(stream)
        if before is None:
            raise KeyError(stream)
        may_decide(uow, person, {before.grader})
        if (after := resumed(before)) != before:
            uow.sampling.put_stream(after)
            event = SamplingResumed(stream, person.id)
            uow.journal.append(event, person.id)
