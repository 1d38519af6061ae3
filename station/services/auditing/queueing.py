"""Put an inspection into the supervisor's queue, and take it out, in the transaction of what leads to it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from station.domain.auditing.decisions import graders
from station.domain.auditing.overrides import Override
from station.domain.auditing.queue import Queued, Standing, Why, also, without
from station.domain.inspection import Hold, Inspection
from station.domain.signals import unsettled
from station.ports import UnitOfWork, World

__all__ = ["catch_up", "enqueue", "given_up", "graders", "held", "overridden", "poor_photos", "released"]

# What a release settles.
_OF_HOLD = frozenset({Why.HOLD, Why.SIGNAL})
_PAGE = 100


def enqueue(
    uow: UnitOfWork, known: Inspection, why: Why, at: datetime, told: Mapping[str, str] | None = None
) -> Queued:
    """Have an inspection wait for an audit for one more reason, and return how it stands.

    ``told`` are facts behind the reason, named after it, such as ``sample_plan``; nothing personal.
    """
    before, fresh = uow.queue.of(known.id), _fresh(known, at)
    queued = also(_as_it_is(before, fresh) if before else fresh, why, told or {})
    uow.queue.put(queued)
    return queued


def _as_it_is(before: Queued, fresh: Queued) -> Queued:
    """Take over who worked on it since; what waits again has waited from now on."""
    graders = tuple(sorted({*before.graders, *fresh.graders}))
    since = fresh.since if before.standing.over else before.since
    return replace(before, grader=fresh.grader, graders=graders, value=fresh.value, since=since)


def _fresh(known: Inspection, at: datetime) -> Queued:
    return Queued(
        inspection=known.id,
        lpn=known.item.lpn,
        whys=(),
        grader=known.closed_by or known.opened_by,
        graders=tuple(sorted(graders(known))),
        category=known.item.category,
        value=known.item.value,
        since=at,
        station=known.station,
    )


# What happens at the bench ------------------------------------------------------------------------


def held(uow: UnitOfWork, known: Inspection, hold: Hold) -> None:
    """Queue an item that is on hold, and every signal that nobody has settled."""
    enqueue(uow, known, Why.HOLD, hold.at, {"hold_reason": hold.reason.value})
    if waiting := unsettled(known.signals):
        kinds = " ".join(signal.kind.value for signal in waiting)
        enqueue(uow, known, Why.SIGNAL, hold.at, {"signal_kinds": kinds})


def overridden(uow: UnitOfWork, known: Inspection, word: Override) -> None:
    """Queue an item that a supervisor sent elsewhere at the bench; another one looks at it."""
    told = {
        "override_was": word.was.value,
        "override_to": word.to.value,
        "override_reason": word.reason.value,
    }
    enqueue(uow, known, Why.OVERRIDE, word.at, told)


def poor_photos(uow: UnitOfWork, known: Inspection, at: datetime) -> None:
    """Queue an item that is done, and has a photo that was kept although it is poor."""
    poor = [f"{p.slot}:{p.poor_because.value}" for p in known.photos if p.poor_because]
    if poor:
        enqueue(uow, known, Why.QUALITY, at, {"quality_photos": " ".join(poor)})


def released(uow: UnitOfWork, known: Inspection, by: str, at: datetime, seconds: float = 0.0) -> None:
    """Let an item that was taken off hold wait no longer for that; what else it waits for stays."""
    queued = uow.queue.of(known.id)
    if queued and queued.standing is Standing.KEPT:
        # Who kept the hold decided on that alone: an override before it is still to be audited.
        queued = replace(queued, standing=Standing.WAITING, since=at, by="", at=None, seconds=0.0)
    if queued:
        uow.queue.put(without(queued, _OF_HOLD, Standing.RELEASED, by, at, seconds))


def given_up(uow: UnitOfWork, known: Inspection, by: str, at: datetime) -> None:
    """Let an inspection that was given up wait for nothing."""
    queued = uow.queue.of(known.id)
    if queued:
        uow.queue.put(without(queued, frozenset(Why), Standing.GIVEN_UP, by, at))


# At the start --------------------------------------------------------------------------------------


def catch_up(world: World) -> None:
    """Queue what was on hold before there was a queue."""
    after = ""
    while True:
        with world.begin() as uow:
            found = uow.inspections.on_hold(_PAGE, after)
            for known in found:
                if known.hold and uow.queue.of(known.id) is None:
                    held(uow, known, known.hold)
        if len(found) < _PAGE:
            return
        after = found[-1].id
