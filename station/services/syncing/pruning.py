"""Let photos go that central has: by a plan, after central proved once more that it has the same bytes.

Which they were is an entry of the journal, written before the bytes go. No entry ever goes.
"""

import itertools
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from station.domain.auditing.queue import Standing as Queued
from station.domain.sync.events import PhotosPruned
from station.domain.sync.standing import CENTRAL, Standing, at_central_since
from station.ports import UnitOfWork, World
from station.services.people.removals import removals
from station.services.syncing.backlog import photos_in
from station.services.syncing.state import written_at
from station.services.vaulted import size_of
from station.store_ports import Entry
from station.sync_ports import Central

# So many go in one step: one question to central, which reads them all for it, and one entry.
AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Candidate:
    """A photo that may go, the entry that names it, and its size in bytes."""

    sha256: str
    seq: int
    size: int


@dataclass(frozen=True, slots=True)
class Plan:
    """Photos that may go; how many stay, of items under way; up to which entry it is then done with."""

    photos: tuple[Candidate, ...]
    stay: int
    upto: int

    @property
    def size(self) -> int:
        return sum(each.size for each in self.photos)


def plan(world: World, most: int = 1_000_000) -> Plan:
    """List what may go: older than the site wants, at central for long enough, of items that are over."""
    keeping, now = world.house.keeping, world.clock.now()
    if keeping.prune_after is None:
        return Plan((), 0, 0)
    with world.read() as uow:
        known = uow.shipping.standing()
        last = at_central_since(known, (now - keeping.grace).date())
        entries = itertools.takewhile(lambda each: each.seq <= last, uow.journal.entries(known.pruned))
        return _plan(world, uow, known, _old(entries, now - keeping.prune_after), most)


def _old(entries: Iterator[Entry], before: datetime) -> Iterator[Entry]:
    """Read as far as entries are old. Where a clock was wrong the order of the journal still holds."""
    for entry in entries:
        at = written_at(entry.canonical) if photos_in(entry) else None
        if at and at > before:
            return
        yield entry


def _plan(world: World, uow: UnitOfWork, known: Standing, entries: Iterator[Entry], most: int) -> Plan:
    found: dict[str, Candidate] = {}
    stay, upto, whole = 0, known.pruned, True
    for entry in entries:
        photos = photos_in(entry)
        if photos and not _is_over(uow, entry):
            stay, whole = stay + len(photos), False
        elif photos:
            for sha256 in photos:
                size = size_of(world.vault, sha256)
                if size is not None and sha256 not in found:
                    found[sha256] = Candidate(sha256, entry.seq, size)
        upto = entry.seq if whole else upto
        if len(found) >= most:
            break
    return Plan(tuple(found.values()), stay, upto)


def _is_over(uow: UnitOfWork, entry: Entry) -> bool:
    """Tell whether nobody at this station has to look at an item's photos any more, as far as is known."""
    id_ = json.loads(entry.canonical)["payload"]["inspection"]["id"]
    queued = uow.queue.of(id_)
    if queued and queued.standing is Queued.WAITING:
        return False
    try:
        return uow.inspections.get(id_).closed_at is not None
    except KeyError:
        return True


def do(world: World, central: Central, planned: Plan, go_on: Callable[[], bool] = lambda: True) -> int:
    """Let the photos of a plan go that central has; return how many went.

    Raises CentralUnreachable, CentralRefused, STORE_FAILED.
    """
    gone = 0
    for n in range(0, len(planned.photos), AT_ONCE):
        if not go_on():
            return gone
        gone += _let_go(world, central, [each.sha256 for each in planned.photos[n : n + AT_ONCE]])
    with world.begin() as uow:
        known = uow.shipping.standing()
        uow.shipping.stand(replace(known, pruned=max(known.pruned, planned.upto)))
    return gone


def _let_go(world: World, central: Central, photos: list[str]) -> int:
    held = set(central.held(photos, look=True).have)
    with world.begin() as uow:
        removed = removals(uow, photos)
        going = [each for each in photos if each in held and each not in removed]
        new = tuple(each for each in going if not uow.shipping.pruned(each))
        if new:
            entry = uow.journal.append(PhotosPruned(new, CENTRAL), world.house.station)
            uow.shipping.prune(new, entry)
    for sha256 in going:
        world.vault.remove(sha256)
    return len(going)
