"""Heal a station that came back from a backup: by its own entries, which central has and the backup had not.

They go back where they stood, word for word. What was written since the restore goes behind them, under new
numbers and with its ids and times. Nothing is dropped, and nothing is done where central's copy is another
journal than this one.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Protocol

from station.domain.proof.checkpoint import read_checkpoint
from station.domain.proof.signed_note import Malformed, read_note
from station.domain.sync import standing as stands
from station.domain.sync.messages import Health, Refusal
from station.domain.sync.parked import CannotProject
from station.ports import UnitOfWork, World
from station.projection_ports import Arrival
from station.services.syncing.bringing_up import bring_up, bump_plates, free_bench, last_word
from station.services.syncing.health import health
from station.store_ports import Entry
from station.sync_ports import Central, CentralRefused

PAGE = 500
# What central calls a station that wrote on after its restore, by where it noticed.
_LET_BACK_FIRST = frozenset({Refusal.CLONED, Refusal.FORKED, Refusal.WRONG_HEAD})


class Mender(Protocol):
    """The end of a station's journal, taken off and put on again, in one transaction with its store.

    ``cut`` takes off what comes after so many entries; ``put_back`` puts one on as it was written, and raises
    ValueError for one that does not follow; ``put_behind`` one under the next number, which it returns.
    """

    def cut(self, after: int) -> tuple[Entry, ...]: ...
    def put_back(self, text: str) -> Arrival: ...
    def put_behind(self, entry: Entry) -> int: ...
    def root(self, size: int) -> bytes: ...


class CannotHeal(RuntimeError):
    """Nothing was changed; says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Missing:
    """What central has and this journal has not: entries after the first ``fork``; it has ``size`` in all."""

    fork: int
    size: int
    entries: tuple[str, ...]


@dataclass(slots=True)
class Healed:
    """What was done: entries put back, those that got new numbers (from, to, id), and what is left to do.

    ``not_told`` are entries whose effect could not be worked in, ``twice`` plates that two items have.
    """

    put_back: int = 0
    moved: list[tuple[int, int, str]] = field(default_factory=list)
    not_told: list[tuple[int, str, str]] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)


def missing(world: World, central: Central) -> Missing:
    """Fetch what is missing here, and see that it goes with what is here.

    Raises CannotHeal, CentralUnreachable, CentralRefused.
    """
    with world.read() as uow:
        known, size = uow.shipping.standing(), uow.journal.head()
        how = health(world, uow, known)
    at_central = _size_at_central(world, central, Asking(known.turn, size, how))
    taken = max(known.marks.values(), default=0)  # what central took of this very journal, for certain
    fork = _fork(world, central, min(taken, at_central), min(size, at_central))
    if fork < min(taken, at_central):
        raise CannotHeal(
            f"Central's copy parts from this journal at entry {fork + 1}, which central had taken before. "
            "One of the two is not what it was: run station verify here, and have central's record checked. "
            "Nothing was changed."
        )
    entries = tuple(_own(central, fork, at_central))
    if len(entries) != at_central - fork:
        raise CannotHeal(f"Central says that it has {at_central} entries and gives {fork + len(entries)}.")
    _compare_with_head(world, fork, entries)
    return Missing(fork, at_central, entries)


@dataclass(frozen=True, slots=True)
class Asking:
    """With what the way to central is opened."""

    turn: str
    size: int
    health: Health


def _size_at_central(world: World, central: Central, asking: Asking) -> int:
    """Ask how many entries central has. Being refused as restored is the way in."""
    try:
        opened = central.open(asking.turn, asking.size, asking.health)
        with world.begin() as uow:
            known = uow.shipping.standing()
            uow.shipping.stand(stands.opened(known, opened.turn, opened.size, world.clock.now()))
        return opened.size
    except CentralRefused as refused:
        if refused.why is Refusal.RESTORED and refused.size is not None:
            return refused.size
        if refused.why in _LET_BACK_FIRST:
            raise CannotHeal(
                f"Central has stopped this station ({refused.why.value}: {refused.said}). See first that no "
                "other computer works as this station. Then a manager lets it back at central, on the page "
                "of stations; then run this again. Nothing was changed."
            ) from refused
        raise


def _fork(world: World, central: Central, least: int, most: int) -> int:
    """Find up to which entry both are the same: from what central had taken on, halving what is left."""
    if not _same(world, central, least):
        least, most = 0, max(least - 1, 0)
    while least < most:
        middle = (least + most + 1) // 2
        least, most = (middle, most) if _same(world, central, middle) else (least, middle - 1)
    return least


def _same(world: World, central: Central, seq: int) -> bool:
    if seq == 0:
        return True
    with world.read() as uow:
        mine = next(iter(uow.journal.entries(seq - 1)), None)
    theirs = central.own(seq - 1, 1)
    return bool(theirs) and mine is not None and theirs[0].encode() == mine.canonical


def _own(central: Central, after: int, upto: int) -> Iterator[str]:
    while after < upto:
        page = central.own(after, min(PAGE, upto - after))
        if not page:
            return
        yield from page
        after += len(page)


def _compare_with_head(world: World, fork: int, entries: tuple[str, ...]) -> None:
    """Say what no copy has: the head beside the database may be over more than central ever got."""
    try:
        head = read_checkpoint(read_note(world.signer.remembered()).text)
    except Malformed:
        return
    with world.read() as uow:
        here = uow.journal.head()
    lost = head.size - max(here, fork + len(entries))
    if lost > 0:
        raise CannotHeal(
            f"This station signed {head.size} entries. The last {lost} are neither here nor at central. If a "
            "later backup has them, put that one back. If none has: move the file checkpoint in the data "
            "folder away, by which it can still be told that they were there, and run this again. Nothing "
            "was changed."
        )


# Putting them back -------------------------------------------------------------------------------


def heal(
    world: World, uow: UnitOfWork, mender: Mender, found: Missing, tell: Callable[[int], None]
) -> Healed:
    """Put back what is missing and bring the state up to it, within the mender's transaction.

    Raises ValueError for entries that are not this station's, one after the other.
    """
    healed = Healed()
    before = frozenset(_plates(uow, found.fork))
    end = mender.cut(found.fork)
    seen: set[str] = set()
    for text in found.entries:
        arrival = mender.put_back(text)
        try:
            seen |= bring_up(world, uow, arrival)
        except CannotProject as cannot:
            healed.not_told.append((arrival.seq, arrival.kind, str(cannot) or cannot.why.value))
        healed.put_back += 1
        tell(healed.put_back)
    for entry in end:
        now = mender.put_behind(entry)
        plain = json.loads(entry.canonical)
        healed.moved.append((entry.seq, now, plain["id"]))
        last_word(uow, Arrival(world.house.station, entry.seq, plain["kind"], entry.canonical))
    bump_plates(world, uow, seen)
    free_bench(uow)
    healed.twice = sorted(before & seen)
    known = uow.shipping.standing()
    met = replace(known, size=found.size, attempts=0, failing_since=None, due=None, error="")
    uow.shipping.stand(replace(met, stopped=None, stopped_at=None))
    return healed


def _plates(uow: UnitOfWork, after: int) -> Iterator[str]:
    """List the licence plates that were given since the restore: what was lost may have had them, too."""
    for entry in uow.journal.entries(after):
        inspection = json.loads(entry.canonical)["payload"].get("inspection")
        if isinstance(inspection, dict) and inspection.get("item", {}).get("visit", 1) <= 1:
            yield inspection["item"]["lpn"]
