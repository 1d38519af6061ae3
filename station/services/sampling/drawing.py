"""Take finished inspections into lots and draw from them, in the transaction that finishes each."""

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from station.domain.inspection import Inspection
from station.domain.sampling.lots import Lot, Member, met, missing, shortened
from station.domain.sampling.plans import Plan, plan
from station.domain.sampling.rules import Sampling
from station.domain.sampling.streams import Stream
from station.ports import UnitOfWork
from station.services.sampling.judging import judge_ready, queue

# Lots that one finished inspection closes by age, so that a long pause does not make one person wait.
AT_ONCE = 3


def finished(uow: UnitOfWork, rules: Sampling | None, known: Inspection, now: datetime) -> None:
    """Take a finished inspection into the lot of its stream, and into the queue if it is drawn.

    The draw is from the system's own source of chance: nobody can tell it beforehand. An inspection that is
    in a lot already stays there.
    """
    if rules is None or uow.sampling.member(known.id) is not None:
        return
    close_aged(uow, rules, now)
    stream = _stream(uow, rules, known)
    lot, drawn = met(uow.sampling.open_lot(stream.key) or _begun(uow, rules, stream, now), secrets.randbelow)
    uow.sampling.add(Member(known.id, lot.id, drawn))
    uow.sampling.put(lot)
    if drawn:
        queue(uow, known, told(lot), now)
    judge_ready(uow, lot, known, now)


def _stream(uow: UnitOfWork, rules: Sampling, known: Inspection) -> Stream:
    grader, category = rules.key(known.closed_by or known.opened_by, known.item.category)
    key = f"{grader}/{category}"
    return uow.sampling.stream(key) or Stream(key, grader, category)


def _begun(uow: UnitOfWork, rules: Sampling, stream: Stream, now: datetime) -> Lot:
    number = stream.lots + 1
    uow.sampling.put_stream(replace(stream, lots=number))
    terms = rules.terms(stream.grader, stream.category)
    found = plan(rules.tables, terms.lot_size, terms.level, terms.aql, stream.severity)
    return Lot(
        id=f"{stream.key}/{number}",
        stream=stream.key,
        number=number,
        era=stream.era,
        size=terms.lot_size,
        plan=found,
        opened_at=now,
        may_reduce=rules.may_reduce,
    )


def told(lot: Lot) -> dict[str, str]:
    """Say of an item why it was drawn: facts for the queue's sentence."""
    return {
        "sample_plan": named(lot.plan),
        "sample_lot": str(lot.number),
        "sample_of": str(lot.size),
        "sample_size": str(lot.plan.size),
        "severity": lot.plan.severity.value,
    }


def named(plan: Plan) -> str:
    """Name a plan as people look it up: tables, level, AQL, code letter."""
    return f"{plan.tables}, {plan.level}, AQL {plan.aql:g}, {plan.letter}"


# Lots that do not get full --------------------------------------------------------------------------


def close_aged(uow: UnitOfWork, rules: Sampling, now: datetime) -> None:
    """Close lots that did not get full in time, by the plan for the items that came."""
    for lot in uow.sampling.aged(now - rules.lot_age, AT_ONCE):
        terms = rules.terms(*_of(uow, lot))
        found = plan(rules.tables, lot.seen, terms.level, terms.aql, lot.plan.severity)
        closed = shortened(lot, found)
        rest = [member for member in uow.sampling.members(lot.id) if not member.drawn]
        more = _chosen(rest, missing(closed))
        closed = replace(closed, drawn=closed.drawn + len(more))
        uow.sampling.put(closed)
        for member in more:
            uow.sampling.add(replace(member, drawn=True))
            queue(uow, uow.inspections.get(member.inspection), told(closed), now)
        judge_ready(uow, closed, uow.inspections.get(_any(uow, closed)), now)


def _of(uow: UnitOfWork, lot: Lot) -> tuple[str, str]:
    stream = uow.sampling.stream(lot.stream)
    return (stream.grader, stream.category) if stream else ("", "")


def _any(uow: UnitOfWork, lot: Lot) -> str:
    return uow.sampling.members(lot.id)[0].inspection


def _chosen(members: Sequence[Member], count: int) -> list[Member]:
    return secrets.SystemRandom().sample(list(members), count)
