"""Check the whole record of a station: journal, tree, heads, keys, photos, and the state that it explains."""

from collections.abc import Callable
from dataclasses import dataclass

from station.ports import UnitOfWork, World
from station.services.proof import heads, told
from station.services.proof.arrived import Arrived
from station.services.proof.findings import About, Findings, Report, span
from station.services.proof.heads import Regrown
from station.services.proof.photos import ABOUT_PHOTOS, Named
from station.services.proof.told import Told
from station.trust_ports import Kept, Written

# Told after so many entries: done, of.
Progress = Callable[[int, int], None]
STEP = 10_000


@dataclass(slots=True)
class _Walk:
    """What is built up while the entries are read; photos are None where they are not looked at."""

    station: str
    found: Findings
    tree: Regrown
    told: Told
    photos: Named | None


def check(world: World, *, photos: bool = True, progress: Progress | None = None) -> Report:
    """Check everything; the first thing that is wrong comes first. Runs beside a station that works, too."""
    beside = world.signer.remembered()  # before the snapshot, so that it cannot be ahead of it
    with world.read() as uow:
        found = Findings()
        signed = heads.read_heads(world, uow, beside, found)
        walk = _Walk(
            world.house.station,
            found,
            heads.regrown(uow, signed),
            Told(uow.record),
            Named(world.vault) if photos else None,
        )
        last = _read(uow, walk, progress)
        heads.compare(uow, walk.tree, last, signed, found)
        heads.named_by_journal(signed, walk.told.last[Kept.KEYS], found)
        told.compare(walk.told, found, alone=not world.house.is_central)
        if walk.photos:
            walk.photos.tell(found)
        arrived = Arrived(world, uow, found, photos)
        arrived.check()
        looked_at = len(walk.photos.seen | arrived.seen) if walk.photos else 0
        held = signed[0].says if signed and not found.counts else None
        removed = tuple(walk.photos.removed.values()) if walk.photos else ()
        pruned = len(walk.photos.pruned) if walk.photos else 0
        return Report(last, looked_at, held, found.in_order(), found.more, removed, pruned, arrived.entries)


def _read(uow: UnitOfWork, walk: _Walk, progress: Progress | None) -> int:
    """Read every entry once, in order, and return the number of the last."""
    expected, of = 1, uow.journal.head()
    for entry in uow.record.written():
        if entry.seq < 1:
            walk.found.add(About.JOURNAL, f"entry {entry.seq} has no place: numbers begin with 1", entry.seq)
            continue
        if entry.seq != expected:
            walk.found.add(About.JOURNAL, f"{span(expected, entry.seq - 1)} missing", expected)
        expected = entry.seq + 1
        walk.tree.add(entry.leaf)
        if not entry.kind:
            walk.found.add(About.JOURNAL, f"entry {entry.seq} does not match its hash", entry.seq)
        elif entry.station != walk.station:
            words = f"entry {entry.seq} is of station {entry.station}, and this is {walk.station}"
            walk.found.add(About.JOURNAL, words, entry.seq)
        elif told.needs_reading(entry) or entry.kind in ABOUT_PHOTOS:
            _take(uow, walk, entry)
        if progress and not entry.seq % STEP:
            progress(entry.seq, of)
    walk.tree.catch_up()
    return expected - 1


def _take(uow: UnitOfWork, walk: _Walk, entry: Written) -> None:
    """Follow what an entry says; who wrote it himself may have written anything."""
    try:
        said = uow.record.plain(entry.payload)
        walk.told.take(entry, said)
        if walk.photos:
            walk.photos.take(entry, said)
    except told.SENSELESS:
        words = f"entry {entry.seq} is not written as a station writes {entry.kind}"
        walk.found.add(About.JOURNAL, words, entry.seq)
