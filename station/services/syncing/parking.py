"""What was set aside: ask for another try, try it, look at it. The journal keeps it, whatever comes of it."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from station.domain.sync.messages import STOPS, Batch, Refusal
from station.domain.sync.standing import Parked, Stuck
from station.ports import UnitOfWork, World
from station.services.syncing.backlog import next_load
from station.services.syncing.photos import PART, CutAt, Left, ship_one
from station.services.syncing.shipping import park
from station.sync_ports import Central, CentralRefused

# So many are tried in one round; the rest in the next.
MOST_TRIED = 100


def ask_again(world: World, id_: str = "") -> int:
    """Let one be tried again, or all of them, and wake the loop; return how many."""
    with world.begin() as uow:
        found = (uow.shipping.parked_one(id_),) if id_ else uow.shipping.parked(MOST_TRIED)
        parked = [each for each in found if each]
        for each in parked:
            uow.shipping.park(replace(each, again=True))
    world.courier.wake(at_once=True)
    return len(parked)


def ask_again_now_and_then(world: World) -> None:
    """Let those be tried again at which the line broke: it may have been the line after all."""
    with world.read() as uow:
        cut = [each for each in uow.shipping.parked(MOST_TRIED) if each.why == Stuck.CUTS_OFF]
    if cut:
        with world.begin() as uow:
            for each in cut:
                uow.shipping.park(replace(each, again=True))


def try_again(world: World, central: Central) -> int:
    """Try what somebody asked for; return how many central has taken.

    Raises CentralUnreachable, CentralRefused.
    """
    with world.read() as uow:
        asked = [each for each in uow.shipping.parked(MOST_TRIED) if each.again]
    return sum(_try(world, central, each) for each in asked)


def _try(world: World, central: Central, parked: Parked) -> bool:
    left = _photo(world, central, parked) if parked.sha256 else _entry(world, central, parked)
    with world.begin() as uow:
        if left is None:
            uow.shipping.unpark(parked.id)
        else:
            park(world, uow, parked.id, parked.seq, left)
    return left is None


def _photo(world: World, central: Central, parked: Parked) -> Left | None:
    at_central = central.held([parked.sha256])
    if at_central.have:
        return None
    try:
        return ship_one(world.vault, central, parked.sha256, at_central.partly, PART)
    except CutAt as cut:
        if not cut.cut:
            raise
        return Left(parked.sha256, Stuck.CUTS_OFF, str(cut))


def _entry(world: World, central: Central, parked: Parked) -> Left | None:
    """Send an entry again that central has as it came, and hear whether it takes it by now."""
    with world.read() as uow:
        load = next_load(uow, parked.seq - 1, 1)
    try:
        receipt = central.ship(Batch(parked.seq, load.entries, "", load.beside))
    except CentralRefused as refused:
        if refused.why in STOPS or refused.why is Refusal.SIGN_IN_AGAIN:
            raise
        return Left("", refused.why.value, refused.said)
    still = next((each for each in receipt.parked if each.seq == parked.seq), None)
    return Left("", still.why.value) if still else None


def entry(uow: UnitOfWork, seq: int) -> Mapping[str, Any] | None:
    """Return an entry of the journal as it was written, None where there is none of this number."""
    found = next(iter(uow.journal.entries(seq - 1)), None) if seq > 0 else None
    if found is None or found.seq != seq:
        return None
    said: Mapping[str, Any] = json.loads(found.canonical)
    return said
