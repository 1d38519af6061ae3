"""Ship what waits: photos first, then entries in order under the signed head, and go on from the receipt.

What is decided here is kept before the next thing is sent. A crash costs the answer of one request at most,
and central takes the same things twice.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from station.domain.proof.checkpoint import Checkpoint, origin_of
from station.domain.sync import standing as stands
from station.domain.sync.condition import TROUBLE
from station.domain.sync.messages import BATCH, STOPS, Batch, Health, Opened, ParkedEntry, Receipt, Refusal
from station.domain.sync.standing import STUCK_AFTER, Parked, Standing, Stuck, entry_id, photo_id
from station.ports import UnitOfWork, World
from station.services.people.removals import removals
from station.services.syncing.backlog import Damaged, Load, next_load
from station.services.syncing.health import health
from station.services.syncing.photos import CutAt, Left, held, in_turn, line_after, ship_photos
from station.sync_ports import Central, CentralRefused, CentralUnreachable

# The way is opened anew so often, for health to be told, or sooner where the token is over.
REOPEN_SECONDS = 300.0
# While a device is not well: central shall not go on calling one absent that only started slowly.
REOPEN_UNWELL_SECONDS = 30.0
# Contact that changes nothing else is noted so often.
NOTE_SECONDS = 60.0


@dataclass(slots=True)
class Session:
    """What is remembered of an open way while it is open: nothing that would be missed."""

    until: float = 0.0
    feed: int = 0
    batch: int = BATCH

    @property
    def is_open(self) -> bool:
        return time.monotonic() < self.until

    def begin(self, opened: Opened, how: Health) -> None:
        unwell = not TROUBLE.isdisjoint(how.devices.values())
        again = REOPEN_UNWELL_SECONDS if unwell else REOPEN_SECONDS
        self.until = time.monotonic() + min(opened.seconds * 0.8, again)
        self.feed = opened.feed

    def end(self) -> None:
        self.until = 0.0


@dataclass(frozen=True, slots=True)
class Shipped:
    """What one round carried; ``left`` tells that more waits."""

    entries: int = 0
    photos: int = 0
    left: bool = False


def open_way(world: World, central: Central, session: Session) -> None:
    """Sign in where that is due, and keep the turn that was given before anything else is sent."""
    if session.is_open:
        return
    with world.read() as uow:
        known = uow.shipping.standing()
        size, how = uow.journal.head(), health(world, uow, known)
    opened = central.open(known.turn, size, how)
    with world.begin() as uow:
        known = uow.shipping.standing()
        uow.shipping.stand(stands.opened(known, opened.turn, opened.size, world.clock.now()))
    if opened.size > size:
        raise CentralRefused(Refusal.RESTORED, f"central has {opened.size} entries, and {size} are here")
    session.begin(opened, how)


def ship_next(world: World, central: Central, session: Session) -> Shipped:
    """Ship the next batch, its photos first. Raises CentralUnreachable, CentralRefused, Damaged."""
    with world.read() as uow:
        known = uow.shipping.standing()
        load = next_load(uow, known.size, session.batch)
        if not load.entries:
            return Shipped()
        note = _signed(world, uow, load.last)
    left, photos = _photos(world, central, load, known)
    absent = tuple(each.sha256 for each in left)
    receipt = _entries(central, Batch(load.first, load.entries, note, load.beside, absent), load, session)
    entries = _received(world, load, receipt)
    session.feed = receipt.feed
    return Shipped(entries, photos, left=True)


def _signed(world: World, uow: UnitOfWork, size: int) -> str:
    """Sign the head over what is at central after this batch."""
    return world.signer.sign(
        str(Checkpoint(origin_of(world.house.station), size, uow.tree.root(size)))
    ).decode()


def _photos(world: World, central: Central, load: Load, known: Standing) -> tuple[tuple[Left, ...], int]:
    """Ship the photos of a batch; return those that central goes without, and how many were shipped."""
    wanted = tuple(in_turn(load.photos))
    if not wanted:
        return (), 0
    at_central = held(central, wanted)
    have = frozenset(at_central.have)
    given_up = _given_up(world, known, [each for each in wanted if each not in have])
    tried = [each for each in wanted if each not in given_up]
    line = line_after(known.attempts, known.stuck)
    left = (*given_up.values(), *ship_photos(world.vault, central, tried, at_central, line))
    _set_aside(world, load, left, have)
    return left, len(wanted) - len(left) - len(have)


def _given_up(world: World, known: Standing, missing: Sequence[str]) -> dict[str, Left]:
    """Name those that cut the line again and again while all else went through, now or before."""
    with world.read() as uow:
        parked = {each: uow.shipping.parked_one(photo_id(each)) for each in missing}
    before = {
        each: Left(each, found.why, found.said)
        for each, found in parked.items()
        if found and found.why == Stuck.CUTS_OFF
    }
    if known.stuck_times >= STUCK_AFTER:
        sha256 = known.stuck.partition(" ")[0]
        if sha256 in missing:
            before[sha256] = Left(sha256, Stuck.CUTS_OFF, known.error)
    return before


def _set_aside(world: World, load: Load, left: Sequence[Left], have: frozenset[str]) -> None:
    """Park what could not be shipped, but for what somebody removed; what central has after all is free."""
    if not left and not have:
        return
    with world.read() as uow:
        free = [each for each in have if uow.shipping.parked_one(photo_id(each))]
        if not left and not free:
            return
    with world.begin() as uow:
        removed = removals(uow, (each.sha256 for each in left))
        for each in left:
            if each.sha256 not in removed:
                park(world, uow, photo_id(each.sha256), load.photos[each.sha256], each)
        for sha256 in free:
            uow.shipping.unpark(photo_id(sha256))


def park(world: World, uow: UnitOfWork, id_: str, seq: int, left: Left) -> None:
    """Set something aside, or count another try at it."""
    known = uow.shipping.parked_one(id_)
    since, tries = (known.since, known.tries + 1) if known else (world.clock.now(), 1)
    uow.shipping.park(Parked(id_, seq, left.sha256, left.why, since, tries, left.said[:300]))


def _entries(central: Central, batch: Batch, load: Load, session: Session) -> Receipt:
    """Ship the entries; half as many next time where they were too much at once."""
    try:
        receipt = central.ship(batch)
    except CentralUnreachable as cut:
        if cut.cut:
            session.batch = max(1, len(batch.entries) // 2)
        raise
    except CentralRefused as refused:
        if refused.why is Refusal.TOO_LARGE and len(batch.entries) > 1:
            session.batch = max(1, len(batch.entries) // 2)
            raise CentralUnreachable("a batch was too large; it is halved", 0.0) from refused
        raise
    if not load.first <= receipt.size:
        raise CentralUnreachable(f"central took nothing after entry {load.first - 1}")
    session.batch = min(BATCH, session.batch * 2)
    return receipt


def _received(world: World, load: Load, receipt: Receipt) -> int:
    """Keep what central has now, and what it set aside; return how many entries it took."""
    with world.begin() as uow:
        head = uow.journal.head()
        if receipt.size > head:
            raise CentralRefused(Refusal.RESTORED, f"central has {receipt.size} entries, and {head} are here")
        for refused in receipt.parked:
            _park_refused(world, uow, load, refused)
        reached = stands.reached(uow.shipping.standing(), receipt.size, world.clock.now())
        uow.shipping.stand(reached)
    return receipt.size - load.first + 1


def _park_refused(world: World, uow: UnitOfWork, load: Load, refused: ParkedEntry) -> None:
    if refused.sha256:
        seq = load.photos.get(refused.sha256, refused.seq or load.first)
        park(world, uow, photo_id(refused.sha256), seq, Left(refused.sha256, refused.why.value))
    else:
        park(world, uow, entry_id(refused.seq), refused.seq, Left("", refused.why.value))


# What came of it ---------------------------------------------------------------------------------

Draw = Callable[[], float]


def note_contact(world: World, at_least: float = NOTE_SECONDS) -> None:
    """Note that central answered, where the last note of it is old or tells of a failure."""
    now = world.clock.now()
    with world.read() as uow:
        known = uow.shipping.standing()
    fresh = known.contact is not None and abs((now - known.contact).total_seconds()) < at_least
    if fresh and known.in_touch:
        return
    with world.begin() as uow:
        uow.shipping.stand(stands.in_contact(uow.shipping.standing(), now))


def note_failure(world: World, cut: CentralUnreachable, draw: Draw) -> Standing:
    """Note that nothing came through, and when to try again."""
    with world.begin() as uow:
        known = uow.shipping.standing()
        if isinstance(cut, CutAt) and cut.cut:
            known = stands.cut_at(known, cut.what)
        known = stands.failed(known, str(cut), world.clock.now(), draw(), cut.retry_after)
        uow.shipping.stand(known)
    return known


def note_refusal(world: World, refused: CentralRefused, draw: Draw) -> Standing:
    """Stop where somebody has to do something; try again later where time may do."""
    if refused.why not in STOPS:
        return note_failure(world, CentralUnreachable(f"{refused.why.value}: {refused.said}"), draw)
    with world.begin() as uow:
        known = stands.stopped(uow.shipping.standing(), refused.why, refused.said, world.clock.now())
        uow.shipping.stand(known)
    return known


def note_damage(world: World, damaged: Damaged) -> Standing:
    """Stop over an entry that is not as it was signed: central would say no more than that."""
    with world.begin() as uow:
        known = stands.stopped(uow.shipping.standing(), Refusal.WRONG_HEAD, str(damaged), world.clock.now())
        uow.shipping.stand(known)
    return known
