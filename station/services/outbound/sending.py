"""The one step of the loop: tell each destination what is next, in order, and keep how far it was told.

What was answered is kept before the next message goes out, so a crash repeats one message at most, under the
same id. Nothing is in memory that it would lose.
"""

import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from station.domain.outbound.answers import judged
from station.domain.outbound.destinations import (
    Destination,
    Failed,
    Failure,
    OffBecause,
    Parked,
    Track,
    arrived,
    failed,
    is_poison,
    parked,
)
from station.domain.sync.backoff import is_due
from station.outbound_ports import NotSent
from station.ports import World
from station.services.outbound import keeping, requests
from station.services.outbound.gathering import Next, gathered

# So many messages of one destination before it is the turn of the next one.
BATCH = 20
# So long a turn goes on, in seconds: one that answers slowly does not keep the others waiting.
TURN_SECONDS = 5.0
IDLE_SECONDS = 1.0
NOBODY_SECONDS = 5.0
SHORTEST_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class _Work:
    """One destination's turn: which track, and the process that has it."""

    world: World
    destination: Destination
    track: Track


def step(world: World, worker: str = "") -> float:
    """Give every destination its turn; return how long to rest, in seconds, 0 where there is more."""
    turns, again = _turns(world, worker)
    if not turns and not again:
        return _rest(world)
    for one in again:
        retry(world, one)
    more = [_turn(work) for work in turns]
    return 0.0 if any(more) or again else _rest(world)


def _turns(world: World, worker: str) -> tuple[list[_Work], Sequence[Parked]]:
    """Find whose turn it is: on, due, with something to look at, and not another process's."""
    now = world.clock.now()
    with world.read() as uow:
        known = {each.id: each for each in uow.destinations.all() if each.off is None}
        if not known:
            return [], ()
        head = keeping.stream(world, uow).head()
        tracks = [each for each in uow.destinations.tracks() if each.destination in known]
        again = [each for each in uow.destinations.parked_again(BATCH) if each.destination in known]
    failing = {each.id for each in tracks if not is_due(each.due, now)}
    due = [t for t in tracks if t.destination not in failing and is_due(t.due, now) and _has_more(t, head)]
    taken = [keeping.take(world, track.id, worker) for track in due]
    return [_Work(world, known[t.destination], t) for t in taken if t is not None], again


def _has_more(track: Track, head: int) -> bool:
    return track.is_over or track.cursor < min(head, track.upto or head)


def _rest(world: World) -> float:
    """Return how long nothing is due, at most as long as a look takes anyway."""
    now = world.clock.now()
    with world.read() as uow:
        on = {each.id for each in uow.destinations.all() if each.off is None}
        dues = [t.due for t in uow.destinations.tracks() if t.destination in on and t.due is not None]
    if not on:
        return NOBODY_SECONDS
    waits = ((due - now).total_seconds() for due in dues)
    return max(SHORTEST_SECONDS, min([IDLE_SECONDS, *(wait for wait in waits if wait > 0)]))


def _turn(work: _Work) -> bool:
    """Send a batch of one track; return whether there may be more."""
    track, began = work.track, time.monotonic()
    batch = gathered(work.world, work.destination, track, BATCH)
    for each in batch.messages:
        told = _tell(work, track, each)
        if told is None:
            return False
        track = told
        if time.monotonic() - began > TURN_SECONDS:
            keeping.leave(work.world, track)
            return True
    if batch.upto > track.cursor:
        track = track.at(batch.upto)
    keeping.leave(work.world, track)
    return batch.more


def _tell(work: _Work, track: Track, each: Next) -> Track | None:
    """Send one message and keep what came of it; None where this destination's turn is over."""
    how = each.broken or _send(work.world, work.destination, each)
    now = work.world.clock.now()
    if how is None:
        told = arrived(track.at(each.number - 1, each.part + 1), now)
        return told if keeping.went(work.world, told) else None
    at = track.at(each.number - 1, each.part) if _moved(track, each) else track
    return _not_told(work.world, work.destination, at, each, how, now)


def _moved(track: Track, each: Next) -> bool:
    return (track.cursor, track.part) != (each.number - 1, each.part)


def _not_told(
    world: World, destination: Destination, track: Track, each: Next, how: Failed, now: datetime
) -> Track | None:
    if how.why is Failure.GONE:
        keeping.turn_off(world, destination, track, how, OffBecause.GONE, now)
        return None
    after = failed(track, how, now, random.random())  # noqa: S311 - only so that not all come at once
    if not (is_poison(after) or how.why is Failure.CANNOT_BE_TOLD):
        keeping.leave(world, after)
        return None
    gone_on = parked(after)
    kept = Parked(
        destination.id,
        each.id,
        each.type,
        each.number,
        each.part,
        now,
        how.why,
        how.status,
        after.said,
        max(1, after.refusals),
    )
    return gone_on if keeping.park(world, gone_on, kept) else None


def _send(world: World, destination: Destination, each: Next) -> Failed | None:
    """Send a message, outside of any transaction; None where it arrived."""
    assert each.request is not None
    now = world.clock.now()
    request = requests.of(destination, each.request, world.outside.rules.connectors, now)
    try:
        answer = world.outside.poster.post(request.url, request.body, request.headers)
    except NotSent as not_sent:
        return not_sent.how
    return judged(answer, now, each.request.refused_at)


# What was parked -----------------------------------------------------------------------------------


def retry(world: World, one: Parked) -> None:
    """Try a parked message once more, made anew from its entry; it stays parked where it fails again."""
    with world.read() as uow:
        destination = uow.destinations.get(one.destination)
    if destination is None:
        return
    track = Track(destination.id, destination.id, one.number - 1, upto=one.number)
    batch = gathered(world, destination, track, BATCH)
    found = next((each for each in batch.messages if each.id == one.id), None)
    how = (found.broken or _send(world, destination, found)) if found else None
    now = world.clock.now()
    with world.begin() as uow:
        if how is None:
            uow.destinations.unpark(one.destination, one.id)
        else:
            uow.destinations.park(_still(one, how, now))


def _still(one: Parked, how: Failed, now: datetime) -> Parked:
    return replace(
        one, at=now, failure=how.why, status=how.status, said=how.said, tries=one.tries + 1, again=False
    )


def send_test(world: World, destination: Destination) -> Failed | None:
    """Send a message that says nothing but that it is one; None where it arrived."""
    request = requests.test(world, destination)
    return _send(world, destination, Next(request.id, request.type, 0, 0, request))
