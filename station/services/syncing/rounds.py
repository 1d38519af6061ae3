"""One round of the loop: is it time, open the way, ship all that waits, take what central decided."""

import math
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from station.domain.sync.backoff import Breaker, breaker, is_due
from station.domain.sync.messages import Refusal
from station.domain.sync.standing import Standing
from station.ports import World
from station.services.syncing import parking, pruning, shipping
from station.services.syncing.backlog import Damaged
from station.services.syncing.shipping import Draw, Session, Shipped
from station.sync_ports import Central, CentralRefused, CentralUnreachable

PRUNE_SECONDS = 3600.0
ASK_AGAIN_SECONDS = 3600.0
PRUNED_AT_ONCE = 1000
Take = Callable[[World, Central], object]
GoOn = Callable[[], bool]


@dataclass(slots=True)
class Round:
    """What a round works with: whom to ask, what takes central's decisions, and whether to go on."""

    central: Central
    take: Take = lambda _world, _central: None
    session: Session = field(default_factory=Session)
    draw: Draw = random.random
    go_on: GoOn = lambda: True
    pruned_at: float = -math.inf
    asked_at: float = 0.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a round did and how things stand after it; ``tried`` is False where it was not time."""

    tried: bool
    shipped: Shipped
    standing: Standing


def run(world: World, with_: Round, *, at_once: bool = False) -> Outcome:
    """Do one round. ``at_once`` tries whatever it waits for, also where it was stopped."""
    with world.read() as uow:
        known = uow.shipping.standing()
    if not at_once and (known.stopped or not is_due(known.due, world.clock.now())):
        return Outcome(False, Shipped(left=True), known)
    if breaker(known.attempts, known.due, world.clock.now()) is not Breaker.CLOSED:
        with_.session.end()  # one small question first
    done = Shipped()
    try:
        done = _all(world, with_)
        _ask_again_now_and_then(world, with_)
        parking.try_again(world, with_.central)
        with_.take(world, with_.central)
        done = _sum(done, _all(world, with_))  # what was taken is written down here, and goes to central, too
        shipping.note_contact(world)
        _prune_now_and_then(world, with_)
    except CentralUnreachable as cut:
        shipping.note_failure(world, cut, with_.draw)
    except CentralRefused as refused:
        with_.session.end()
        shipping.note_refusal(world, refused, with_.draw)
    except Damaged as damaged:
        shipping.note_damage(world, damaged)
    with world.read() as uow:
        return Outcome(True, done, uow.shipping.standing())


def _sum(one: Shipped, other: Shipped) -> Shipped:
    return Shipped(one.entries + other.entries, one.photos + other.photos, other.left)


def _ask_again_now_and_then(world: World, with_: Round) -> None:
    if time.monotonic() - with_.asked_at > ASK_AGAIN_SECONDS:
        with_.asked_at = time.monotonic()
        parking.ask_again_now_and_then(world)


def _prune_now_and_then(world: World, with_: Round) -> None:
    """Let photos go that central has for long enough, where the site wants that; a few at a time."""
    if world.house.keeping.prune_after is None or time.monotonic() - with_.pruned_at < PRUNE_SECONDS:
        return
    planned = pruning.plan(world, PRUNED_AT_ONCE)
    if pruning.do(world, with_.central, planned, with_.go_on) < PRUNED_AT_ONCE:
        with_.pruned_at = time.monotonic()


def _all(world: World, with_: Round) -> Shipped:
    """Ship batch after batch until nothing is left; sign in again once where the token is over."""
    entries = photos = 0
    again = True
    while with_.go_on():
        try:
            shipping.open_way(world, with_.central, with_.session)
            shipped = shipping.ship_next(world, with_.central, with_.session)
        except CentralRefused as refused:
            if refused.why not in (Refusal.SIGN_IN_AGAIN, Refusal.GAP) or not again:
                raise
            again = False
            with_.session.end()
            continue
        if not shipped.left:
            return Shipped(entries, photos)
        again = True
        entries, photos = entries + shipped.entries, photos + shipped.photos
    return Shipped(entries, photos, left=True)
